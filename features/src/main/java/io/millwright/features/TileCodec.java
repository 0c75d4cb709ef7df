package io.millwright.features;

import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.PackedBins;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import java.util.List;

/** Tiles as arrays of numbers, exactly: what goes into a table comes out in every bit. */
final class TileCodec {

    private TileCodec() {}

    /** The tiles of a chunk as a row of the table {@code tiles}. */
    static TileChunk packed(SeriesChunk chunk, List<Tile> tiles, long tileMs) {
        TileChunk row = new TileChunk();
        row.setEquipmentId(chunk.getEquipmentId());
        row.setSensor(chunk.getSensor());
        row.setChunkStartMs(chunk.getChunkStartMs());
        row.setLate(chunk.isLate());
        row.setKnownMs(chunk.getKnownMs());
        row.setSource(chunk.getSource());
        row.setTileStartMs(
                tiles.stream().mapToLong(tile -> tile.index() * tileMs).toArray());
        double[] state = new double[tiles.size() * Tiles.STATE_SIZE];
        for (int i = 0; i < tiles.size(); i++) {
            put(state, i * Tiles.STATE_SIZE, tiles.get(i).moments());
        }
        row.setState(state);
        row.setBins(PackedBins.of(tiles));
        return row;
    }

    private static void put(double[] state, int at, Moments m) {
        double[] numbers = {
            m.count(),
            m.aboveFirst(),
            m.m2(),
            m.m3(),
            m.m4(),
            m.min(),
            m.max(),
            m.firstMs(),
            m.first(),
            m.lastMs(),
            m.last(),
            m.originMs(),
            m.timeMean(),
            m.timeM2(),
            m.timeCo()
        };
        System.arraycopy(numbers, 0, state, at, numbers.length);
    }

    private static Moments moments(double[] s, int at) {
        return new Moments(
                (long) s[at],
                s[at + 1],
                s[at + 2],
                s[at + 3],
                s[at + 4],
                s[at + 5],
                s[at + 6],
                (long) s[at + 7],
                s[at + 8],
                (long) s[at + 9],
                s[at + 10],
                (long) s[at + 11],
                s[at + 12],
                s[at + 13],
                s[at + 14]);
    }

    /**
     * Appends the tiles of a row to a machine's, with the moment they became known.
     *
     * @param into grows by one element a tile
     */
    static void unpack(MachineEntry row, long tileMs, List<KnownTile> into) {
        PackedBins bins = PackedBins.read(row.getBins());
        for (int i = 0; i < row.getTileStartMs().length; i++) {
            long index = Math.floorDiv(row.getTileStartMs()[i], tileMs);
            Tile tile = new Tile(index, moments(row.getState(), i * Tiles.STATE_SIZE), bins.next());
            into.add(KnownTile.of(tile, tileMs, row.isLate(), row.getKnownMs()));
        }
    }
}

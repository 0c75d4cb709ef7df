package io.millwright.features;

import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.PackedBins;
import io.millwright.features.tile.Tile;
import io.millwright.features.window.KnownTile;
import java.nio.ByteBuffer;
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
        ByteBuffer state = ByteBuffer.allocate(tiles.size() * Tiles.STATE_BYTES);
        tiles.forEach(tile -> put(state, tile.moments()));
        row.setState(state.array());
        row.setBins(PackedBins.of(tiles));
        return row;
    }

    private static void put(ByteBuffer state, Moments m) {
        state.putDouble((double) m.count())
                .putDouble(m.aboveFirst())
                .putDouble(m.m2())
                .putDouble(m.m3())
                .putDouble(m.m4())
                .putDouble(m.min())
                .putDouble(m.max())
                .putDouble((double) m.firstMs())
                .putDouble(m.first())
                .putDouble((double) m.lastMs())
                .putDouble(m.last())
                .putDouble((double) m.originMs())
                .putDouble(m.timeMean())
                .putDouble(m.timeM2())
                .putDouble(m.timeCo());
    }

    private static Moments moments(ByteBuffer state) {
        return new Moments(
                (long) state.getDouble(),
                state.getDouble(),
                state.getDouble(),
                state.getDouble(),
                state.getDouble(),
                state.getDouble(),
                state.getDouble(),
                (long) state.getDouble(),
                state.getDouble(),
                (long) state.getDouble(),
                state.getDouble(),
                (long) state.getDouble(),
                state.getDouble(),
                state.getDouble(),
                state.getDouble());
    }

    /**
     * Appends the tiles of a row to a machine's, with the moment they became known.
     *
     * @param into grows by one element a tile
     */
    static void unpack(MachineEntry row, long tileMs, List<KnownTile> into) {
        PackedBins bins = PackedBins.read(row.getBins());
        ByteBuffer state = ByteBuffer.wrap(row.getMoments());
        for (int i = 0; i < row.getTileStartMs().length; i++) {
            long index = Math.floorDiv(row.getTileStartMs()[i], tileMs);
            Tile tile = new Tile(index, moments(state), bins.next());
            into.add(KnownTile.of(tile, tileMs, row.isLate(), row.getKnownMs()));
        }
    }
}

package io.millwright.features.window;

import io.millwright.features.tile.Moments;
import io.millwright.features.tile.TileTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Everything there is to know of one sensor of one machine, by when it was known. Tiles that came in time stand in a tree;
 * late pieces are merged behind it in the order of tile, arrival and source.
 */
public final class SensorHistory {

    /** More tiles than this between the first and the last mean that some reading carries a wrong date. */
    private static final long LARGEST_SPAN = 8_000_000;

    /** Of a sensor the machine does not have. */
    public static final SensorHistory NONE = new SensorHistory(List.of(), 1);

    private final long tileMs;
    private final List<KnownTile> inTime;
    private final List<KnownTile> late;
    private final TileTree tree;

    /**
     * A history of tiles and late pieces in any order, except that pieces of one tile and arrival stand in the order of
     * their sources.
     *
     * @throws IllegalArgumentException where the tiles span more than eight million tile lengths
     */
    public SensorHistory(List<KnownTile> pieces, long tileMs) {
        this.tileMs = tileMs;
        List<KnownTile> sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparingLong((KnownTile piece) -> piece.tile().index())
                .thenComparingLong(KnownTile::knownMs));
        this.inTime = sorted.stream().filter(this::cameInTime).toList();
        this.late = sorted.stream().filter(piece -> !cameInTime(piece)).toList();
        this.tree = tree(inTime);
    }

    private boolean cameInTime(KnownTile piece) {
        return piece.knownMs() <= (piece.tile().index() + 1) * tileMs;
    }

    private static TileTree tree(List<KnownTile> inTime) {
        if (inTime.isEmpty()) {
            return new TileTree(0, new Moments[0]);
        }
        long first = inTime.get(0).tile().index();
        long span = inTime.get(inTime.size() - 1).tile().index() - first + 1;
        if (span > LARGEST_SPAN) {
            throw new IllegalArgumentException("tiles span " + span + " tile lengths, from number " + first);
        }
        Moments[] leaves = new Moments[(int) span];
        Arrays.fill(leaves, Moments.EMPTY);
        for (KnownTile piece : inTime) {
            int at = (int) (piece.tile().index() - first);
            leaves[at] = leaves[at].merge(piece.tile().moments());
        }
        return new TileTree(first, leaves);
    }

    /** The readings of tiles {@code [from, to)} that were known at a moment, which must not lie before the last tile's end. */
    public Moments over(long from, long to, long knownByMs) {
        Moments moments = tree.over(from, to);
        for (int i = firstLate(from); i < late.size() && late.get(i).tile().index() < to; i++) {
            if (late.get(i).knownMs() <= knownByMs) {
                moments = moments.merge(late.get(i).tile().moments());
            }
        }
        return moments;
    }

    /** The same, one summary a tile. */
    Moments[] tiles(long from, long to, long knownByMs) {
        Moments[] tiles = new Moments[(int) (to - from)];
        Arrays.setAll(tiles, i -> over(from + i, from + i + 1, knownByMs));
        return tiles;
    }

    private int firstLate(long tile) {
        int low = 0;
        int high = late.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (late.get(middle).tile().index() < tile) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Tiles and parts of tiles that came in time, by tile. */
    List<KnownTile> inTime() {
        return inTime;
    }

    /** Late pieces, by tile, then arrival. */
    List<KnownTile> late() {
        return late;
    }
}

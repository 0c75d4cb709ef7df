package io.millwright.etl;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one sensor of one machine in one chunk, merged: readings in order of time, at most one an instant. Of several
 * at one instant the one known first stays; of those known at once the one with the smaller value, so that the outcome does
 * not depend on the order of files or partitions.
 */
final class ChunkMerge {

    /** Milliseconds from the chunk's start, strictly increasing. */
    final int[] offsets;

    final double[] values;

    final int[] delays;

    /** Position in {@link #pieces} of the piece a reading came with. */
    final int[] owners;

    final List<Landed> pieces;

    private ChunkMerge(int[] offsets, double[] values, int[] delays, int[] owners, List<Landed> pieces) {
        this.offsets = offsets;
        this.values = values;
        this.delays = delays;
        this.owners = owners;
        this.pieces = pieces;
    }

    /** Merges pieces, given in any order. */
    static ChunkMerge of(List<Landed> unordered) {
        List<Landed> pieces = unordered.stream().sorted(ORDER).toList();
        int total = pieces.stream().mapToInt(piece -> offsets(piece).length).sum();
        int[] offsets = new int[total];
        double[] values = new double[total];
        int[] delays = new int[total];
        int[] owners = new int[total];
        int n = 0;
        for (int p = 0; p < pieces.size(); p++) {
            Landed piece = pieces.get(p);
            int length = offsets(piece).length;
            System.arraycopy(offsets(piece), 0, offsets, n, length);
            System.arraycopy(present(piece.getValues()), 0, values, n, length);
            System.arraycopy(presentInts(piece.getDelays()), 0, delays, n, length);
            Arrays.fill(owners, n, n + length, p);
            n += length;
        }
        ChunkMerge all = new ChunkMerge(offsets, values, delays, owners, pieces);
        return all.isStrictlyIncreasing() ? all : all.ordered();
    }

    /** Late slots after on-time ones, then by what a piece says of itself; never by where it came from. */
    private static final Comparator<Landed> ORDER = Comparator.comparingLong(Landed::getSlot)
            .thenComparing(Landed::getSource)
            .thenComparing(Landed::isEarlier, Comparator.reverseOrder());

    private static int[] offsets(Landed piece) {
        return presentInts(piece.getOffsets());
    }

    private static int[] presentInts(int @Nullable [] array) {
        return array == null ? new int[0] : array;
    }

    private static double[] present(double @Nullable [] array) {
        return array == null ? new double[0] : array;
    }

    private boolean isStrictlyIncreasing() {
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] <= offsets[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private ChunkMerge ordered() {
        Integer[] order = new Integer[offsets.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, this::compare);
        int kept = 0;
        int[] first = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || offsets[order[i]] != offsets[order[i - 1]]) {
                first[kept++] = order[i];
            }
        }
        ChunkMerge merged = new ChunkMerge(new int[kept], new double[kept], new int[kept], new int[kept], pieces);
        for (int i = 0; i < kept; i++) {
            merged.offsets[i] = offsets[first[i]];
            merged.values[i] = values[first[i]];
            merged.delays[i] = delays[first[i]];
            merged.owners[i] = owners[first[i]];
        }
        return merged;
    }

    private int compare(int a, int b) {
        if (offsets[a] != offsets[b]) {
            return Integer.compare(offsets[a], offsets[b]);
        }
        int bySlot = Long.compare(
                pieces.get(owners[a]).getSlot(), pieces.get(owners[b]).getSlot());
        if (bySlot != 0) {
            return bySlot;
        }
        if (delays[a] != delays[b]) {
            return Integer.compare(delays[a], delays[b]);
        }
        int byOwner = ORDER.compare(pieces.get(owners[a]), pieces.get(owners[b]));
        int byValue = Double.compare(values[a], values[b]);
        return byValue != 0 ? byValue : byOwner;
    }

    int size() {
        return offsets.length;
    }

    boolean isOnTime(int i) {
        return pieces.get(owners[i]).getSlot() == TimeGrid.ON_TIME;
    }
}

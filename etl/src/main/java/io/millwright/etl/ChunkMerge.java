package io.millwright.etl;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The pieces of one sensor of one machine in one chunk, merged: readings in order of time, at most one an instant. Of several
 * at one instant the one known first stays; of those known at once the one with the smaller value, so that the outcome does
 * not depend on the order of files or partitions, nor on which ingest brought them.
 */
final class ChunkMerge {

    /** Milliseconds from the chunk's start, strictly increasing. */
    final int[] offsets;

    final double[] values;

    /** When each was known, in milliseconds. */
    final long[] known;

    /** Position in {@link #pieces} of the piece a reading came with. */
    final int[] owners;

    final List<Landed> pieces;

    private ChunkMerge(int n, List<Landed> pieces) {
        this.offsets = new int[n];
        this.values = new double[n];
        this.known = new long[n];
        this.owners = new int[n];
        this.pieces = pieces;
    }

    /** What became of the readings of a chunk; those merged away are in order of time, too, perhaps several an instant. */
    record Outcome(ChunkMerge stay, ChunkMerge merged) {}

    /** Merges pieces, given in any order. */
    static Outcome of(List<Landed> unordered) {
        List<Landed> pieces = unordered.stream().sorted(ORDER).toList();
        int total = pieces.stream().mapToInt(piece -> offsets(piece).length).sum();
        ChunkMerge all = new ChunkMerge(total, pieces);
        int n = 0;
        for (int p = 0; p < pieces.size(); p++) {
            Landed piece = pieces.get(p);
            int length = offsets(piece).length;
            System.arraycopy(offsets(piece), 0, all.offsets, n, length);
            System.arraycopy(Objects.requireNonNull(piece.getValues()), 0, all.values, n, length);
            Arrays.fill(all.owners, n, n + length, p);
            for (int i = 0; i < length; i++) {
                all.known[n + i] = piece.knownMs(i);
            }
            n += length;
        }
        return all.isStrictlyIncreasing() ? new Outcome(all, new ChunkMerge(0, pieces)) : all.outcome();
    }

    /** Late slots after on-time ones, then by what a piece says of itself; never by where it came from. */
    private static final Comparator<Landed> ORDER = Comparator.comparingLong(Landed::getSlot)
            .thenComparing(Landed::getSource)
            .thenComparing(Landed::isEarlier, Comparator.reverseOrder());

    private static int[] offsets(Landed piece) {
        return Objects.requireNonNull(piece.getOffsets());
    }

    private boolean isStrictlyIncreasing() {
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] <= offsets[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private Outcome outcome() {
        Integer[] order = new Integer[offsets.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, this::compare);
        int kept = 0;
        int away = 0;
        int[] first = new int[order.length];
        int[] others = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || offsets[order[i]] != offsets[order[i - 1]]) {
                first[kept++] = order[i];
            } else {
                others[away++] = order[i];
            }
        }
        return new Outcome(chosen(first, kept), chosen(others, away));
    }

    private ChunkMerge chosen(int[] which, int n) {
        ChunkMerge chosen = new ChunkMerge(n, pieces);
        for (int i = 0; i < n; i++) {
            chosen.offsets[i] = offsets[which[i]];
            chosen.values[i] = values[which[i]];
            chosen.known[i] = known[which[i]];
            chosen.owners[i] = owners[which[i]];
        }
        return chosen;
    }

    private int compare(int a, int b) {
        if (offsets[a] != offsets[b]) {
            return Integer.compare(offsets[a], offsets[b]);
        }
        if (known[a] != known[b]) {
            return Long.compare(known[a], known[b]);
        }
        int byValue = Double.compare(values[a], values[b]);
        return byValue != 0 ? byValue : ORDER.compare(pieces.get(owners[a]), pieces.get(owners[b]));
    }

    /** Number of readings that came with each piece. */
    long[] byPiece() {
        long[] readings = new long[pieces.size()];
        for (int owner : owners) {
            readings[owner]++;
        }
        return readings;
    }

    int size() {
        return offsets.length;
    }

    boolean isOnTime(int i) {
        return pieces.get(owners[i]).getSlot() == TimeGrid.ON_TIME;
    }
}

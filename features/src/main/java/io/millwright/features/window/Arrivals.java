package io.millwright.features.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** When the readings of one machine, of all sensors together, were made and became known. */
final class Arrivals {

    private final long tileMs;
    private final long[] tilesInTime;
    private final List<KnownTile> late = new ArrayList<>();
    private final long[] knownMs;
    private final long[] firstReadingMs;

    Arrivals(Collection<List<KnownTile>> pieces, long tileMs) {
        this.tileMs = tileMs;
        List<KnownTile> all = new ArrayList<>();
        pieces.forEach(all::addAll);
        all.sort(Comparator.comparingLong(KnownTile::knownMs));
        this.tilesInTime = all.stream()
                .filter(piece -> piece.knownMs() <= (piece.tile().index() + 1) * tileMs)
                .mapToLong(piece -> piece.tile().index())
                .sorted()
                .distinct()
                .toArray();
        all.stream()
                .filter(piece -> piece.knownMs() > (piece.tile().index() + 1) * tileMs)
                .forEach(late::add);
        this.knownMs = all.stream().mapToLong(KnownTile::knownMs).toArray();
        this.firstReadingMs = new long[knownMs.length];
        long first = Long.MAX_VALUE;
        for (int i = 0; i < firstReadingMs.length; i++) {
            first = Math.min(first, all.get(i).tile().moments().firstMs());
            firstReadingMs[i] = first;
        }
    }

    /** Whether a reading of a finished tile that starts in {@code [fromMs, asOfMs)} was known at {@code asOfMs}. */
    boolean anyKnown(long fromMs, long asOfMs) {
        int at = Arrays.binarySearch(tilesInTime, -Math.floorDiv(-fromMs, tileMs));
        int first = at >= 0 ? at : -at - 1;
        if (first < tilesInTime.length && (tilesInTime[first] + 1) * tileMs <= asOfMs) {
            return true;
        }
        return late.stream()
                .anyMatch(piece -> piece.knownMs() <= asOfMs && piece.tile().index() * tileMs >= fromMs);
    }

    /** The earliest reading known at a moment; {@code Long.MAX_VALUE} where none was. */
    long firstReadingMs(long knownByMs) {
        int low = 0;
        int high = knownMs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (knownMs[middle] <= knownByMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Long.MAX_VALUE : firstReadingMs[low - 1];
    }

    boolean isEmpty() {
        return knownMs.length == 0;
    }

    /** When the first reading became known. */
    long firstKnownMs() {
        return knownMs[0];
    }

    /** End of the last tile with a reading, or the last arrival where that is later. */
    long lastTileEndMs() {
        long last = tilesInTime.length == 0 ? Long.MIN_VALUE : (tilesInTime[tilesInTime.length - 1] + 1) * tileMs;
        for (KnownTile piece : late) {
            last = Math.max(last, piece.knownMs());
        }
        return last;
    }
}

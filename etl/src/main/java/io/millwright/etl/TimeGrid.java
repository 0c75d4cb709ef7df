package io.millwright.etl;

import io.millwright.lake.config.FeatureSpec;
import java.io.Serializable;
import java.time.Duration;

/**
 * Chunks and tiles of the time axis, aligned to the epoch. A chunk is the whole number of tiles nearest below the configured
 * length whose milliseconds fit an int, which is what {@code offset_ms} holds (24 days).
 *
 * @param chunkMs length of a chunk
 * @param tileMs length of a tile
 */
record TimeGrid(long chunkMs, long tileMs) implements Serializable {

    /** The slot of readings that were known by the end of their own tile. */
    static final long ON_TIME = Long.MIN_VALUE;

    private static final long LONGEST_MS = Duration.ofDays(24).toMillis();

    static TimeGrid of(FeatureSpec features) {
        long tile = features.tile().toMillis();
        long chunk = Math.min(features.chunk().toMillis(), Math.max(tile, LONGEST_MS / tile * tile));
        return new TimeGrid(chunk, tile);
    }

    long chunkStart(long eventMs) {
        return Math.floorDiv(eventMs, chunkMs) * chunkMs;
    }

    long tileEnd(long eventMs) {
        return (Math.floorDiv(eventMs, tileMs) + 1) * tileMs;
    }

    /** When a reading counts as known: {@link #ON_TIME}, else its known time rounded up to the tile grid. */
    long slot(long eventMs, long knownMs) {
        return knownMs <= tileEnd(eventMs) ? ON_TIME : -Math.floorDiv(-knownMs, tileMs) * tileMs;
    }

    /** What the slot leaves out of a known time: on time, milliseconds from the reading to it; late, from it to the slot. */
    static int arrival(long slot, long eventMs, long knownMs) {
        return (int) (slot == ON_TIME ? knownMs - eventMs : slot - knownMs);
    }

    /** The known time again, to the millisecond. */
    static long knownMs(long slot, long eventMs, int arrival) {
        return slot == ON_TIME ? eventMs + arrival : slot - arrival;
    }
}

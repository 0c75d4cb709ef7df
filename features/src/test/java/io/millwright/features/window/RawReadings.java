package io.millwright.features.window;

import io.millwright.features.tile.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Readings of one sensor with arrival times, and the naive window over them. */
final class RawReadings {

    static final long TILE_MS = 3_600_000;
    private static final long CHUNK_MS = 24 * TILE_MS;

    /** One reading. */
    record Reading(long timeMs, long knownMs, double value) {
        long tileEndMs() {
            return (timeMs / TILE_MS + 1) * TILE_MS;
        }

        boolean isLate() {
            return knownMs > tileEndMs();
        }
    }

    private final List<Reading> readings;

    RawReadings(List<Reading> readings) {
        this.readings = readings;
    }

    /** One reading about every ten minutes for some hours; some missing, some NaN, some late. */
    static RawReadings random(long seed, int hours, double level) {
        Random random = new Random(seed);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < hours * 6; i++) {
            long time = i * 600_000L + random.nextInt(500_000);
            boolean gap = (i / 40) % 5 == 3;
            double value = random.nextInt(20) == 0 ? Double.NaN : level + random.nextGaussian();
            long delay = random.nextInt(10) == 0 ? random.nextInt(20 * 3_600_000) : 0;
            if (!gap) {
                readings.add(new Reading(time, time + delay, value));
            }
        }
        return new RawReadings(readings);
    }

    List<Reading> all() {
        return readings;
    }

    RawReadings with(Reading more) {
        List<Reading> all = new ArrayList<>(readings);
        all.add(more);
        all.sort(java.util.Comparator.comparingLong(Reading::timeMs));
        return new RawReadings(all);
    }

    /** The same until a moment; what is made or known at or after it is garbage. */
    RawReadings garbledFrom(long ms) {
        return new RawReadings(readings.stream()
                .map(reading -> reading.timeMs() >= ms || (reading.isLate() && reading.knownMs() > ms)
                        ? new Reading(reading.timeMs(), reading.knownMs(), reading.value() * 1000 + 17)
                        : reading)
                .toList());
    }

    /** Only what was made and known before a moment. */
    RawReadings before(long ms) {
        return new RawReadings(readings.stream()
                .filter(reading -> reading.timeMs() < ms && (!reading.isLate() || reading.knownMs() <= ms))
                .toList());
    }

    /** Tiles as the lake would hold them: one piece in time, late pieces by the slot in which they were known. */
    List<KnownTile> tiles(Tile.Quantiles quantiles) {
        List<KnownTile> tiles = new ArrayList<>();
        TreeMap<Long, TreeMap<Long, List<Reading>>> pieces = new TreeMap<>();
        for (Reading reading : readings) {
            long slot = reading.isLate() ? -Math.floorDiv(-reading.knownMs(), TILE_MS) * TILE_MS : Long.MIN_VALUE;
            pieces.computeIfAbsent(slot, any -> new TreeMap<>())
                    .computeIfAbsent(reading.timeMs() / CHUNK_MS * CHUNK_MS, any -> new ArrayList<>())
                    .add(reading);
        }
        pieces.forEach((slot, chunks) -> chunks.forEach((start, piece) -> {
            int[] offsets = piece.stream()
                    .mapToInt(reading -> (int) (reading.timeMs() - start))
                    .toArray();
            double[] values = piece.stream().mapToDouble(Reading::value).toArray();
            for (Tile tile : Tile.cut(start, offsets, values, TILE_MS, quantiles)) {
                tiles.add(new KnownTile(tile, slot == Long.MIN_VALUE ? (tile.index() + 1) * TILE_MS : slot));
            }
        }));
        return tiles;
    }

    /** The naive window: usable readings in {@code [from, to)} that were known in time. */
    List<Reading> window(long fromMs, long toMs, long knownByMs) {
        return readings.stream()
                .filter(reading -> Double.isFinite(reading.value()))
                .filter(reading -> reading.timeMs() >= fromMs && reading.timeMs() < toMs)
                .filter(reading ->
                        !reading.isLate() || -Math.floorDiv(-reading.knownMs(), TILE_MS) * TILE_MS <= knownByMs)
                .toList();
    }
}

package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pieces to rows of {@code series}, and findings: one pass over each machine's sensor, chunk by chunk in order of time. The
 * input is partitioned by machine and sensor and sorted by machine, sensor, what it is and
 * chunk, so that nothing stands between the pieces of a chunk; other landed rows pass through.
 */
final class Settling implements Serializable {

    private final TimeGrid grid;
    private final Map<String, SensorProfile> sensors;
    private final long takenFromMs;
    private final long takenToMs;

    /** Settles what an ingest of these arrivals brings; earlier readings that were known in them make room. */
    Settling(PipelineConfig config, Optional<Interval> arrivals) {
        this.takenFromMs = arrivals.map(taken -> taken.from().toEpochMilli()).orElse(0L);
        this.takenToMs = arrivals.map(taken -> taken.to().toEpochMilli()).orElse(0L);
        this.grid = TimeGrid.of(config.features());
        this.sensors = new HashMap<>();
        for (SensorSpec sensor : config.sensors()) {
            sensors.put(sensor.name(), SensorProfile.of(sensor));
        }
    }

    Iterator<Settled> settle(Iterator<Landed> landed) {
        return new Pass(landed);
    }

    private final class Pass implements Iterator<Settled> {
        private final Iterator<Landed> landed;
        private final Deque<Settled> ready = new ArrayDeque<>();
        private @Nullable Landed ahead;
        private @Nullable SensorWatch watch;
        private String equipmentId = "";
        private String sensor = "";
        private final Map<String, Tally> tallies = new TreeMap<>();

        Pass(Iterator<Landed> landed) {
            this.landed = landed;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && (ahead != null || landed.hasNext())) {
                step();
            }
            if (ready.isEmpty()) {
                finish();
                tallies.forEach((source, tally) -> {
                    ready.add(tally.count(source));
                    ready.add(tally.earlierCount(source));
                });
                tallies.clear();
            }
            return !ready.isEmpty();
        }

        @Override
        public Settled next() {
            if (!hasNext()) {
                throw new NoSuchElementException("nothing more settled");
            }
            return ready.removeFirst();
        }

        private void step() {
            Landed first = ahead == null ? landed.next() : ahead;
            ahead = null;
            if (first.getWhat() == Landed.COUNT) {
                ready.add(Settled.count(first.getSource(), first.getRowsIn(), 0, 0));
            } else if (first.getWhat() == Landed.REJECTED) {
                ready.add(Settled.rejected(first));
            } else {
                chunk(first);
            }
        }

        private void chunk(Landed first) {
            List<Landed> pieces = new ArrayList<>(List.of(first));
            while (landed.hasNext()) {
                Landed next = landed.next();
                if (!isSameChunk(first, next)) {
                    ahead = next;
                    break;
                }
                pieces.add(next);
            }
            pieces.replaceAll(this::withRoom);
            pieces.removeIf(piece -> Objects.requireNonNull(piece.getOffsets()).length == 0);
            if (!pieces.isEmpty()) {
                enter(Objects.requireNonNull(first.getEquipmentId()), Objects.requireNonNull(first.getSensor()));
                settle(ChunkMerge.of(pieces), first.getChunkStart());
            }
        }

        /** An earlier piece without what this ingest brings anew, or has found to be no more. */
        private Landed withRoom(Landed piece) {
            Landed rest = piece.isEarlier() ? piece.knownOutside(takenFromMs, takenToMs) : piece;
            if (!piece.isEarlier() || rest != piece) {
                tally(piece).changes(piece.getChunkStart());
            }
            return rest;
        }

        private Tally tally(Landed piece) {
            return tallies.computeIfAbsent(piece.getSource(), ignored -> new Tally());
        }

        private boolean isSameChunk(Landed a, Landed b) {
            return b.getWhat() == Landed.PIECE
                    && a.getChunkStart() == b.getChunkStart()
                    && Objects.equals(a.getSensor(), b.getSensor())
                    && Objects.equals(a.getEquipmentId(), b.getEquipmentId());
        }

        private void enter(String nextEquipment, String nextSensor) {
            if (watch == null || !nextSensor.equals(sensor) || !nextEquipment.equals(equipmentId)) {
                finish();
                equipmentId = nextEquipment;
                sensor = nextSensor;
                watch = new SensorWatch(profile(nextSensor));
            }
        }

        private SensorProfile profile(String name) {
            SensorProfile profile = sensors.get(name);
            if (profile == null) {
                throw new IllegalStateException("the sensor " + name + " passed the door undeclared");
            }
            return profile;
        }

        private void finish() {
            if (watch != null) {
                for (Finding finding : watch.findings()) {
                    ready.add(Settled.finding(equipmentId, finding));
                }
                watch = null;
            }
        }

        private void settle(ChunkMerge.Outcome chunk, long chunkStart) {
            ChunkMerge stay = chunk.stay();
            double[] clean = Objects.requireNonNull(watch).judge(stay, chunkStart);
            rows(stay).forEach((key, members) -> ready.add(series(key, stay, members.toArray(), clean, chunkStart)));
            ChunkMerge merged = chunk.merged();
            rows(merged)
                    .forEach((key, members) ->
                            ready.add(row(Settled.MERGED, key, merged, members.toArray(), chunkStart)));
            count(stay, merged);
        }

        private Map<RowKey, IntBuffer> rows(ChunkMerge chunk) {
            Map<RowKey, IntBuffer> rows = new TreeMap<>();
            for (int i = 0; i < chunk.size(); i++) {
                Landed piece = chunk.pieces.get(chunk.owners[i]);
                rows.computeIfAbsent(
                                new RowKey(piece.getSlot(), piece.getSource()), ignored -> new IntBuffer(chunk.size()))
                        .add(i);
            }
            return rows;
        }

        /** Both sides are of the same pieces. */
        private void count(ChunkMerge stay, ChunkMerge merged) {
            long[] clean = stay.byPiece();
            long[] away = merged.byPiece();
            for (int p = 0; p < clean.length; p++) {
                Landed piece = stay.pieces.get(p);
                tally(piece).add(piece.isEarlier(), clean[p], away[p]);
            }
        }

        private Settled series(RowKey key, ChunkMerge chunk, int[] members, double[] clean, long chunkStart) {
            Settled row = row(Settled.SERIES, key, chunk, members, chunkStart);
            int[] offsets = Objects.requireNonNull(row.getOffsets());
            double[] values = Objects.requireNonNull(row.getValues());
            double[] judged = Arrays.stream(members).mapToDouble(i -> clean[i]).toArray();
            row.setClean(Arrays.equals(values, judged) ? null : judged);
            ChunkSummary.describe(
                    row, offsets, values, grid.chunkMs(), profile(sensor).periodMs());
            return row;
        }

        private Settled row(int what, RowKey key, ChunkMerge chunk, int[] members, long chunkStart) {
            Settled row = Settled.readings(what, key.source(), equipmentId, sensor, chunkStart);
            boolean onTime = key.slot() == TimeGrid.ON_TIME;
            row.setLate(!onTime);
            row.setKnownMs(onTime ? chunkStart + grid.chunkMs() : key.slot());
            row.setOffsets(Arrays.stream(members).map(i -> chunk.offsets[i]).toArray());
            row.setValues(
                    Arrays.stream(members).mapToDouble(i -> chunk.values[i]).toArray());
            int[] arrivals = Arrays.stream(members)
                    .map(i -> TimeGrid.arrival(key.slot(), chunkStart + chunk.offsets[i], chunk.known[i]))
                    .toArray();
            row.setArrivals(PieceBuilder.packed(arrivals, arrivals.length));
            return row;
        }
    }

    private record RowKey(long slot, String source) implements Comparable<RowKey> {
        @Override
        public int compareTo(RowKey other) {
            int bySlot = Long.compare(slot, other.slot);
            return bySlot != 0 ? bySlot : source.compareTo(other.source);
        }
    }

    private static final class Tally {
        long clean;
        long merged;
        long earlierClean;
        long earlierMerged;
        long firstChunk = Settled.NO_CHUNK;

        void add(boolean isEarlier, long cleanReadings, long mergedReadings) {
            if (isEarlier) {
                earlierClean += cleanReadings;
                earlierMerged += mergedReadings;
            } else {
                clean += cleanReadings;
                merged += mergedReadings;
            }
        }

        void changes(long chunkStart) {
            firstChunk = Math.min(firstChunk, chunkStart);
        }

        Settled count(String source) {
            Settled count = Settled.count(source, 0, clean, merged);
            count.setChunkStart(firstChunk);
            return count;
        }

        Settled earlierCount(String source) {
            Settled count = Settled.count(source, earlierClean + earlierMerged, earlierClean, earlierMerged);
            count.setWhat(Settled.EARLIER_COUNT);
            return count;
        }
    }

    private static final class IntBuffer {
        private final int[] items;
        private int n;

        IntBuffer(int room) {
            this.items = new int[room];
        }

        void add(int item) {
            items[n++] = item;
        }

        int[] toArray() {
            return Arrays.copyOf(items, n);
        }
    }
}

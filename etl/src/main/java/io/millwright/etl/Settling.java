package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import java.io.Serializable;
import java.time.Duration;
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
 * chunk, so that nothing stands between the pieces of a chunk, and a sensor's states come before its pieces; other landed rows
 * pass through. Where there are states, settling goes on from the newest.
 */
final class Settling implements Serializable {

    /** States are kept at the borders of so long a time, and the newest of them. */
    private static final long KEPT_EVERY_MS = Duration.ofDays(4).toMillis();

    private static final int KEPT = 3;

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

    /** What states it can go on from. */
    String signature() {
        return SensorState.signature(grid, sensors);
    }

    Iterator<Settled> settle(Iterator<Landed> landed) {
        return new Pass(landed);
    }

    private final class Pass implements Iterator<Settled> {
        private final Iterator<Landed> landed;
        private final Deque<Settled> ready = new ArrayDeque<>();
        private @Nullable Landed ahead;
        private String equipmentId = "";
        private String sensor = "";
        private final Deque<Settled> kept = new ArrayDeque<>();
        /** Null as long as nothing of the sensor was settled here. */
        private @Nullable SensorState state;

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
            } else if (first.getWhat() == Landed.STATE) {
                enter(first);
                kept.add(Settled.state(
                        equipmentId, sensor, first.getChunkStart(), Objects.requireNonNull(first.getState())));
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
                enter(first);
                settle(ChunkMerge.of(pieces), first.getChunkStart());
            }
        }

        /** An earlier piece without what this ingest brings anew, or has found to be no more. */
        private Landed withRoom(Landed piece) {
            Landed rest = piece.isEarlier() ? piece.knownOutside(takenFromMs, takenToMs) : piece;
            if (!piece.isEarlier() || rest != piece) {
                tally(piece.getSource()).changes(piece.getChunkStart());
            }
            return rest;
        }

        private Tally tally(String source) {
            return tallies.computeIfAbsent(source, ignored -> new Tally());
        }

        private boolean isSameChunk(Landed a, Landed b) {
            return b.getWhat() == Landed.PIECE
                    && a.getChunkStart() == b.getChunkStart()
                    && Objects.equals(a.getSensor(), b.getSensor())
                    && Objects.equals(a.getEquipmentId(), b.getEquipmentId());
        }

        private void enter(Landed next) {
            String nextEquipment = Objects.requireNonNull(next.getEquipmentId());
            String nextSensor = Objects.requireNonNull(next.getSensor());
            if (!nextSensor.equals(sensor) || !nextEquipment.equals(equipmentId)) {
                finish();
                equipmentId = nextEquipment;
                sensor = nextSensor;
            }
        }

        /** That of the readings so far; at first the newest of earlier ingests. */
        private SensorState state() {
            SensorState now = state;
            if (now == null) {
                now = kept.isEmpty()
                        ? new SensorState(profile(sensor))
                        : SensorState.of(Objects.requireNonNull(kept.getLast().getState()), profile(sensor));
                now.counts((source, clean, merged) -> tally(source).add(true, clean, merged));
                state = now;
            }
            return now;
        }

        private SensorProfile profile(String name) {
            SensorProfile profile = sensors.get(name);
            if (profile == null) {
                throw new IllegalStateException("the sensor " + name + " passed the door undeclared");
            }
            return profile;
        }

        private void finish() {
            if (state != null || !kept.isEmpty()) {
                SensorState last = state();
                ready.addAll(kept);
                if (!isNewestKept(last)) {
                    ready.add(snapshot(last));
                }
                for (Finding finding : last.watch().findings()) {
                    ready.add(Settled.finding(equipmentId, finding));
                }
            }
            kept.clear();
            state = null;
        }

        private Settled snapshot(SensorState now) {
            return Settled.state(equipmentId, sensor, now.nextChunk(), now.bytes());
        }

        private boolean isNewestKept(SensorState now) {
            return !kept.isEmpty() && kept.getLast().getChunkStart() == now.nextChunk();
        }

        /** Keeps the state the next chunk finds where it is the first of its stretch, and forgets one that only was the last of an ingest. */
        private void keep(SensorState now, long chunkStart) {
            if (now.isEmpty()) {
                return;
            }
            boolean isBorder = Math.floorDiv(now.nextChunk() - grid.chunkMs(), KEPT_EVERY_MS)
                    != Math.floorDiv(chunkStart, KEPT_EVERY_MS);
            if (isBorder && !isNewestKept(now)) {
                kept.add(snapshot(now));
            } else if (!isBorder && isNewestKept(now)) {
                kept.removeLast();
            }
            while (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }

        private void settle(ChunkMerge.Outcome chunk, long chunkStart) {
            SensorState now = state();
            keep(now, chunkStart);
            ChunkMerge stay = chunk.stay();
            double[] clean = now.watch().judge(stay, chunkStart);
            now.seen(chunkStart + grid.chunkMs());
            rows(stay).forEach((key, members) -> ready.add(series(key, stay, members.toArray(), clean, chunkStart)));
            ChunkMerge merged = chunk.merged();
            rows(merged)
                    .forEach((key, members) ->
                            ready.add(row(Settled.MERGED, key, merged, members.toArray(), chunkStart)));
            count(now, stay, merged);
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
        private void count(SensorState now, ChunkMerge stay, ChunkMerge merged) {
            long[] clean = stay.byPiece();
            long[] away = merged.byPiece();
            for (int p = 0; p < clean.length; p++) {
                Landed piece = stay.pieces.get(p);
                tally(piece.getSource()).add(piece.isEarlier(), clean[p], away[p]);
                now.count(piece.getSource(), clean[p], away[p]);
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

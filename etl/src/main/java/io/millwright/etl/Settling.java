package io.millwright.etl;

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

    Settling(PipelineConfig config) {
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
                tallies.forEach((source, tally) -> ready.add(Settled.count(source, 0, tally.clean, tally.merged)));
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
            enter(Objects.requireNonNull(first.getEquipmentId()), Objects.requireNonNull(first.getSensor()));
            settle(ChunkMerge.of(pieces), first.getChunkStart());
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

        private void settle(ChunkMerge chunk, long chunkStart) {
            double[] clean = Objects.requireNonNull(watch).judge(chunk, chunkStart);
            count(chunk);
            Map<RowKey, IntBuffer> rows = new TreeMap<>();
            for (int i = 0; i < chunk.size(); i++) {
                Landed piece = chunk.pieces.get(chunk.owners[i]);
                rows.computeIfAbsent(
                                new RowKey(piece.getSlot(), piece.getSource()), ignored -> new IntBuffer(chunk.size()))
                        .add(i);
            }
            rows.forEach((key, members) -> ready.add(row(key, chunk, members.toArray(), clean, chunkStart)));
        }

        /** Readings that stay and readings merged away, of the pieces this ingest brought. */
        private void count(ChunkMerge chunk) {
            long[] kept = new long[chunk.pieces.size()];
            for (int owner : chunk.owners) {
                kept[owner]++;
            }
            for (int p = 0; p < kept.length; p++) {
                Landed piece = chunk.pieces.get(p);
                if (!piece.isEarlier()) {
                    Tally tally = tallies.computeIfAbsent(piece.getSource(), ignored -> new Tally());
                    tally.clean += kept[p];
                    tally.merged += Objects.requireNonNull(piece.getOffsets()).length - kept[p];
                }
            }
        }

        private Settled row(RowKey key, ChunkMerge chunk, int[] members, double[] clean, long chunkStart) {
            Settled row = Settled.series(key.source(), equipmentId, sensor, chunkStart);
            boolean onTime = key.slot() == TimeGrid.ON_TIME;
            row.setLate(!onTime);
            row.setKnownMs(onTime ? chunkStart + grid.chunkMs() : key.slot());
            int[] offsets = Arrays.stream(members).map(i -> chunk.offsets[i]).toArray();
            double[] values =
                    Arrays.stream(members).mapToDouble(i -> chunk.values[i]).toArray();
            double[] judged = Arrays.stream(members).mapToDouble(i -> clean[i]).toArray();
            row.setOffsets(offsets);
            row.setValues(values);
            row.setClean(Arrays.equals(values, judged) ? null : judged);
            ChunkSummary.describe(
                    row, offsets, values, grid.chunkMs(), profile(sensor).periodMs());
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

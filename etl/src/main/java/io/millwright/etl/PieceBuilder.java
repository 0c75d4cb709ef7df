package io.millwright.etl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers readings into pieces by machine, sensor, chunk and slot, in growable primitive arrays. Readings come record by
 * record, so the last machine, chunk and slot are remembered and most readings need no look-up.
 */
final class PieceBuilder {

    private final String source;
    private final List<ReadingsPlan.Channel> channels;
    private final TimeGrid grid;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private @Nullable Machine machine;
    private Growing @Nullable [] open;
    private long openChunk;
    private long openSlot;
    private int offset;
    private int arrival;
    private long size;

    PieceBuilder(ReadingsPlan plan) {
        this.source = plan.source;
        this.channels = plan.channels;
        this.grid = plan.grid;
    }

    private record ChunkSlot(long chunkStart, long slot) {}

    private static final class Machine {
        final String id;
        final Map<ChunkSlot, Growing[]> pieces = new LinkedHashMap<>();

        Machine(String id) {
            this.id = id;
        }
    }

    private static final class Growing {
        int[] offsets = new int[16];
        double[] values = new double[16];
        int[] arrivals = new int[16];
        int n;

        void add(int offset, double value, int arrival) {
            if (n == offsets.length) {
                offsets = Arrays.copyOf(offsets, n * 2);
                values = Arrays.copyOf(values, n * 2);
                arrivals = Arrays.copyOf(arrivals, n * 2);
            }
            offsets[n] = offset;
            values[n] = value;
            arrivals[n] = arrival;
            n++;
        }
    }

    /** The readings that follow are of this machine and these times. */
    void at(String equipmentId, long eventMs, long knownMs) {
        long chunkStart = grid.chunkStart(eventMs);
        long slot = grid.slot(eventMs, knownMs);
        Machine current = machine;
        if (current == null || !current.id.equals(equipmentId)) {
            current = machines.computeIfAbsent(equipmentId, Machine::new);
            machine = current;
            open = null;
        }
        if (open == null || openChunk != chunkStart || openSlot != slot) {
            open = current.pieces.computeIfAbsent(
                    new ChunkSlot(chunkStart, slot), ignored -> new Growing[channels.size()]);
            openChunk = chunkStart;
            openSlot = slot;
        }
        offset = (int) (eventMs - chunkStart);
        arrival = TimeGrid.arrival(slot, eventMs, knownMs);
    }

    void add(int channel, double value) {
        if (open == null) {
            throw new IllegalStateException("at() comes before add()");
        }
        Growing growing = open[channel];
        if (growing == null) {
            growing = new Growing();
            open[channel] = growing;
        }
        growing.add(offset, value, arrival);
        size++;
    }

    /** Number of readings gathered. */
    long size() {
        return size;
    }

    /** Hands over all pieces and starts anew. */
    List<Landed> drain() {
        List<Landed> pieces = new ArrayList<>();
        for (Machine each : machines.values()) {
            each.pieces.forEach((key, growing) -> addPieces(pieces, each.id, key, growing));
        }
        machines.clear();
        machine = null;
        open = null;
        size = 0;
        return pieces;
    }

    /** One number for all where it is the same. */
    static int[] packed(int[] arrivals, int n) {
        for (int i = 1; i < n; i++) {
            if (arrivals[i] != arrivals[0]) {
                return Arrays.copyOf(arrivals, n);
            }
        }
        return Arrays.copyOf(arrivals, Math.min(n, 1));
    }

    private void addPieces(List<Landed> pieces, String id, ChunkSlot key, Growing[] bySensor) {
        for (int i = 0; i < bySensor.length; i++) {
            Growing growing = bySensor[i];
            if (growing != null) {
                pieces.add(Landed.piece(
                        source,
                        id,
                        channels.get(i).sensor(),
                        key.chunkStart(),
                        key.slot(),
                        Arrays.copyOf(growing.offsets, growing.n),
                        Arrays.copyOf(growing.values, growing.n),
                        packed(growing.arrivals, growing.n)));
            }
        }
    }
}

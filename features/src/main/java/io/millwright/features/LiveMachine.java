package io.millwright.features;

import io.millwright.features.context.MachineLog;
import io.millwright.features.regime.MachineRegimes;
import io.millwright.features.text.NoteReader;
import io.millwright.features.text.WrittenNote;
import io.millwright.features.tile.Tile;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.WaveformFeatures.Burst;
import io.millwright.features.window.KnownTile;
import io.millwright.features.window.MachineFeatures;
import io.millwright.lake.BurstEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The features of one machine from its own chunks and records, without Spark: for an endpoint, or a device beside the machine. It
 * computes by the code of the feature job, bit for bit. What it is given has to reach back as far as the longest window and, where the
 * pipeline's baseline is a machine's start, to that. Comparisons with peers and roll-ups need what the others were at the same moment, a
 * {@link FleetSummary}. Not for use by several threads at once.
 */
public final class LiveMachine {

    private static final Comparator<SeriesChunk> ORDER = Comparator.comparing(SeriesChunk::getSensor)
            .thenComparingLong(SeriesChunk::getChunkStartMs)
            .thenComparingLong(SeriesChunk::getKnownMs)
            .thenComparing(SeriesChunk::getSource);

    private final LivePlan plan;
    private final String equipmentId;
    private final MachineLog log;
    private final BurstAnalyser analyser;
    private final @Nullable NoteReader reader;
    private final List<SeriesChunk> chunks = new ArrayList<>();
    private final Map<String, List<Burst>> bursts = new HashMap<>();
    private final List<WrittenNote> notes = new ArrayList<>();

    /** @param log what is recorded of the machine, in any order; records of the future may be among it and do not count */
    public LiveMachine(LivePlan plan, String equipmentId, MachineLog log) {
        this.plan = plan;
        this.equipmentId = equipmentId;
        this.log = log;
        this.analyser = new BurstAnalyser(plan.bursts().plan());
        this.reader = plan.rows().noteReader();
    }

    /**
     * Readings of one sensor.
     *
     * @param startMs a whole number of chunks from the epoch
     * @param offsetMs after it, strictly increasing
     * @param value beside them, in the sensor's unit; NaN is kept out
     * @param knownMs when they arrived; {@code Long.MIN_VALUE} for in time
     * @param source the landing source, where several deliver one sensor
     */
    public void chunk(String sensor, long startMs, int[] offsetMs, double[] value, long knownMs, String source) {
        SeriesChunk chunk = new SeriesChunk();
        chunk.setEquipmentId(equipmentId);
        chunk.setSensor(sensor);
        chunk.setChunkStartMs(startMs);
        chunk.setOffsetMs(offsetMs);
        chunk.setValue(value);
        chunk.setLate(knownMs != Long.MIN_VALUE);
        chunk.setKnownMs(knownMs);
        chunk.setSource(source);
        chunks.add(chunk);
    }

    /**
     * A vibration burst.
     *
     * @param knownMs when it arrived; it counts from its last sample on at the earliest
     * @param samples evenly spaced, in the sensor's unit
     */
    public void burst(String sensor, long startMs, long knownMs, double samplingHz, float[] samples) {
        bursts.computeIfAbsent(sensor, any -> new ArrayList<>())
                .add(new Burst(
                        startMs,
                        Math.max(knownMs, BurstEnd.ms(startMs, samples.length, samplingHz)),
                        plan.bursts().numbers(analyser, equipmentId, sensor, samplingHz, samples)));
    }

    /** A technician's note. */
    public void note(WrittenNote note) {
        notes.add(note);
    }

    /**
     * Feature to value, in the order of the feature groups; NaN where one cannot be computed. Empty where the machine has no row at
     * the moment: nothing of it was known, or it has been silent too long. Cost: all chunks are cut anew.
     *
     * @param asOf a whole number of tiles from the epoch
     */
    public Optional<Map<String, Double>> row(Instant asOf) {
        long asOfMs = asOf.toEpochMilli();
        if (asOfMs % plan.cutting().tileMs() != 0) {
            throw new IllegalArgumentException(
                    asOf + " is no whole number of tiles of " + plan.cutting().tileMs() + " ms from the epoch");
        }
        MachineRows.Known known = new MachineRows.Known(equipmentId, tiles(), log, bursts, notes);
        MachineFeatures machine = plan.rows().machine(known);
        if (!machine.observedAt(asOfMs)) {
            return Optional.empty();
        }
        double[] value = plan.rows()
                .rows(known, machine, new long[] {asOfMs}, reader)
                .get(0)
                .value();
        Map<String, Double> row = new LinkedHashMap<>();
        for (int i = 0; i < value.length; i++) {
            row.put(plan.columns().get(i), value[i]);
        }
        return Optional.of(Collections.unmodifiableMap(row));
    }

    /**
     * The same with the comparisons and roll-ups behind, in the order of {@link LivePlan#fleetColumns}.
     *
     * @param fleet of the machines' rows at the same moment, the one of this machine among them
     */
    public Optional<Map<String, Double>> row(Instant asOf, FleetSummary fleet) {
        return row(asOf).map(alone -> {
            Map<String, Double> row = new LinkedHashMap<>(alone);
            double[] among = fleet.row(plan, equipmentId, plan.values(alone));
            for (int i = 0; i < among.length; i++) {
                row.put(plan.fleetColumns().get(i), among[i]);
            }
            return Collections.unmodifiableMap(row);
        });
    }

    private Map<String, List<KnownTile>> tiles() {
        List<SeriesChunk> sorted = chunks.stream().sorted(ORDER).toList();
        MachineRegimes regimes = plan.cutting().regimes(sorted);
        Map<String, List<KnownTile>> tiles = new HashMap<>();
        for (SeriesChunk chunk : sorted) {
            List<KnownTile> ofSensor = tiles.computeIfAbsent(chunk.getSensor(), any -> new ArrayList<>());
            for (Tile tile : plan.cutting().cut(chunk, regimes)) {
                ofSensor.add(KnownTile.of(tile, plan.cutting().tileMs(), chunk.isLate(), chunk.getKnownMs()));
            }
        }
        return tiles;
    }
}

package io.millwright.features;

import io.millwright.features.context.MachineLog;
import io.millwright.features.regime.MachineRegimes;
import io.millwright.features.text.NoteReader;
import io.millwright.features.text.WrittenNote;
import io.millwright.features.tile.Tile;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.MeasuredSpeed;
import io.millwright.features.waveform.SpeedSensor;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The features of one machine from its own chunks and records, without Spark: for an endpoint, or a device beside the machine. It
 * computes by the code of the feature job, bit for bit. Comparisons with peers and roll-ups need what the others were at the same
 * moment, a {@link FleetSummary}. Not for use by several threads at once.
 *
 * <p>{@code sensor -> [chunk: times, values], [burst -> numbers], [note], MachineLog -> row: feature -> value}
 *
 * <p><b>What comes in</b> is what the tables of the lake hold: sensors by their names and in their units of the pipeline file, not of the
 * source; readings as ingestion left them, with NaN for what cleaning took out and behind the sensor's filter where it has one.
 * Nothing here converts, cleans or merges: a reading that is given twice counts twice. Times are milliseconds since the epoch, and one
 * hour a cycle where time is a cycle counter. Arrays are kept, not copied.
 *
 * <p><b>What the caller keeps.</b> Nothing is ever forgotten here; who wants to forget makes a new one and gives it what is still
 * needed: chunks and bursts as far back as the longest window, as a change's window and lag together, and as twice a trailing
 * baseline's length; where the baseline is the machine's start, those of the start as well; and all of its log and notes, which are few,
 * as time since the last one has no bound.
 *
 * <p><b>Cost.</b> Memory: 12 bytes a reading; of a burst only its numbers, as it is analysed when it is given (n log n of its samples); with
 * {@code features.shaft_speed_sensor} the samples of one that does not say its speed are kept, and it is analysed anew for each row.
 * A row takes time by all readings and notes that were given, as chunks are cut and notes are read anew for each; so give many
 * machines few days rather than one machine its life.
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
    /** Those that wait for the readings of their speed. */
    private final List<Given> untimed = new ArrayList<>();

    private final List<WrittenNote> notes = new ArrayList<>();

    /**
     * A machine of which nothing has been read yet.
     *
     * @param plan of the pipeline file and lake the model was trained on
     * @param equipmentId of the lake; of a machine that is not in it neither name plate nor rated range is known
     * @param log what is recorded of the machine, in any order; records of the future may be among it and do not count
     */
    public LiveMachine(LivePlan plan, String equipmentId, MachineLog log) {
        this.plan = plan;
        this.equipmentId = equipmentId;
        this.log = log;
        this.analyser = new BurstAnalyser(plan.bursts().plan());
        this.reader = plan.rows().noteReader();
    }

    /**
     * Readings of one sensor, in any order of chunks.
     *
     * @param sensor a name of the pipeline file
     * @param startMs a whole number of chunks ({@code features.chunk}) from the epoch
     * @param offsetMs after it, strictly increasing, below a chunk's length
     * @param value beside them and as many, in the sensor's unit; NaN is kept out
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
     * A vibration burst; what it shows of shaft and bearing goes by the name plate of the plan.
     *
     * @param sensor a name of the pipeline file
     * @param samplingHz positive
     * @param knownMs when it arrived; it counts from its last sample on at the earliest
     * @param samples evenly spaced, in the sensor's unit
     */
    public void burst(String sensor, long startMs, long knownMs, double samplingHz, float[] samples) {
        burst(sensor, startMs, knownMs, samplingHz, samples, Double.NaN);
    }

    /**
     * The same of a burst whose own record says how fast the shaft turned, which goes before a sensor of turns and the name plate.
     *
     * @param shaftSpeedHz turns a second, 0 where it stood; NaN where the record does not say
     */
    public void burst(
            String sensor, long startMs, long knownMs, double samplingHz, float[] samples, double shaftSpeedHz) {
        Given given = new Given(sensor, startMs, knownMs, samplingHz, samples, shaftSpeedHz);
        if (plan.bursts().speed() == null || !Double.isNaN(shaftSpeedHz)) {
            bursts.computeIfAbsent(sensor, any -> new ArrayList<>()).add(summary(given, List.of()));
        } else {
            untimed.add(given);
        }
    }

    /**
     * A burst as it was given.
     *
     * @param ownHz turns a second as its own record has them; NaN where it does not say
     */
    @SuppressWarnings("ArrayRecordComponent") // Never shared for writing.
    private record Given(
            String sensor, long startMs, long arrivedMs, double samplingHz, float[] samples, double ownHz) {
        long endMs() {
            return BurstEnd.ms(startMs, samples.length, samplingHz);
        }

        long knownMs() {
            return Math.max(arrivedMs, endMs());
        }

        /** @param speed null where no sensor tells it */
        double turnsHz(@Nullable SpeedSensor speed, List<SeriesChunk> turns) {
            return MeasuredSpeed.hz(
                    ownHz,
                    speed,
                    speed == null
                            ? Stream.empty()
                            : turns.stream().map(chunk -> speed.last(chunk.ofSpeed(), endMs(), knownMs())));
        }
    }

    /** @param turns chunks of the sensor that tells how fast the shaft turns */
    private Burst summary(Given burst, List<SeriesChunk> turns) {
        double speedHz = burst.turnsHz(plan.bursts().speed(), turns);
        return new Burst(
                burst.startMs(),
                burst.knownMs(),
                plan.bursts()
                        .numbers(analyser, equipmentId, burst.sensor(), burst.samplingHz(), burst.samples(), speedHz));
    }

    private Map<String, List<Burst>> bursts() {
        SpeedSensor speed = plan.bursts().speed();
        if (speed == null) {
            return bursts;
        }
        List<SeriesChunk> turns = chunks.stream()
                .filter(chunk -> chunk.getSensor().equals(speed.name()))
                .toList();
        Map<String, List<Burst>> timed = new HashMap<>();
        bursts.forEach((sensor, some) -> timed.put(sensor, new ArrayList<>(some)));
        for (Given burst : untimed) {
            timed.computeIfAbsent(burst.sensor(), any -> new ArrayList<>()).add(summary(burst, turns));
        }
        return timed;
    }

    /** A technician's note, one version of it at a time; without {@code features.text} it is passed over. */
    public void note(WrittenNote note) {
        notes.add(note);
    }

    /**
     * Feature to value, in the order of {@link LivePlan#columns}, in the units of the feature catalogue; NaN where one cannot be computed.
     * What happened at or after the moment, or was not known by it, does not count. Empty where the machine has no row at the moment:
     * nothing of it was known, or it has been silent too long. The map cannot be changed, and the order of calls does not matter.
     *
     * @param asOf a whole number of tiles from the epoch
     * @throws IllegalArgumentException where it is not
     */
    public Optional<Map<String, Double>> row(Instant asOf) {
        long asOfMs = asOf.toEpochMilli();
        if (asOfMs % plan.cutting().tileMs() != 0) {
            throw new IllegalArgumentException(
                    asOf + " is no whole number of tiles of " + plan.cutting().tileMs() + " ms from the epoch");
        }
        MachineRows.Known known = new MachineRows.Known(equipmentId, tiles(), log, bursts(), notes);
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
     * @throws IllegalArgumentException where its own is not among them
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

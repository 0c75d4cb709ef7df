package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.matrix.TrainingFrame;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.table.ScoredAnomalies;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/**
 * What is unusual at the moment the fleet is scored: the newest row of every machine, by detectors that are fitted on what came before.
 *
 * <pre>
 * training_set up to the moment -> (older than the newest stretch: detectors, ranks, threshold) -> newest rows -> scored_anomalies
 * </pre>
 */
public final class UnusualNow {

    /**
     * One machine.
     *
     * @param asOf of its newest row
     * @param score mean rank among normal time, in (0, 1); NaN where no detector can tell
     * @param threshold from which a score is unusual
     * @param sensors up to three that raise the score, the most telling first
     */
    public record Machine(
            String equipmentId,
            String site,
            Instant asOf,
            double score,
            double threshold,
            boolean unusual,
            List<String> sensors) {
        public Machine {
            sensors = List.copyOf(sensors);
        }
    }

    /**
     * A list, and what it was made by.
     *
     * @param machines the most unusual first
     */
    record Told(KeptDetectors.Version detectors, List<Machine> machines) {}

    /** By score, the most unusual first. */
    private static final Comparator<Machine> MOST_UNUSUAL_FIRST = Comparator.comparingDouble(
                    (Machine machine) -> Double.isNaN(machine.score()) ? 1 : -machine.score())
            .thenComparing(Machine::equipmentId);

    private UnusualNow() {}

    /**
     * The machines that were heard of, the most unusual first; from the table where {@code detect} left them there and the package of their
     * detectors is kept, else made and kept. Empty where the pipeline file asks for no anomalies, time is no clock, or too little came
     * before to tell.
     */
    public static Optional<List<Machine>> at(
            Lake lake, PipelineConfig config, Instant moment, KeptDetectors detectors, Progress progress) {
        TargetSpec.Anomaly wanted = config.targets().anomaly().orElse(null);
        if (wanted == null || !told(config)) {
            return Optional.empty();
        }
        List<Machine> kept = kept(lake, config, moment, detectors);
        if (!kept.isEmpty()) {
            return Optional.of(kept);
        }
        progress.step("fitting the detectors of what is unusual as of " + moment);
        TrainingSpec spec = TrainingSpec.of(config);
        Map<String, Long> inputs = TrainingFrame.inputs(lake, spec.targetNames());
        WatchedRows watched = WatchedRows.of(lake, config, spec, wanted, moment);
        return AnomalyRun.newest(watched, wanted, spec, lake.spark(), stretch(config, wanted))
                .map(run -> keep(lake, config, run, watched, moment, detectors, inputs)
                        .machines());
    }

    /** On a counter of cycles every machine has a now of its own, and there is no stretch of time that all of them are newest in. */
    static boolean told(PipelineConfig config) {
        return config.timeAxis() == TimeAxis.CLOCK;
    }

    /** Detectors do not see what is newer: long enough for every machine that has not fallen silent, and for one alert to cool down. */
    static Duration stretch(PipelineConfig config, TargetSpec.Anomaly wanted) {
        Duration silence = config.silence();
        return silence.compareTo(wanted.coolDown()) > 0 ? silence : wanted.coolDown();
    }

    /** Keeps the detectors, then replaces what the table says of the moment. */
    static Told keep(
            Lake lake,
            PipelineConfig config,
            AnomalyRun run,
            WatchedRows watched,
            Instant moment,
            KeptDetectors detectors,
            Map<String, Long> inputs) {
        KeptDetectors.Version madeBy = madeBy(lake, config, run, watched, moment, detectors, inputs);
        TrainingMatrix matrix = watched.data().matrix();
        Set<Integer> last = AnomalyRun.lastRows(matrix, run.rows());
        Map<String, String> sites = watched.indicators().sites();
        String madeFrom = madeFrom(config, inputs);
        List<Row> rows = new ArrayList<>();
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < run.rows().length; i++) {
            int row = run.rows()[i];
            if (last.contains(row)) {
                Machine machine = new Machine(
                        matrix.machine(row),
                        sites.getOrDefault(matrix.machine(row), ""),
                        Instant.ofEpochMilli(matrix.asOfMillis(row)),
                        run.score(i),
                        run.threshold(),
                        run.unusual(i),
                        run.namedSensors(i));
                machines.add(machine);
                rows.add(row(machine, run.ranks(i), moment, madeFrom, madeBy.fingerprint()));
            }
        }
        lake.replaceWhere(
                lake.spark().createDataFrame(rows, ScoredAnomalies.SCHEMA).coalesce(1),
                ScoredAnomalies.TABLE,
                ScoredAnomalies.SCORED_FOR + " = TIMESTAMP '" + moment + "'",
                inputs);
        machines.sort(MOST_UNUSUAL_FIRST);
        return new Told(madeBy, machines);
    }

    private static KeptDetectors.Version madeBy(
            Lake lake,
            PipelineConfig config,
            AnomalyRun run,
            WatchedRows watched,
            Instant moment,
            KeptDetectors detectors,
            Map<String, Long> inputs) {
        TargetSpec.Anomaly wanted = config.targets().anomaly().orElseThrow();
        return detectors.keep(
                lake,
                TrainingSpec.of(config),
                DetectorSettings.of(wanted, stretch(config, wanted), moment, watched),
                watched,
                run,
                inputs);
    }

    private static Row row(
            Machine machine, Map<String, Double> ranks, Instant moment, String madeFrom, String detectors) {
        return RowFactory.create(
                Timestamp.from(moment),
                machine.equipmentId(),
                machine.site(),
                Timestamp.from(machine.asOf()),
                Double.isNaN(machine.score()) ? null : machine.score(),
                machine.threshold(),
                machine.unusual(),
                machine.sensors().toArray(new String[0]),
                ranks,
                madeFrom,
                detectors);
    }

    private static List<Machine> kept(Lake lake, PipelineConfig config, Instant moment, KeptDetectors detectors) {
        if (!lake.has(ScoredAnomalies.TABLE)
                || !namesDetectors(lake.read(ScoredAnomalies.TABLE.name()).columns())) {
            return List.of();
        }
        String madeFrom = madeFrom(
                config, TrainingFrame.inputs(lake, TrainingSpec.of(config).targetNames()));
        Set<String> known = detectors.fingerprints();
        return lake
                .read(ScoredAnomalies.TABLE)
                .where(functions
                        .col(ScoredAnomalies.SCORED_FOR)
                        .equalTo(functions.lit(Timestamp.from(moment)))
                        .and(functions.col(ScoredAnomalies.MADE_FROM).equalTo(madeFrom)))
                .select(
                        ScoredAnomalies.EQUIPMENT_ID,
                        ScoredAnomalies.SITE,
                        ScoredAnomalies.AS_OF,
                        ScoredAnomalies.SCORE,
                        ScoredAnomalies.THRESHOLD,
                        ScoredAnomalies.UNUSUAL,
                        ScoredAnomalies.SENSORS,
                        ScoredAnomalies.DETECTORS)
                .collectAsList()
                .stream()
                .filter(row -> !row.isNullAt(7) && known.contains(row.getString(7)))
                .map(row -> new Machine(
                        row.getString(0),
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        row.isNullAt(3) ? Double.NaN : row.getDouble(3),
                        row.getDouble(4),
                        row.getBoolean(5),
                        row.getList(6)))
                .sorted(MOST_UNUSUAL_FIRST)
                .toList();
    }

    /** An older Millwright's table does not. */
    private static boolean namesDetectors(String[] columns) {
        return List.of(columns).contains(ScoredAnomalies.DETECTORS);
    }

    /** What decides a score: the tables as they are, and what the pipeline file says. */
    private static String madeFrom(PipelineConfig config, Map<String, Long> inputs) {
        return inputs + " " + config.hash();
    }
}

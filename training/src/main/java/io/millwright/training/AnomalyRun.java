package io.millwright.training;

import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventRules;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.anomaly.AlertThreshold;
import io.millwright.training.anomaly.AnomalyModel;
import io.millwright.training.anomaly.AnomalyScores;
import io.millwright.training.anomaly.Indicators;
import io.millwright.training.anomaly.Learned;
import io.millwright.training.anomaly.SensorShare;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.table.AnomalyThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The detectors of one fold: fitted on the first part of its training period, ranked on the rest, asked about its test.
 *
 * @param calibratedFrom where ranks and thresholds begin
 * @param thresholds of all detectors together and of each by itself
 * @param rows row numbers that were scored
 * @param sensors of each scored row that is unusual, and of {@link #newest} rows whether unusual or not, the most telling first; empty
 *     for the others
 * @param learned of the detectors, on normal time
 * @param ofMachines the models of single machines, as rows of the table group_models
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
record AnomalyRun(
        OuterFold fold,
        Instant calibratedFrom,
        Map<String, Double> thresholds,
        int[] rows,
        AnomalyScores scores,
        List<List<SensorShare>> sensors,
        Learned learned,
        List<Row> ofMachines) {

    private static final Duration NO_REPAIRS = Duration.ZERO;
    private static final int SENSORS_NAMED = 3;

    /** Whether a row's sensors are to be named. */
    private interface Telling {
        boolean named(int row, boolean unusual);
    }

    /** @throws MillwrightException where the training period is too short to fit and to choose a threshold */
    static AnomalyRun of(
            OuterFold fold, WatchedRows watched, TargetSpec.Anomaly wanted, TrainingSpec spec, SparkSession spark) {
        NormalTime normal = NormalTime.of(fold, watched, wanted, spec);
        if (!normal.enough()) {
            throw MillwrightException.data("the training period " + fold.train().from() + " to "
                    + fold.train().to() + " has " + normal.fitted().length + " rows to fit detectors on and "
                    + normal.calibrated().length
                    + " to choose their threshold on; give a later first test (split.first_test_share) or another"
                    + " targets.anomaly.calibration_share");
        }
        int[] asked = fold.testRows(watched.data().matrix());
        return of(fold, watched, normal, wanted, spec, spark, asked, (row, unusual) -> unusual);
    }

    /**
     * The same of what is newest: the last row of every machine that sent one within a stretch of time, beside rows of its peers of the
     * same moment. Empty where too little came before that stretch.
     */
    static Optional<AnomalyRun> newest(
            WatchedRows watched, TargetSpec.Anomaly wanted, TrainingSpec spec, SparkSession spark, Duration stretch) {
        TrainingMatrix matrix = watched.data().matrix();
        return OuterFolds.newest(spec, matrix, stretch).flatMap(fold -> {
            NormalTime normal = NormalTime.of(fold, watched, wanted, spec);
            Set<Integer> last = lastRows(matrix, fold.testRows(matrix));
            Set<Long> moments = last.stream().map(matrix::asOfMillis).collect(Collectors.toSet());
            int[] asked = Arrays.stream(fold.testRows(matrix))
                    .filter(row -> moments.contains(matrix.asOfMillis(row)))
                    .toArray();
            return normal.enough()
                    ? Optional.of(
                            of(fold, watched, normal, wanted, spec, spark, asked, (row, unusual) -> last.contains(row)))
                    : Optional.empty();
        });
    }

    /** Of rows in key order the last of every machine. */
    static Set<Integer> lastRows(TrainingMatrix matrix, int[] rows) {
        Map<String, Integer> last = new TreeMap<>();
        for (int row : rows) {
            last.put(matrix.machine(row), row);
        }
        return Set.copyOf(last.values());
    }

    private static AnomalyRun of(
            OuterFold fold,
            WatchedRows watched,
            NormalTime normal,
            TargetSpec.Anomaly wanted,
            TrainingSpec spec,
            SparkSession spark,
            int[] asked,
            Telling telling) {
        Indicators indicators = watched.indicators();
        Indicators later = indicators.select(normal.calibrated());
        AnomalyModel model =
                AnomalyModel.fit(indicators.select(normal.fitted()), later, wanted.detectors(), spec.seed(), spark);
        Map<String, Double> thresholds = thresholds(model.scores(later), later.matrix(), normal.calibration(), wanted);
        AnomalyScores scores = model.scores(indicators.select(asked));
        double threshold = thresholds.getOrDefault(AnomalyThresholds.ALL, 1.0);
        boolean[] named = new boolean[asked.length];
        for (int i = 0; i < asked.length; i++) {
            named[i] = telling.named(asked[i], scores.score()[i] >= threshold);
        }
        return new AnomalyRun(
                fold,
                normal.calibration().from(),
                thresholds,
                asked,
                scores,
                explained(model, indicators, asked, named),
                model.learned(),
                model.ofMachines());
    }

    double threshold() {
        return thresholds.getOrDefault(AnomalyThresholds.ALL, 1.0);
    }

    /** NaN where no detector can tell. */
    double score(int i) {
        return scores.score()[i];
    }

    boolean unusual(int i) {
        return score(i) >= threshold();
    }

    /** Of a scored row the few that tell most. */
    List<String> namedSensors(int i) {
        return sensors.get(i).stream()
                .limit(SENSORS_NAMED)
                .map(SensorShare::sensor)
                .toList();
    }

    /** Of a scored row by detector, without those that cannot tell. */
    Map<String, Double> ranks(int i) {
        Map<String, Double> ranks = new LinkedHashMap<>();
        scores.ranks().forEach((detector, ofDetector) -> {
            if (!Double.isNaN(ofDetector[i])) {
                ranks.put(detector, ofDetector[i]);
            }
        });
        return ranks;
    }

    /** Rows of the training period but those before a failure that is known at its end. */
    static int[] normalRows(OuterFold fold, TrainingData data, List<TrainingSpec.Target> targets) {
        int[] period = fold.period(data.matrix());
        List<FailureLabels> known = targets.stream()
                .filter(target -> data.failures().containsKey(target.name()))
                .map(target -> FailureRun.learnable(fold, target, data, period))
                .toList();
        return IntStream.range(0, period.length)
                .filter(i -> known.stream().noneMatch(labels -> labels.positive(i)))
                .map(i -> period[i])
                .toArray();
    }

    private static Map<String, Double> thresholds(
            AnomalyScores scores, TrainingMatrix rows, TimeWindow window, TargetSpec.Anomaly wanted) {
        Map<String, Double> thresholds = new TreeMap<>();
        Map<String, double[]> voices = new TreeMap<>(scores.ranks());
        voices.put(AnomalyThresholds.ALL, scores.score());
        voices.forEach((voice, ofVoice) -> thresholds.put(
                voice,
                AlertThreshold.within(
                        wanted.alertsPerMachineWeek(),
                        wanted.coolDown(),
                        AlertEvaluator.of(rules(wanted), watched(rows, window), scored(rows, ofVoice)),
                        ofVoice)));
        return thresholds;
    }

    /** Nothing is known to have happened; only the cool-down matters. */
    private static EventRules rules(TargetSpec.Anomaly wanted) {
        return EventRules.of(new Horizon(wanted.coolDown(), Duration.ZERO))
                .withCoolDown(wanted.coolDown())
                .withRepairWindow(NO_REPAIRS);
    }

    private static List<Timeline> watched(TrainingMatrix rows, TimeWindow window) {
        return IntStream.range(0, rows.rows())
                .mapToObj(rows::machine)
                .distinct()
                .map(machine -> Timeline.of(machine, window))
                .toList();
    }

    private static ScoredRows scored(TrainingMatrix rows, double[] scores) {
        ScoredRows.Builder builder = ScoredRows.builder();
        for (int row = 0; row < scores.length; row++) {
            if (!Double.isNaN(scores[row])) {
                builder.add(rows.machine(row), rows.machine(row), rows.asOfMillis(row), scores[row], Label.UNLABELLED);
            }
        }
        return builder.build();
    }

    /** Rows are explained together with their peers of the same moment. */
    private static List<List<SensorShare>> explained(
            AnomalyModel model, Indicators indicators, int[] asked, boolean[] named) {
        List<List<SensorShare>> explained = new ArrayList<>();
        java.util.Set<Long> moments = new java.util.HashSet<>();
        for (int i = 0; i < asked.length; i++) {
            explained.add(List.of());
            if (named[i]) {
                moments.add(indicators.matrix().asOfMillis(asked[i]));
            }
        }
        int[] places = IntStream.range(0, asked.length)
                .filter(i -> moments.contains(indicators.matrix().asOfMillis(asked[i])))
                .toArray();
        boolean[] wanted = new boolean[places.length];
        for (int i = 0; i < places.length; i++) {
            wanted[i] = named[places[i]];
        }
        if (places.length > 0) {
            Indicators rows =
                    indicators.select(Arrays.stream(places).map(i -> asked[i]).toArray());
            List<List<SensorShare>> shares = model.explained(rows, wanted);
            for (int i = 0; i < places.length; i++) {
                explained.set(places[i], shares.get(i));
            }
        }
        return explained;
    }
}

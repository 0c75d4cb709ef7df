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
import io.millwright.training.anomaly.SensorShare;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.table.AnomalyThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The detectors of one fold: fitted on the first part of its training period, ranked on the rest, asked about its test. The final fold's
 * test is all there is.
 *
 * @param calibratedFrom where ranks and thresholds begin
 * @param thresholds of all detectors together and of each by itself
 * @param rows row numbers that were scored
 * @param sensors of each scored row that is unusual, the most telling first; empty for the others, and for rows of the final fold that are
 *     older than one cool-down
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
        List<Row> ofMachines) {

    private static final Duration NO_REPAIRS = Duration.ZERO;

    static AnomalyRun of(
            OuterFold fold,
            Indicators indicators,
            TrainingData data,
            TargetSpec.Anomaly wanted,
            TrainingSpec spec,
            SparkSession spark) {
        TrainingMatrix matrix = indicators.matrix();
        int[] normal = normalRows(fold, data, spec.targets());
        long from = fold.train().from().toEpochMilli();
        long cut = fold.train().to().toEpochMilli()
                - (long) (wanted.calibrationShare() * fold.train().length().toMillis());
        int[] fitted = where(normal, row -> matrix.asOfMillis(row) < cut);
        int[] calibrated = where(normal, row -> matrix.asOfMillis(row) >= cut);
        if (fitted.length == 0 || calibrated.length == 0) {
            throw MillwrightException.data("the training period " + fold.train().from() + " to "
                    + fold.train().to() + " has " + fitted.length + " rows to fit detectors on and " + calibrated.length
                    + " to choose their threshold on; give a later first test (split.first_test_share) or another"
                    + " targets.anomaly.calibration_share");
        }
        Indicators later = indicators.select(calibrated);
        AnomalyModel model = AnomalyModel.fit(indicators.select(fitted), later, wanted.detectors(), spec.seed(), spark);
        TimeWindow calibration = new TimeWindow(
                Instant.ofEpochMilli(Math.max(from, cut)), fold.train().to());
        Map<String, Double> thresholds = thresholds(model.scores(later), later.matrix(), calibration, wanted);
        int[] asked = fold.axis() == Axis.FINAL ? fold.period(matrix) : fold.testRows(matrix);
        AnomalyScores scores = model.scores(indicators.select(asked));
        double threshold = thresholds.getOrDefault(AnomalyThresholds.ALL, 1.0);
        long explainedFrom = fold.axis() == Axis.FINAL
                ? fold.train().to().toEpochMilli() - wanted.coolDown().toMillis()
                : Long.MIN_VALUE;
        boolean[] unusual = new boolean[asked.length];
        for (int i = 0; i < asked.length; i++) {
            unusual[i] = scores.score()[i] >= threshold && matrix.asOfMillis(asked[i]) >= explainedFrom;
        }
        return new AnomalyRun(
                fold,
                calibration.from(),
                thresholds,
                asked,
                scores,
                explained(model, indicators, asked, unusual),
                model.ofMachines());
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

    private static int[] where(int[] rows, java.util.function.IntPredicate wanted) {
        return Arrays.stream(rows).filter(wanted).toArray();
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

    /** Unusual rows are explained together with their peers of the same moment. */
    private static List<List<SensorShare>> explained(
            AnomalyModel model, Indicators indicators, int[] asked, boolean[] unusual) {
        List<List<SensorShare>> explained = new ArrayList<>();
        java.util.Set<Long> moments = new java.util.HashSet<>();
        for (int i = 0; i < asked.length; i++) {
            explained.add(List.of());
            if (unusual[i]) {
                moments.add(indicators.matrix().asOfMillis(asked[i]));
            }
        }
        int[] places = IntStream.range(0, asked.length)
                .filter(i -> moments.contains(indicators.matrix().asOfMillis(asked[i])))
                .toArray();
        boolean[] wanted = new boolean[places.length];
        for (int i = 0; i < places.length; i++) {
            wanted[i] = unusual[places[i]];
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

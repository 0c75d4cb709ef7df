package io.millwright.training;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.row.RowMetrics;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.SplitSpec;
import io.millwright.training.candidate.Candidate;
import io.millwright.training.candidate.Candidates;
import io.millwright.training.candidate.FittedModel;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.fitted.FittedSpecs;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * What the fleet's data are worth to an equipment type with few failures. Of each type in turn a few machines are kept, drawn anew every
 * time, until they have had a given number of failures that a model may learn of before the first test; then everything the type did later is
 * predicted by models that saw
 *
 * <ul>
 *   <li>{@link #SCRATCH}: the machines kept and nothing else,
 *   <li>{@link #WITHOUT}: all other types and nothing of this one,
 *   <li>{@link #TOGETHER}: both as one fleet,
 *   <li>{@link #ADAPTED}: both, boosted on for the types and sites where that helps.
 * </ul>
 */
public final class LearningCurve {

    public static final String SCRATCH = "from scratch";
    public static final String WITHOUT = "fleet without the type";
    public static final String TOGETHER = "fleet with the type";
    public static final String ADAPTED = "adapted";

    /** How the columns begin that are 1 for the machines of one type. */
    private static final String TYPE = "context__type_";

    private final TrainingData data;
    private final TrainingSpec spec;
    private final TrainingSpec.Target target;
    private final OuterFold fold;
    private final List<String> types;
    private final SparkSession spark;
    /** Of all rows, those taken away that no model before the test may learn from. */
    private final FailureLabels learnable;

    private LearningCurve(TrainingData data, TrainingSpec spec, SparkSession spark) {
        this.data = data;
        this.spec = spec;
        this.target = spec.headline()
                .orElseThrow(() -> MillwrightException.configuration(
                        "a learning curve needs a failure target; add one to targets.failure"));
        if (spec.split() != SplitSpec.Kind.TIME) {
            throw MillwrightException.configuration(
                    "a learning curve needs tests that are later; set split.kind: time");
        }
        this.fold = OuterFolds.of(spec, data).get(0);
        this.types = data.matrix().columns().stream()
                .filter(column -> column.startsWith(TYPE))
                .toList();
        if (types.size() < 2) {
            throw MillwrightException.data("all machines are of one type, so there is nothing to transfer; a learning"
                    + " curve needs a type in the equipment list, and context features");
        }
        this.spark = spark;
        this.learnable = FailureRun.learnable(
                fold, target, data, IntStream.range(0, data.matrix().rows()).toArray());
    }

    /**
     * A number of failures kept.
     *
     * @param failures of the type in training
     * @param fits types times draws, over which the figures are means
     * @param averagePrecision by model
     * @param ahead of the adapted model, paired, by the model it is held against
     */
    public record Point(int failures, int fits, Map<String, Estimate> averagePrecision, Map<String, Estimate> ahead) {

        public Point {
            averagePrecision = new LinkedHashMap<>(averagePrecision);
            ahead = new LinkedHashMap<>(ahead);
        }
    }

    /**
     * Of the headline target on these rows; nothing is fitted yet.
     *
     * @throws MillwrightException where there is no failure target, no test that is later, or only one type
     */
    public static LearningCurve of(TrainingData data, TrainingSpec spec, SparkSession spark) {
        return new LearningCurve(data, spec, spark);
    }

    /** When the rows are that are predicted: from the start of the first test. */
    public TimeWindow tested() {
        return new TimeWindow(
                fold.test().from(),
                OuterFolds.finalFold(spec, data.matrix()).train().to());
    }

    /** Several fleets as one: every machine is one of its own, and of the features those stay that all have. */
    public static TrainingData together(List<TrainingData> fleets) {
        List<String> columns = fleets.get(0).matrix().columns().stream()
                .filter(column -> fleets.stream()
                        .allMatch(fleet -> fleet.matrix().columns().contains(column)))
                .toList();
        List<FeatureRow> rows = new ArrayList<>();
        Map<String, FailureLabels> failures = new LinkedHashMap<>();
        for (int number = 0; number < fleets.size(); number++) {
            TrainingData fleet = fleets.get(number);
            TrainingMatrix matrix = fleet.matrix().withColumns(columns);
            String name = String.format(Locale.ROOT, "%03d/", number);
            for (int row = 0; row < matrix.rows(); row++) {
                float[] values = new float[columns.size()];
                for (int column = 0; column < values.length; column++) {
                    values[column] = matrix.value(row, column);
                }
                rows.add(new FeatureRow(name + matrix.machine(row), matrix.asOfMillis(row), values));
            }
            fleet.failures().forEach((target, labels) -> failures.merge(target, labels, FailureLabels::followedBy));
        }
        Optional<RemainingLives> lives = fleets.stream()
                .map(TrainingData::lives)
                .reduce((before, after) -> before.flatMap(all -> after.map(all::followedBy)))
                .orElseThrow();
        return new TrainingData(TrainingMatrix.of(columns, rows), failures, lives);
    }

    /**
     * One point a number of failures; numbers no type reaches are left out. Intervals are of a bootstrap by machine of the tests. Cost:
     * three fits a type, draw and number, two of them on nearly all rows.
     *
     * @param draws of machines, for each type
     */
    public List<Point> points(List<Integer> failures, int draws, Progress progress) {
        List<Callable<List<Fit>>> tasks = new ArrayList<>();
        int[] done = {0};
        for (String type : types) {
            for (int draw = 0; draw < draws; draw++) {
                long seed = spec.seed() + draw;
                tasks.add(() -> {
                    List<Fit> fits = new OfType(type).fits(failures, seed);
                    synchronized (done) {
                        progress.fraction(++done[0] / (double) (types.size() * draws));
                    }
                    return fits;
                });
            }
        }
        List<Fit> fits = Workers.all(tasks).stream().flatMap(List::stream).toList();
        return failures.stream()
                .map(count -> fits.stream().filter(fit -> fit.failures == count).toList())
                .filter(ofCount -> !ofCount.isEmpty())
                .map(this::point)
                .toList();
    }

    private Point point(List<Fit> fits) {
        ClusterBootstrap bootstrap = new ClusterBootstrap(1_000, spec.seed());
        Map<String, Estimate> figures = new LinkedHashMap<>();
        Map<String, Estimate> ahead = new LinkedHashMap<>();
        for (String model : List.of(SCRATCH, WITHOUT, TOGETHER, ADAPTED)) {
            figures.put(model, bootstrap.estimate(mean(fits, model)));
            if (!model.equals(ADAPTED)) {
                ahead.put(model, bootstrap.estimate(mean(fits, ADAPTED).minus(mean(fits, model))));
            }
        }
        return new Point(fits.get(0).failures, fits.size(), figures, ahead);
    }

    /** Over types and draws, of the average precision of each. */
    private ClusterMetric mean(List<Fit> fits, String model) {
        List<ClusterMetric> all = fits.stream()
                .flatMap(fit -> Optional.ofNullable(fit.precision.get(model)).stream())
                .toList();
        long rows = all.stream().mapToLong(ClusterMetric::n).sum();
        return ClusterMetric.of(data.matrix().machines().size(), rows, draw -> all.stream()
                .mapToDouble(metric -> metric.value(draw))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN));
    }

    /** The figures of one type and draw with so many failures. */
    private record Fit(int failures, Map<String, ClusterMetric> precision) {}

    /** One type as the one with few failures. */
    private final class OfType {

        private final int[] own;
        private final int[] others;
        private final int[] test;

        OfType(String column) {
            int place = data.matrix().columns().indexOf(column);
            int[] period = fold.period(data.matrix());
            own = where(period, row -> data.matrix().value(row, place) == 1);
            others = where(period, row -> data.matrix().value(row, place) != 1);
            FailureLabels all = labels();
            test = where(
                    IntStream.range(0, data.matrix().rows()).toArray(),
                    row -> data.matrix().value(row, place) == 1
                            && data.matrix().asOfMillis(row)
                                    >= fold.test().from().toEpochMilli()
                            && all.labelled(row));
        }

        List<Fit> fits(List<Integer> wanted, long seed) {
            List<Fit> fits = new ArrayList<>();
            ClusterMetric without = precision("xgboost", others);
            for (int failures : wanted) {
                Optional<int[]> kept = kept(failures, seed);
                if (kept.isPresent()) {
                    int[] both = IntStream.concat(Arrays.stream(kept.get()), Arrays.stream(others))
                            .sorted()
                            .toArray();
                    fits.add(new Fit(
                            failures,
                            Map.of(
                                    SCRATCH, precision("xgboost", kept.get()),
                                    WITHOUT, without,
                                    TOGETHER, precision("xgboost", both),
                                    ADAPTED, precision("adapted", both))));
                }
            }
            return fits;
        }

        /** Rows of machines in a drawn order, those left out that would have one failure too many; empty where all have too few. */
        private Optional<int[]> kept(int failures, long seed) {
            Map<String, List<Integer>> byMachine = new TreeMap<>();
            for (int row : own) {
                byMachine
                        .computeIfAbsent(data.matrix().machine(row), any -> new ArrayList<>())
                        .add(row);
            }
            List<List<Integer>> machines = new ArrayList<>(byMachine.values());
            Collections.shuffle(machines, new Random(seed));
            List<Integer> rows = new ArrayList<>();
            int left = failures;
            for (List<Integer> machine : machines) {
                int had = failures(machine);
                if (left > 0 && had <= left) {
                    rows.addAll(machine);
                    left -= had;
                }
            }
            return left > 0
                    ? Optional.empty()
                    : Optional.of(
                            rows.stream().mapToInt(Integer::intValue).sorted().toArray());
        }

        private int failures(List<Integer> rows) {
            int count = 0;
            for (int i = 0; i < rows.size(); i++) {
                count += learnable.positive(rows.get(i)) && (i == 0 || !learnable.positive(rows.get(i - 1))) ? 1 : 0;
            }
            return count;
        }

        private ClusterMetric precision(String candidate, int[] rows) {
            FittedFeatures features = spec.fitted().equals(FittedSpecs.NONE)
                    ? FittedFeatures.NONE
                    : FittedFeatures.fit(data.matrix().select(rows), spec.fitted());
            TrainingMatrix period = features.addedTo(data.matrix().select(rows));
            FailureLabels labels = learnable.select(rows);
            Candidate model =
                    Candidates.named(candidate, spec.conditionSensors(), spec.selection(), spec.search(), spark);
            FittedModel fitted = FailureModel.fit(
                            model,
                            period,
                            labels,
                            FailureRun.learnt(fold, target, data, rows, labels),
                            spec.innerFolds(),
                            spec.seed())
                    .model()
                    .model();
            double[] scores = fitted.scores(features.addedTo(data.matrix().select(test)));
            boolean[] positive = new boolean[test.length];
            int[] machine = new int[test.length];
            for (int i = 0; i < test.length; i++) {
                positive[i] = labels().positive(test[i]);
                machine[i] = data.matrix().machineNumber(test[i]);
            }
            return RowMetrics.of(
                            scores, positive, machine, data.matrix().machines().size())
                    .averagePrecision();
        }
    }

    private FailureLabels labels() {
        FailureLabels labels = data.failures().get(target.name());
        if (labels == null) {
            throw new IllegalArgumentException("no labels of target " + target.name());
        }
        return labels;
    }

    private static int[] where(int[] rows, java.util.function.IntPredicate wanted) {
        return Arrays.stream(rows).filter(wanted).toArray();
    }
}

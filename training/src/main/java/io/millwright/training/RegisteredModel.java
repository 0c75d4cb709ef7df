package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.training.candidate.Candidates;
import io.millwright.training.failure.FailureModel;
import io.millwright.training.failure.RisingHorizons;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A registered model on the tests of a run, for a challenger to be held against. It is never judged on rows it was trained on: tests
 * that begin after its training data ended are scored by itself. Where there are none, or where its features are defined otherwise by now,
 * its recipe (candidate, features and what its pipeline file said of training) is fitted anew before every test, on the rows the challenger
 * learned from.
 */
public final class RegisteredModel {

    private final SparkSession spark;
    private final ModelPackage model;
    private final Manifest manifest;
    private final TrainingSpec run;
    private final TrainingData data;

    private RegisteredModel(SparkSession spark, ModelPackage model, TrainingSpec run, TrainingData data) {
        this.spark = spark;
        this.model = model;
        this.manifest = model.manifest();
        this.run = run;
        this.data = data;
    }

    /**
     * Scores of one target's tests.
     *
     * @param itself whether the registered model made them, not its recipe
     * @param missing features of the model that the training set has no longer; it cannot be held against then, and has no tests
     */
    public record OnTests(boolean itself, List<String> missing, List<OnTest> tests) {
        public OnTests {
            missing = List.copyOf(missing);
            tests = List.copyOf(tests);
        }
    }

    /**
     * One target on one test.
     *
     * @param fold its number among the tests of the run
     * @param outOfFold rows of the training period, for thresholds; none of the model itself, which brings its thresholds with it
     */
    public record OnTest(String target, int fold, Rows outOfFold, Rows test) {}

    /**
     * Scored rows, as columns.
     *
     * @param probabilities NaN of a policy
     */
    @SuppressWarnings("ArrayRecordComponent") // columns beside one another; identity is never asked for
    public record Rows(List<String> machines, long[] asOfMillis, double[] scores, double[] probabilities) {

        private static final Rows NONE = new Rows(List.of(), new long[0], new double[0], new double[0]);

        private static Rows of(TrainingMatrix matrix, int[] rows, FailureModel model, double[] scores) {
            return new Rows(
                    Arrays.stream(rows).mapToObj(matrix::machine).toList(),
                    Arrays.stream(rows).mapToLong(matrix::asOfMillis).toArray(),
                    scores,
                    model.probabilities(scores));
        }
    }

    /**
     * Costs a read of the training set and, where the recipe is fitted, one fit a test and target.
     *
     * @param redefined features of the model with another meaning than it learned; where there is any, only its recipe can be judged
     */
    public static OnTests onTests(
            Lake lake, PipelineConfig config, ModelPackage model, List<String> redefined, Progress progress) {
        progress.step("holding the registered version " + model.version() + " against the new model");
        TrainingSpec run = TrainingSpec.of(config);
        TrainingData data = TrainingData.of(lake, run.targetNames());
        List<String> features = model.manifest().features();
        List<String> missing = new ArrayList<>(features);
        missing.removeAll(Set.copyOf(data.matrix().columns()));
        return missing.isEmpty()
                ? new RegisteredModel(lake.spark(), model, run, data.withFeatures(features))
                        .onTests(redefined.isEmpty())
                : new OnTests(false, missing, List.of());
    }

    private OnTests onTests(boolean knowsItsFeatures) {
        List<OuterFold> tests = OuterFolds.of(run, data).stream()
                .filter(fold -> !fold.axis().isHeldOut())
                .toList();
        List<OuterFold> later = knowsItsFeatures ? laterThanItsTraining(tests) : List.of();
        return later.isEmpty()
                ? new OnTests(false, List.of(), byRecipe(tests))
                : new OnTests(true, List.of(), byItself(later));
    }

    private List<OuterFold> laterThanItsTraining(List<OuterFold> tests) {
        if (run.split() != SplitSpec.Kind.TIME || !foretellsTheSame()) {
            return List.of();
        }
        Instant trainedTo = trainedTo();
        return tests.stream()
                .filter(fold -> !fold.test().from().isBefore(trainedTo))
                .toList();
    }

    private boolean foretellsTheSame() {
        return manifest.spec().targets().containsAll(run.targets());
    }

    /** The end of the last row it was trained on. */
    private Instant trainedTo() {
        Timestamp last = spark.read()
                .parquet(model.trainingSet().toString())
                .agg(functions.max("as_of"))
                .first()
                .getTimestamp(0);
        return Instant.ofEpochMilli(manifest.spec().axis().endOfPeriod(last.getTime()));
    }

    private List<OnTest> byItself(List<OuterFold> tests) {
        ModelBundle bundle = ModelBundle.read(manifest.candidate(), model.modelFiles());
        TrainingMatrix rows = bundle.fitted().addedTo(data.matrix());
        List<OnTest> scored = new ArrayList<>();
        for (OuterFold fold : tests) {
            int[] test = fold.testRows(rows);
            bundle.failures().forEach((target, failure) -> {
                double[] scores = failure.model().scores(rows.select(test));
                scored.add(new OnTest(target, fold.number(), Rows.NONE, Rows.of(rows, test, failure, scores)));
            });
        }
        return agreeing(scored, run.ladders());
    }

    private List<OnTest> byRecipe(List<OuterFold> tests) {
        List<Callable<OnTest>> fits = new ArrayList<>();
        for (OuterFold fold : tests) {
            run.targets().forEach(target -> fits.add(() -> byRecipe(fold, target)));
        }
        return agreeing(Workers.all(fits), run.ladders());
    }

    /** Targets of one minimum lead agree, as they do where the model is at work. */
    static List<OnTest> agreeing(List<OnTest> scored, List<List<TrainingSpec.Target>> ladders) {
        for (List<TrainingSpec.Target> ladder : ladders) {
            Map<Integer, List<OnTest>> byFold = new TreeMap<>();
            ladder.forEach(target -> scored.stream()
                    .filter(test -> test.target().equals(target.name()))
                    .forEach(test -> byFold.computeIfAbsent(test.fold(), any -> new ArrayList<>())
                            .add(test)));
            byFold.values().forEach(tests -> {
                RisingHorizons.agree(
                        tests.stream().map(test -> test.test().probabilities()).toList());
                RisingHorizons.agree(tests.stream()
                        .map(test -> test.outOfFold().probabilities())
                        .toList());
            });
        }
        return scored;
    }

    private OnTest byRecipe(OuterFold fold, TrainingSpec.Target target) {
        TrainingSpec its = manifest.spec();
        FailureRun fit = FailureRun.of(
                fold,
                target,
                Candidates.named(manifest.candidate(), its.conditionSensors(), its.selection(), its.search(), spark),
                data,
                its);
        return new OnTest(
                target.name(),
                fold.number(),
                Rows.of(data.matrix(), fit.periodRows(), fit.model(), fit.outOfFold()),
                Rows.of(data.matrix(), fit.testRows(), fit.model(), fit.testScores()));
    }
}

package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.OperatingPoint;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.JobContext;
import io.millwright.training.RegisteredModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The registered champion on this run's tests, see {@link RegisteredModel}. The model itself acts on the thresholds of its package; its
 * recipe, fitted anew, has them chosen inside every training period as the challenger has.
 *
 * @param redefined its features that mean something else by now
 */
record HeldAgainst(Incumbent incumbent, List<String> redefined, RegisteredModel.OnTests scores) {

    private static final int NAMED = 3;

    static HeldAgainst of(JobContext job, Incumbent incumbent) {
        List<String> redefined = TrainedOn.redefined(job.lake(), incumbent.model());
        return new HeldAgainst(
                incumbent,
                redefined,
                RegisteredModel.onTests(job.lake(), job.config(), incumbent.model(), redefined, job.progress()));
    }

    /** Empty where it cannot be judged on any test of the target. */
    Optional<PolicyOutcome> judged(TargetSpec.Failure target, EvaluationInput input, PolicyJudge judge) {
        List<Policy.OnFold> folds = new ArrayList<>();
        for (TestFold fold : input.folds()) {
            scores.tests().stream()
                    .filter(test -> test.target().equals(target.name()) && test.fold() == fold.fold())
                    .forEach(test -> folds.add(onFold(fold, test, input.labelsOf(target.name()))));
        }
        if (folds.isEmpty()) {
            return Optional.empty();
        }
        Policy policy = new Policy(incumbent.candidate(), false, false, folds);
        return Optional.of(scores.itself() ? judge.judge(policy, points(target)) : judge.judge(policy));
    }

    private static Policy.OnFold onFold(TestFold fold, RegisteredModel.OnTest test, PredictionColumns.Labels labels) {
        PredictionColumns tested = columns(test.test());
        return new Policy.OnFold(
                fold,
                columns(test.outOfFold()).decisions(labels),
                tested.decisions(labels),
                tested.hasProbabilities()
                        ? tested.probabilities(labels)
                        : ScoredRows.builder().build());
    }

    private static PredictionColumns columns(RegisteredModel.Rows rows) {
        PredictionColumns columns = new PredictionColumns();
        for (int row = 0; row < rows.scores().length; row++) {
            columns.add(
                    rows.machines().get(row), rows.asOfMillis()[row], rows.scores()[row], rows.probabilities()[row]);
        }
        return columns;
    }

    private Map<String, OperatingPoint> points(TargetSpec.Failure target) {
        FinalPoints own = FinalPoints.of(incumbent.model());
        TimeWindow beforeTests = new TimeWindow(Instant.EPOCH, Instant.EPOCH);
        Map<String, OperatingPoint> points = new LinkedHashMap<>();
        PolicyJudge.POINTS.forEach(name -> points.put(
                name,
                new OperatingPoint(
                        name,
                        own.threshold(target.name(), name),
                        beforeTests,
                        true,
                        "of the package of version " + incumbent.version())));
        return points;
    }

    /** Why it keeps its place whatever the tests say; empty where it was judged. */
    List<String> objections() {
        List<String> missing = scores.missing();
        return missing.isEmpty()
                ? List.of()
                : List.of(
                        "version " + incumbent.version() + " cannot be held against, as the training set has no longer "
                                + missing.size() + " of its features ("
                                + String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())))
                                + (missing.size() > NAMED ? ", ..." : "")
                                + "); read the card and decide with ./millwright models");
    }

    /** What of it was judged, and on which tests. */
    String says() {
        if (!scores.missing().isEmpty()) {
            return "nothing of version " + incumbent.version();
        }
        TreeSet<Integer> tests = new TreeSet<>();
        scores.tests().forEach(test -> tests.add(test.fold()));
        return scores.itself()
                ? "version " + incumbent.version() + " itself on tests " + tests
                        + ", which begin after its training data ended"
                : "the recipe of version " + incumbent.version() + ", fitted anew before each of the tests " + tests
                        + (redefined.isEmpty()
                                ? ""
                                : ", since it learned from other definitions than there are now (" + redefined.get(0)
                                        + (redefined.size() > 1 ? ", ..." : "") + ")");
    }
}

package io.millwright.fleet.grade;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.EventReport;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.fleet.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run, or several runs of different seeds pooled, did against the truth.
 *
 * @param runs names of the runs
 * @param withPrecursor the figures that are asked for
 * @param all the same over all failures, sudden ones included
 * @param rulErrors sum of absolute errors over sum of true RUL, rows after onset with a true RUL of 1 to 30 days
 * @param modeAccuracy share of foretold failures whose mode was named in the row that first alerted
 * @param severities of the same failures in the same rows; nothing where the run graded none
 * @param faults by kind of planted data fault
 * @param oracle what true health would reach, its threshold chosen on the graded rows
 * @param robustZ the best variant of {@link RobustZ} at the model's precision
 * @param bestFeatures the best single features, best first; empty if the run left no features
 * @param missed failures not foretold at {@code precision_85}
 * @param savedCost shares of the plain model's cost; undefined where no run trained one
 * @param plantedRecovered whether the planted precursor was recovered; empty in other scenarios
 * @param parts every mode and site with at least {@value Parts#ENOUGH_FAILURES} failures with a precursor, at {@code precision_85}
 */
public record GradedReport(
        Scenario scenario,
        double horizonHours,
        double minimumLeadHours,
        List<String> runs,
        Group withPrecursor,
        Group all,
        RulErrors rulErrors,
        Estimate modeAccuracy,
        Severities severities,
        Map<String, FaultGrade> faults,
        Reference oracle,
        Reference robustZ,
        List<SingleFeature> bestFeatures,
        List<MissedEvent> missed,
        SavedShares savedCost,
        Optional<Boolean> plantedRecovered,
        List<Part> parts) {

    /** Highest average precision of a single feature, and recall of robust z, on a fleet that is hard enough. */
    public static final double TOO_EASY = 0.5;

    /** Events in the test windows below which nothing is said about difficulty. */
    private static final long ENOUGH_EVENTS = 20;

    /** Figures over one group of failures. */
    public record Group(Estimate averagePrecision, Estimate prevalence, Map<String, EventReport> operatingPoints) {}

    /**
     * Errors of remaining life.
     *
     * @param oracle of {@link RemainingLives#ofOracle}
     * @param constant of {@link RemainingLives#ofConstant}
     */
    public record RulErrors(Estimate run, Estimate oracle, Estimate constant) {}

    /** Shares of the plain model's cost that the model saves, and that {@link SavedCost#byForesight} does. */
    public record SavedShares(Estimate model, Estimate foresight) {}

    /**
     * How bad failures were said to be.
     *
     * @param confusion failures by true level, then by predicted level, from the mildest on
     * @param levelError by how many levels a failure is off
     */
    public record Severities(List<List<Long>> confusion, Estimate macroAccuracy, Estimate levelError) {}

    /** A reference score: what it is, its average precision, and its events at the stated precision. */
    public record Reference(String what, double atPrecision, Estimate averagePrecision, EventReport events) {}

    /** Figures over the failures of one mode or site, with the oracle's beside them; {@code by} is mode or site. */
    public record Part(String by, String name, Estimate averagePrecision, EventReport events, Reference oracle) {

        public List<Bar> bars() {
            return Bar.ofEvents(averagePrecision, events, oracle.averagePrecision(), oracle.events());
        }
    }

    /** Average precision of one feature by itself; {@code sign} is + if high values tell of a failure, - if low ones do. */
    public record SingleFeature(String feature, String sign, double averagePrecision) {}

    /** What the default fleet is asked for, over all its parts; nothing in another scenario or where no model alerted. */
    public List<Bar> bars() {
        EventReport headline = withPrecursor.operatingPoints().get(OperatingPoints.PRECISION_85);
        if (scenario != Scenario.DEFAULT || headline == null) {
            return List.of();
        }
        List<Bar> bars = new ArrayList<>(
                Bar.ofEvents(withPrecursor.averagePrecision(), headline, oracle.averagePrecision(), oracle.events()));
        bars.add(Bar.ofRulError(rulErrors.run(), rulErrors.oracle()));
        bars.add(Bar.ofModeAccuracy(modeAccuracy));
        bars.add(Bar.ofSavedCost(savedCost.model(), savedCost.foresight()));
        return bars;
    }

    /** Why the fleet proves nothing, if it does not: one sentence. */
    public Optional<String> tooEasy() {
        boolean judged = scenario == Scenario.DEFAULT && oracle.events().events() >= ENOUGH_EVENTS;
        if (judged && !bestFeatures.isEmpty() && bestFeatures.get(0).averagePrecision() > TOO_EASY) {
            return Optional.of("fleet too easy: feature "
                    + bestFeatures.get(0).feature() + " alone has average precision "
                    + rounded(bestFeatures.get(0).averagePrecision()));
        }
        double recall = robustZ.events().eventRecall().value();
        if (judged && recall > TOO_EASY) {
            return Optional.of(
                    "fleet too easy: robust z has event recall " + rounded(recall) + " at the model's precision");
        }
        return Optional.empty();
    }

    private static String rounded(double value) {
        return String.format(java.util.Locale.ROOT, "%.2f", value);
    }
}

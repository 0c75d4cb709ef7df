package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.SweepPoint;
import io.millwright.evaluation.row.ReliabilityBin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code evaluation.json}: what lies behind the figures of {@code metrics.json}, for plots, the model card and the doubtful. */
public record EvaluationDetail(
        List<Target> targets, @Nullable Rul rul) {

    /**
     * One failure target.
     *
     * @param champion the candidate the curves below are of; several joined by {@code or} where not every test's choice is the same
     * @param policies every policy's figures on the tests, in the order of the configuration, the champion's, and what they cost on
     *     validation data
     * @param reliability of the champion's probabilities on the tests
     * @param costCurve the champion's trade-offs on the tests, for the eye only: thresholds were chosen on validation data
     * @param leadHours of every failure at {@code shownPoint}, 0 when missed
     * @param events what became of every failure at {@code shownPoint}
     * @param episodes every alert at {@code shownPoint}
     * @param notDivided why there are no segments of a kind, by kind
     * @param shownPoint the operating point events, episodes, segments and leads are shown at
     */
    public record Target(
            String name,
            double horizonHours,
            double minimumLeadHours,
            boolean headline,
            String champion,
            String incumbent,
            String shownPoint,
            List<Policy> policies,
            List<ReliabilityBin> reliability,
            List<SweepPoint> costCurve,
            List<CostCase> costSensitivity,
            List<Segment> segments,
            Map<String, String> notDivided,
            List<Event> events,
            List<Alert> episodes,
            List<Double> leadHours) {}

    /**
     * One policy.
     *
     * @param validationCosts per machine-week at its cost-optimal threshold on validation data, by test: what it is chosen by; null in
     *     packages from before it was chosen test by test
     */
    public record Policy(
            Metrics.Failure figures,
            boolean baseline,
            @Nullable Map<Integer, Double> validationCosts) {}

    /** The cost per machine-week of champion and incumbent if the failure and false-alarm costs were other than configured. */
    public record CostCase(String name, double championCost, double incumbentCost, Estimate saved) {}

    /**
     * One part of the fleet at the shown operating point.
     *
     * @param by {@code site}, {@code type}, {@code age} (band at the test's start) or {@code manufacturer} of machines; {@code mode} or
     *     {@code generation} (of the part that failed, as it sat there when the test started) of failures, which alerts do not have;
     *     {@code regime} of rows
     * @param events failures; of a regime, rows before failures
     */
    public record Segment(
            String by,
            String name,
            long events,
            Estimate eventRecall,
            Estimate incumbentRecall,
            Estimate eventPrecision) {}

    /** One failure of a test window. */
    public record Event(
            String equipmentId,
            Instant at,
            String component,
            String mode,
            int fold,
            boolean detected,
            double leadHours,
            boolean alertedLate,
            double highestScoreInZone) {}

    /** One alert of a test window; outcome is {@code hit}, {@code late}, {@code false_alarm} or {@code undetermined}. */
    public record Alert(String equipmentId, Instant start, double score, String outcome, int fold) {}

    /**
     * Remaining useful life behind the figures.
     *
     * @param candidates figures of every RUL candidate on the tests
     * @param coverageByBand coverage of the champion's intervals by lower edge of the true RUL
     * @param segments the champion's figures on parts of the fleet
     * @param notDivided why there are none of a kind, by kind
     * @param points the champion's predictions on the judged rows, thinned evenly to at most 2,000
     */
    public record Rul(
            List<Metrics.Rul> candidates,
            Map<String, Estimate> coverageByBand,
            List<RulSegment> segments,
            Map<String, String> notDivided,
            List<RulPoint> points) {}

    /** The champion on one part of the fleet; by as in {@link Segment}, each machine as it is at the row. */
    public record RulSegment(String by, String name, long units, Estimate rmseCapped, Estimate intervalCoverage) {}

    public record RulPoint(String equipmentId, Instant asOf, double truth, double median, double low, double high) {}
}

package io.millwright.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When a challenger may replace the incumbent: it saves money beyond doubt, finds no fewer failures anywhere that matters, and its
 * probabilities can be believed. Anything undefined keeps the incumbent, so a fleet without signal promotes nobody.
 *
 * @param recallTolerance how much worse event recall at the alert budget may be in a segment, as a difference of shares
 * @param segmentEvents segments with fewer events than this are not judged
 * @param lowestSlope lower end of the accepted calibration slope
 * @param highestSlope upper end of the accepted calibration slope
 */
public record PromotionRule(double recallTolerance, long segmentEvents, double lowestSlope, double highestSlope) {

    /** Tolerance 0.05, segments of at least 30 events, slope in [0.8, 1.25]. */
    public static PromotionRule standard() {
        return new PromotionRule(0.05, 30, 0.8, 1.25);
    }

    /**
     * Challenger and incumbent on the same test windows.
     *
     * @param savedCostPerMachineWeek incumbent's cost minus challenger's, from a bootstrap paired by machine
     * @param segments event recall at the alert budget, per segment
     * @param calibrationSlope the challenger's; its value is judged, not its interval
     */
    public record Comparison(Estimate savedCostPerMachineWeek, List<Segment> segments, Estimate calibrationSlope) {
        public Comparison {
            segments = List.copyOf(segments);
        }
    }

    /** Event recall of both at the alert budget in one segment, for example a site or a failure mode. */
    public record Segment(String name, long events, double incumbentRecall, double challengerRecall) {}

    /** What is done with the challenger. */
    public sealed interface Decision permits Promoted, Kept {}

    /** The challenger becomes champion. */
    public record Promoted() implements Decision {}

    /** The incumbent stays, for at least one reason, each a sentence. */
    public record Kept(List<String> reasons) implements Decision {
        public Kept {
            reasons = List.copyOf(reasons);
        }
    }

    public Decision decide(Comparison comparison) {
        List<String> reasons = new ArrayList<>();
        judgeSavings(comparison.savedCostPerMachineWeek(), reasons);
        for (Segment segment : comparison.segments()) {
            judgeSegment(segment, reasons);
        }
        judgeCalibration(comparison.calibrationSlope(), reasons);
        return reasons.isEmpty() ? new Promoted() : new Kept(reasons);
    }

    private static void judgeSavings(Estimate saved, List<String> reasons) {
        if (!saved.isDefined() || !saved.hasInterval()) {
            reasons.add("the saved cost per machine-week has no interval on these data");
        } else if (!(saved.low() > 0)) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the saved cost per machine-week %.4g [%.4g, %.4g] (n %d) is not above 0 beyond doubt",
                    saved.value(),
                    saved.low(),
                    saved.high(),
                    saved.n()));
        }
    }

    private void judgeSegment(Segment segment, List<String> reasons) {
        if (segment.events() >= segmentEvents
                && !(segment.challengerRecall() >= segment.incumbentRecall() - recallTolerance)) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "event recall at the alert budget in %s (%d events) is %.3f, the incumbent's %.3f",
                    segment.name(),
                    segment.events(),
                    segment.challengerRecall(),
                    segment.incumbentRecall()));
        }
    }

    private void judgeCalibration(Estimate slope, List<String> reasons) {
        if (!slope.isDefined()) {
            reasons.add("the calibration slope is undefined on these data");
        } else if (!(slope.value() >= lowestSlope && slope.value() <= highestSlope)) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the calibration slope %.3f (n %d) is not between %.2f and %.2f",
                    slope.value(),
                    slope.n(),
                    lowestSlope,
                    highestSlope));
        }
    }
}

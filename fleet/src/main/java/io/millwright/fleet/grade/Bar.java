package io.millwright.fleet.grade;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.EventReport;
import java.util.List;
import java.util.Locale;

/**
 * What a figure of the default fleet is asked to reach, and whether it does. A figure that the oracle does not reach either is missed
 * for lack of anything to see.
 *
 * @param figure its name in {@code graded.json}
 * @param asked the bar as text, for example {@code > 0.80}
 * @param oracle what the oracle reaches on the same failures; undefined where it has no such figure
 */
public record Bar(String figure, String asked, Estimate run, Estimate oracle, Verdict verdict) {

    /** Whether a bar is reached. */
    public enum Verdict {
        MET,
        MISSED,
        MISSED_BY_ORACLE_TOO,
        NOT_JUDGED;

        /** In words. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("by oracle", "by the oracle");
        }
    }

    private enum Side {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<=");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }

        boolean holds(double value, double bar) {
            return switch (this) {
                case ABOVE -> value > bar;
                case AT_LEAST -> value >= bar;
                case BELOW -> value < bar;
                case AT_MOST -> value <= bar;
            };
        }
    }

    /** The bars of alerts and of their ranking; both reports are at the threshold that is asked for. */
    static List<Bar> ofEvents(
            Estimate averagePrecision, EventReport run, Estimate oraclePrecision, EventReport oracle) {
        return List.of(
                of("event_recall", Side.ABOVE, 0.80, run.eventRecall(), oracle.eventRecall()),
                of("event_precision", Side.ABOVE, 0.85, run.eventPrecision(), oracle.eventPrecision()),
                of("average_precision", Side.ABOVE, 0.90, averagePrecision, oraclePrecision),
                of("false_positive_rate", Side.BELOW, 0.05, run.falsePositiveRate(), oracle.falsePositiveRate()));
    }

    static Bar ofRulError(Estimate run, Estimate oracle) {
        return of("rul_error", Side.AT_MOST, 0.20, run, oracle);
    }

    static Bar ofModeAccuracy(Estimate run) {
        return of("mode_accuracy", Side.AT_LEAST, 0.85, run, Estimate.undefined());
    }

    /** The oracle is who foresees all but the sudden failures. */
    static Bar ofSavedCost(Estimate run, Estimate foresight) {
        return of("improvement", Side.AT_LEAST, 0.30, run, foresight);
    }

    private static Bar of(String figure, Side side, double bar, Estimate run, Estimate oracle) {
        return new Bar(
                figure,
                String.format(Locale.ROOT, "%s %.2f", side.sign, bar),
                run,
                oracle,
                verdict(side, bar, run, oracle));
    }

    private static Verdict verdict(Side side, double bar, Estimate run, Estimate oracle) {
        if (!run.isDefined()) {
            return Verdict.NOT_JUDGED;
        }
        if (side.holds(run.value(), bar)) {
            return Verdict.MET;
        }
        boolean oracleMisses = oracle.isDefined() && !side.holds(oracle.value(), bar);
        return oracleMisses ? Verdict.MISSED_BY_ORACLE_TOO : Verdict.MISSED;
    }

    public boolean missed() {
        return verdict == Verdict.MISSED || verdict == Verdict.MISSED_BY_ORACLE_TOO;
    }

    /** For example {@code rul_error 0.46 (<= 0.20, missed; oracle 0.19)}. */
    public String sentence() {
        String beside = oracle.isDefined() ? String.format(Locale.ROOT, "; oracle %.3g", oracle.value()) : "";
        return String.format(Locale.ROOT, "%s %.3g (%s, %s%s)", figure, run.value(), asked, verdict.words(), beside);
    }
}

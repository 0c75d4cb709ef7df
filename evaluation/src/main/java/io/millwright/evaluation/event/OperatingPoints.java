package io.millwright.evaluation.event;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.TimeWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Chooses thresholds on validation data; no test data come near it (trap L11).
 *
 * @param costs decide {@link #COST_OPTIMAL}
 * @param alertBudget alerts per machine-week allowed at {@link #ALERT_BUDGET}
 * @param precision asked for at {@link #PRECISION_85}: share of alerts after which a failure came within {@link EventRules#rightWithin}
 * @param fewestEpisodes a precision over fewer judged episodes counts as not shown: the best of many thresholds reaches any precision
 *     on a handful of them
 */
public record OperatingPoints(CostModel costs, double alertBudget, double precision, long fewestEpisodes) {

    public static final String COST_OPTIMAL = "cost_optimal";
    public static final String ALERT_BUDGET = "alert_budget";
    public static final String PRECISION_85 = "precision_85";

    private static final Comparator<SweepPoint> BY_RECALL = Comparator.comparingDouble(orZero(SweepPoint::eventRecall));
    private static final Comparator<SweepPoint> BY_PRECISION =
            Comparator.comparingDouble(orZero(SweepPoint::precisionWithin));

    public OperatingPoints {
        if (!(alertBudget >= 0) || !(precision > 0 && precision <= 1) || fewestEpisodes < 1) {
            throw new IllegalArgumentException(
                    "alert budget must be >= 0, precision in (0, 1] and fewest episodes >= 1, got " + alertBudget + ", "
                            + precision + " and " + fewestEpisodes);
        }
    }

    /** 0.5 alerts per machine-week, precision 0.85 on at least 30 judged episodes. */
    public static OperatingPoints of(CostModel costs) {
        return new OperatingPoints(costs, 0.5, 0.85, 30);
    }

    public OperatingPoints withAlertBudget(double other) {
        return new OperatingPoints(costs, other, precision, fewestEpisodes);
    }

    /** All three, in the order cost_optimal, alert_budget, precision_85. Cost: one sweep of at most 200 thresholds. */
    public List<OperatingPoint> choose(AlertEvaluator validation, TimeWindow chosenOn) {
        List<SweepPoint> sweep = validation.sweep(costs);
        return List.of(costOptimal(sweep, chosenOn), withinBudget(sweep, chosenOn), preciseEnough(sweep, chosenOn));
    }

    /** Cheapest; of equals the highest threshold, so that without evidence nothing alerts. */
    private static OperatingPoint costOptimal(List<SweepPoint> sweep, TimeWindow chosenOn) {
        SweepPoint best = best(sweep, any -> true, Comparator.comparingDouble(point -> -point.costPerMachineWeek()))
                .orElse(sweep.get(0));
        return new OperatingPoint(
                COST_OPTIMAL, best.threshold(), chosenOn, true, "lowest cost per machine-week of all thresholds");
    }

    /** Highest recall within the budget; of equals the one that uses most of it. */
    private OperatingPoint withinBudget(List<SweepPoint> sweep, TimeWindow chosenOn) {
        Comparator<SweepPoint> better =
                BY_RECALL.thenComparing(Comparator.comparingDouble(SweepPoint::alertsPerMachineWeek));
        return best(sweep, point -> point.alertsPerMachineWeek() <= alertBudget, better)
                .map(best -> new OperatingPoint(
                        ALERT_BUDGET,
                        best.threshold(),
                        chosenOn,
                        true,
                        text("%.2f of %.2f alerts per machine-week", best.alertsPerMachineWeek(), alertBudget)))
                .orElseGet(() -> new OperatingPoint(
                        ALERT_BUDGET,
                        Double.POSITIVE_INFINITY,
                        chosenOn,
                        false,
                        text("no threshold stays within %.2f alerts per machine-week", alertBudget)));
    }

    /**
     * Highest recall at a precision that is at least a standard error above the one asked for, as the best of many thresholds on the
     * edge is below it on new data every other time; of equals the most precise; where validation does not show it, {@link #balanced}.
     */
    private OperatingPoint preciseEnough(List<SweepPoint> sweep, TimeWindow chosenOn) {
        return best(
                        sweep,
                        point -> judgedOften(point) && point.precisionShown() >= precision,
                        BY_RECALL.thenComparing(BY_PRECISION))
                .map(shown -> new OperatingPoint(
                        PRECISION_85,
                        shown.threshold(),
                        chosenOn,
                        true,
                        text("precision %.2f on %d judged alerts", shown.precisionWithin(), shown.judgedEpisodes())))
                .orElseGet(() -> balanced(sweep, chosenOn));
    }

    /**
     * In place of a precision nobody can vouch for: the middle one of the thresholds whose F1 is not told apart from the best one, that
     * is within one standard error of it. The best F1 itself would do, but its place on a flat curve is chance. Without a hit it never
     * alerts.
     *
     * @see "Breiman, Friedman, Olshen, Stone, Classification and Regression Trees, 1984, section 3.4.3 (one standard error)"
     */
    private OperatingPoint balanced(List<SweepPoint> sweep, TimeWindow chosenOn) {
        SweepPoint top = best(sweep, any -> true, Comparator.comparingDouble(SweepPoint::f1))
                .orElse(sweep.get(0));
        double least = top.f1() - top.f1StandardError();
        List<SweepPoint> plateau =
                sweep.stream().filter(point -> point.f1() >= least).toList();
        SweepPoint chosen = top.f1() > 0 ? plateau.get(plateau.size() / 2) : sweep.get(0);
        return new OperatingPoint(
                PRECISION_85,
                chosen.threshold(),
                chosenOn,
                false,
                text(
                        "precision %.2f is not shown: %s; instead the middle of the %d thresholds with F1 within a standard error of"
                                + " the best, %.2f of %.2f",
                        precision, mostPrecise(sweep), plateau.size(), chosen.f1(), top.f1()));
    }

    private String mostPrecise(List<SweepPoint> sweep) {
        return best(sweep, this::judgedOften, BY_PRECISION)
                .map(point -> text(
                        "over at least %d judged alerts the best is %.2f on %d",
                        fewestEpisodes, point.precisionWithin(), point.judgedEpisodes()))
                .orElseGet(() -> text("no threshold has %d judged alerts", fewestEpisodes));
    }

    private boolean judgedOften(SweepPoint point) {
        return point.judgedEpisodes() >= fewestEpisodes;
    }

    private static String text(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /** The first of the best in sweep order, that is the highest threshold. */
    private static Optional<SweepPoint> best(
            List<SweepPoint> sweep, Predicate<SweepPoint> allowed, Comparator<SweepPoint> better) {
        return sweep.stream()
                .filter(allowed)
                .reduce((first, second) -> better.compare(second, first) > 0 ? second : first);
    }

    private static ToDoubleFunction<SweepPoint> orZero(ToDoubleFunction<SweepPoint> figure) {
        return point -> Double.isNaN(figure.applyAsDouble(point)) ? 0 : figure.applyAsDouble(point);
    }
}

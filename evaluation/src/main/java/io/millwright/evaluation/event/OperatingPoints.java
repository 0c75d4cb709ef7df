package io.millwright.evaluation.event;

import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.TimeWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Chooses thresholds on validation data; no test data come near it (trap L11).
 *
 * @param costs decide {@link #COST_OPTIMAL}
 * @param alertBudget alerts per machine-week allowed at {@link #ALERT_BUDGET}
 * @param precision event precision asked for at {@link #PRECISION_85}
 */
public record OperatingPoints(CostModel costs, double alertBudget, double precision) {

    public static final String COST_OPTIMAL = "cost_optimal";
    public static final String ALERT_BUDGET = "alert_budget";
    public static final String PRECISION_85 = "precision_85";

    public OperatingPoints {
        if (!(alertBudget >= 0) || !(precision > 0 && precision <= 1)) {
            throw new IllegalArgumentException(
                    "alert budget must be >= 0 and precision in (0, 1], got " + alertBudget + " and " + precision);
        }
    }

    /** 0.5 alerts per machine-week, precision 0.85. */
    public static OperatingPoints of(CostModel costs) {
        return new OperatingPoints(costs, 0.5, 0.85);
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
        return new OperatingPoint(COST_OPTIMAL, best.threshold(), chosenOn, true);
    }

    /** Highest recall within the budget; of equals the one that uses most of it. */
    private OperatingPoint withinBudget(List<SweepPoint> sweep, TimeWindow chosenOn) {
        Comparator<SweepPoint> better = Comparator.comparingDouble(orZero(SweepPoint::eventRecall))
                .thenComparing(Comparator.comparingDouble(SweepPoint::alertsPerMachineWeek));
        Optional<SweepPoint> best = best(sweep, point -> point.alertsPerMachineWeek() <= alertBudget, better);
        return new OperatingPoint(
                ALERT_BUDGET,
                best.map(SweepPoint::threshold).orElse(Double.POSITIVE_INFINITY),
                chosenOn,
                best.isPresent());
    }

    /** Highest recall at the precision, of equals the most precise; if none is precise enough, the most precise there is. */
    private OperatingPoint preciseEnough(List<SweepPoint> sweep, TimeWindow chosenOn) {
        Comparator<SweepPoint> byRecall = Comparator.comparingDouble(orZero(SweepPoint::eventRecall));
        Comparator<SweepPoint> byPrecision = Comparator.comparingDouble(orZero(SweepPoint::eventPrecision));
        Optional<SweepPoint> enough =
                best(sweep, point -> point.eventPrecision() >= precision, byRecall.thenComparing(byPrecision));
        SweepPoint chosen = enough.or(() -> best(
                        sweep,
                        point -> point.threshold() < Double.POSITIVE_INFINITY,
                        byPrecision.thenComparing(byRecall)))
                .orElse(sweep.get(0));
        return new OperatingPoint(PRECISION_85, chosen.threshold(), chosenOn, enough.isPresent());
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

package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * One policy judged on one target.
 *
 * @param figures on the tests, pooled
 * @param validationCosts per machine-week at the cost-optimal threshold, by fold on its own validation data; NaN without any
 * @param folds in time order
 */
record PolicyOutcome(Policy policy, Metrics.Failure figures, Map<Integer, Double> validationCosts, List<OnFold> folds) {

    PolicyOutcome {
        validationCosts = new TreeMap<>(validationCosts);
        folds = List.copyOf(folds);
    }

    /** See {@link #validationCosts}. */
    double validationCost(int fold) {
        return validationCosts.getOrDefault(fold, Double.NaN);
    }

    /** What became of one of its tests. */
    OnFold on(int fold) {
        return folds.stream()
                .filter(on -> on.fold().fold() == fold)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name() + " has no test " + fold));
    }

    /** A fold with its thresholds, by name, and the alerts of its test window at any of them. */
    record OnFold(TestFold fold, Map<String, OperatingPoint> points, AlertEvaluator test) {

        OperatingPoint point(String name) {
            return named(points, name);
        }
    }

    static OperatingPoint named(Map<String, OperatingPoint> points, String name) {
        OperatingPoint point = points.get(name);
        if (point == null) {
            throw new IllegalArgumentException("no operating point " + name + " among " + points.keySet());
        }
        return point;
    }

    /** Counts of the test windows at a point, each fold at its own threshold, for some machines of each test. */
    static EventTally pooled(List<OnFold> folds, String point, BiPredicate<TestFold, String> machine) {
        return EventTally.pooled(folds.stream()
                .map(on -> on.test()
                        .only(each -> machine.test(on.fold(), each))
                        .tally(on.point(point).threshold()))
                .toList());
    }

    /** Counts of all tests at a point, each alert judged with {@link AlertEvaluator#patient}. */
    static EventTally patient(List<OnFold> folds, String point) {
        return EventTally.pooled(folds.stream()
                .map(on -> on.test().patient().tally(on.point(point).threshold()))
                .toList());
    }

    /** On the tests of another alone; the figures stay those of all. */
    PolicyOutcome on(PolicyOutcome other) {
        Set<Integer> tests = other.folds.stream().map(on -> on.fold().fold()).collect(Collectors.toSet());
        return new PolicyOutcome(
                policy,
                figures,
                validationCosts,
                folds.stream().filter(on -> tests.contains(on.fold().fold())).toList());
    }

    String name() {
        return policy.name();
    }

    EventTally tally(String point) {
        return pooled(folds, point, (fold, machine) -> true);
    }

    EventTally tally(String point, BiPredicate<TestFold, String> machine) {
        return pooled(folds, point, machine);
    }
}

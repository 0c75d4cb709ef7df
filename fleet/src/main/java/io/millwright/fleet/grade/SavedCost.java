package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventResult;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.RunResult.Cost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * What is saved of the plain model's cost, on the runs that trained one: by the model, and by who foresees every failure but the sudden
 * ones and never raises a false alarm. Machines of several runs are drawn together, each with both of its costs.
 *
 * @param exams those with costs
 */
record SavedCost(List<Exam> exams) {

    static SavedCost of(List<Exam> exams) {
        return new SavedCost(
                exams.stream().filter(exam -> !exam.run().costs().isEmpty()).toList());
    }

    /** Share of the plain model's cost; n = machines. */
    ClusterMetric byModel() {
        return share((machine, cost) -> cost.model());
    }

    /** Likewise by who foresees all that shows itself. */
    ClusterMetric byForesight() {
        Map<String, Long> sudden = new HashMap<>();
        Map<String, Long> foreseen = new HashMap<>();
        for (Exam exam : exams) {
            for (AlertEvaluator evaluator : exam.evaluators(Failures.ALL, prediction -> 0)) {
                for (EventResult result : evaluator.events(Double.POSITIVE_INFINITY)) {
                    (result.event().onset() == null ? sudden : foreseen).merge(result.machine(), 1L, Long::sum);
                }
            }
        }
        return share((machine, cost) -> sudden.getOrDefault(machine, 0L) * cost.unplanned()
                + foreseen.getOrDefault(machine, 0L) * cost.planned());
    }

    /** @param ours what a machine, by its exam's name and its own, costs under whoever is held against the plain model */
    private ClusterMetric share(ToDoubleBiFunction<String, Cost> ours) {
        SumsByMachine sums = new SumsByMachine();
        for (Exam exam : exams) {
            exam.run().costs().forEach((id, cost) -> {
                String machine = exam.name() + id;
                sums.add(machine, cost.plain() - ours.applyAsDouble(machine, cost), cost.plain());
            });
        }
        return sums.ratio();
    }
}

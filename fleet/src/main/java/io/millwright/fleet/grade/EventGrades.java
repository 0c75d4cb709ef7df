package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.CostModel;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventReport;
import io.millwright.evaluation.event.EventTally;
import io.millwright.evaluation.event.OperatingPoints;
import io.millwright.evaluation.event.SweepPoint;
import io.millwright.evaluation.row.RowMetrics;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.RunResult.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Figures of scores over one or several exams. */
final class EventGrades {
    /** Costs do not enter any graded figure; they only let the sweep run. */
    private static final CostModel NO_COSTS = new CostModel(0, 0, 0);

    /** Of a row that must not alert; every score and margin is above it. */
    static final double BELOW_ALL = -2;

    private EventGrades() {}

    /** How a row is scored, given its exam. */
    interface Score {
        double of(Exam exam, Prediction prediction);
    }

    /** Figures at one operating point, whose threshold may differ from fold to fold. */
    static EventReport at(List<Exam> exams, Failures failures, String point, ClusterBootstrap bootstrap) {
        return at(exams, failures, (exam, prediction) -> margin(exam, point, prediction), bootstrap);
    }

    /** Figures of a margin, which alerts at or above 0. */
    static EventReport at(List<Exam> exams, Failures failures, Score margin, ClusterBootstrap bootstrap) {
        return tally(exams, failures, margin, 0).report(NO_COSTS, bootstrap);
    }

    static EventTally tally(List<Exam> exams, Failures failures, Score score, double threshold) {
        return pooled(evaluators(exams, failures, score), threshold);
    }

    /** Of the operating point that the bars are of. */
    static double headlineMargin(Exam exam, Prediction prediction) {
        return margin(exam, OperatingPoints.PRECISION_85, prediction);
    }

    /** How far the probability is above its fold's threshold; at or above 0 it alerts. */
    static double margin(Exam exam, String point, Prediction prediction) {
        double threshold = exam.run()
                .thresholds()
                .getOrDefault(point, Map.of())
                .getOrDefault(prediction.fold(), Double.POSITIVE_INFINITY);
        return Double.isInfinite(threshold) ? -1 : prediction.p() - threshold;
    }

    static Estimate averagePrecision(List<Exam> exams, Failures failures, Score score, ClusterBootstrap bootstrap) {
        return bootstrap.estimate(labelled(exams, failures, score).averagePrecision());
    }

    static Estimate prevalence(List<Exam> exams, Failures failures, ClusterBootstrap bootstrap) {
        return bootstrap.estimate(labelled(exams, failures, (exam, p) -> p.p()).prevalence());
    }

    /**
     * What a score reaches at best: the report at the threshold of highest recall whose precision is at least the given one.
     * The threshold is chosen on the graded rows themselves, which favours the score; it is meant for ceilings and floors only.
     */
    static EventReport atPrecision(
            List<Exam> exams, Failures failures, Score score, double precision, ClusterBootstrap bootstrap) {
        List<AlertEvaluator> evaluators = evaluators(exams, failures, score);
        double best = Double.POSITIVE_INFINITY;
        double bestRecall = -1;
        TreeSet<Double> candidates = new TreeSet<>();
        for (AlertEvaluator evaluator : evaluators) {
            evaluator.sweep(NO_COSTS).stream().map(SweepPoint::threshold).forEach(candidates::add);
        }
        for (double threshold : candidates.descendingSet()) {
            EventTally tally = pooled(evaluators, threshold);
            double recall = tally.eventRecall().value();
            if (tally.eventPrecision().value() >= precision && recall > bestRecall) {
                best = threshold;
                bestRecall = recall;
            }
        }
        return pooled(evaluators, best).report(NO_COSTS, bootstrap);
    }

    private static EventTally pooled(List<AlertEvaluator> evaluators, double threshold) {
        return EventTally.pooled(
                evaluators.stream().map(evaluator -> evaluator.tally(threshold)).toList());
    }

    private static List<AlertEvaluator> evaluators(List<Exam> exams, Failures failures, Score score) {
        List<AlertEvaluator> evaluators = new ArrayList<>();
        for (Exam exam : exams) {
            ToDoubleFunction<Prediction> ofRow = prediction -> score.of(exam, prediction);
            evaluators.addAll(exam.evaluators(failures, ofRow));
        }
        return evaluators;
    }

    private static RowMetrics labelled(List<Exam> exams, Failures failures, Score score) {
        List<ScoredRows> parts = new ArrayList<>();
        for (Exam exam : exams) {
            parts.add(exam.labelled(failures, prediction -> score.of(exam, prediction)));
        }
        return ScoredRows.pooled(parts).metrics();
    }
}

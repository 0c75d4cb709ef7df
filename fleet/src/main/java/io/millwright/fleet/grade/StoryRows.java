package io.millwright.fleet.grade;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.Outcome;
import io.millwright.evaluation.row.OrdinalMetrics;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Figures of failures that were foretold, judged at the row that first alerted: mode and severity. */
final class StoryRows {
    /** Levels of severity, from the mildest on. */
    static final List<String> LEVELS = List.of("low", "medium", "high");

    private StoryRows() {}

    /** Right modes over foretold failures, judged at the row that first alerted. */
    static ClusterMetric modes(List<Exam> exams, String point) {
        SumsByMachine sums = new SumsByMachine();
        for (Foretold foretold : foretold(exams, point)) {
            boolean right =
                    foretold.said(Prediction::mode).equals(foretold.story().mode());
            sums.add(foretold.episode().machine(), right ? 1 : 0, 1);
        }
        return sums.ratio();
    }

    /** True and predicted severities of foretold failures, judged where {@link #modes} are; those the run says nothing of are left out. */
    static OrdinalMetrics severities(List<Exam> exams, String point) {
        List<Integer> truth = new ArrayList<>();
        List<Integer> said = new ArrayList<>();
        List<String> machines = new ArrayList<>();
        for (Foretold foretold : foretold(exams, point)) {
            int level = level(foretold.exam(), foretold.story());
            int predicted = LEVELS.indexOf(foretold.said(Prediction::severity));
            if (level >= 0 && predicted >= 0) {
                truth.add(level);
                said.add(predicted);
                machines.add(foretold.episode().machine());
            }
        }
        return new OrdinalMetrics(LEVELS.size(), truth, said, machines);
    }

    /**
     * A failure that was alerted on before it came.
     *
     * @param episode the first alert on it
     * @param machine without the exam's name
     */
    private record Foretold(Exam exam, Episode episode, String machine, Story story) {

        /** What the run says in the row that first alerted; empty text where there is no such row. */
        String said(Function<Prediction, String> what) {
            return exam.run().predictions().stream()
                    .filter(one -> one.machine().equals(machine) && one.asOf().equals(episode.start()))
                    .map(what)
                    .findFirst()
                    .orElse("");
        }
    }

    private static List<Foretold> foretold(List<Exam> exams, String point) {
        List<Foretold> all = new ArrayList<>();
        for (Exam exam : exams) {
            Set<Story> seen = new HashSet<>();
            for (Episode episode : hits(exam, point)) {
                String machine = episode.machine().substring(exam.name().length());
                Story story = exam.truth().developing(machine, episode.start());
                if (story != null && seen.add(story)) {
                    all.add(new Foretold(exam, episode, machine, story));
                }
            }
        }
        return all;
    }

    /** By the run's own thresholds on what really happened; -1 where that is not known. */
    private static int level(Exam exam, Story story) {
        RunResult.Grading grading = exam.run().grading();
        if (grading == null) {
            return -1;
        }
        double amount = grading.by().equals("cost")
                ? story.repairCost()
                : Duration.between(story.ended(), story.repaired()).toSeconds() / 3_600.0;
        return Double.isNaN(amount) ? -1 : amount >= grading.high() ? 2 : amount >= grading.medium() ? 1 : 0;
    }

    private static List<Episode> hits(Exam exam, String point) {
        List<Episode> hits = new ArrayList<>();
        for (AlertEvaluator evaluator :
                exam.evaluators(Failures.WITH_PRECURSOR, prediction -> EventGrades.margin(exam, point, prediction))) {
            evaluator.episodes(0).stream()
                    .filter(episode -> episode.outcome() == Outcome.HIT)
                    .forEach(hits::add);
        }
        return hits;
    }
}

package io.millwright.fleet.grade;

import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.Outcome;
import io.millwright.evaluation.row.OrdinalMetrics;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Figures that look at the rows between a failure's onset and the failure: remaining useful life and mode. */
final class StoryRows {
    private static final double LEAST_RUL_HOURS = 24;
    private static final double MOST_RUL_HOURS = 30 * 24;

    /** Levels of severity, from the mildest on. */
    static final List<String> LEVELS = List.of("low", "medium", "high");

    private StoryRows() {}

    /** A ratio's two sums per machine, and over how many things. */
    @SuppressWarnings("ArrayRecordComponent") // sums by machine; identity is never asked for
    record Sums(double[] above, double[] below, long n) {}

    /** Absolute error over true remaining useful life, rows after onset with 1 to 30 days to go. */
    static Sums rul(List<Exam> exams) {
        SumsByMachine sums = new SumsByMachine();
        for (Exam exam : exams) {
            for (Prediction prediction : exam.run().predictions()) {
                Story story = storyAt(exam, prediction.machine(), prediction.asOf());
                if (story != null && !Double.isNaN(prediction.rulMedianHours())) {
                    double hours =
                            Duration.between(prediction.asOf(), story.ended()).toSeconds() / 3_600.0;
                    if (hours >= LEAST_RUL_HOURS && hours <= MOST_RUL_HOURS) {
                        double error = Math.abs(prediction.rulMedianHours() - hours);
                        sums.add(exam.name() + prediction.machine(), error, hours);
                    }
                }
            }
        }
        return sums.build();
    }

    /** Right modes over foretold failures, judged at the row that first alerted. */
    static Sums modes(List<Exam> exams, String point) {
        SumsByMachine sums = new SumsByMachine();
        for (Foretold foretold : foretold(exams, point)) {
            boolean right =
                    foretold.said(Prediction::mode).equals(foretold.story().mode());
            sums.add(foretold.episode().machine(), right ? 1 : 0, 1);
        }
        return sums.build();
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
                Story story = storyAt(exam, machine, episode.start());
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

    /** The failure with a precursor that is developing at this moment, or null. */
    private static @org.jspecify.annotations.Nullable Story storyAt(Exam exam, String machine, Instant asOf) {
        for (Story story : exam.truth().storiesOf(machine)) {
            boolean developing = asOf.isAfter(story.onset()) && asOf.isBefore(story.ended());
            if (story.isFailure() && story.hasPrecursor() && developing) {
                return story;
            }
        }
        return null;
    }

    private static final class SumsByMachine {
        private final java.util.TreeMap<String, double[]> sums = new java.util.TreeMap<>();
        private long n;

        void add(String machine, double above, double below) {
            double[] pair = sums.computeIfAbsent(machine, any -> new double[2]);
            pair[0] += above;
            pair[1] += below;
            n++;
        }

        Sums build() {
            return new Sums(
                    sums.values().stream().mapToDouble(pair -> pair[0]).toArray(),
                    sums.values().stream().mapToDouble(pair -> pair[1]).toArray(),
                    n);
        }
    }
}

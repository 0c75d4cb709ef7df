package io.millwright.fleet.grade;

import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventRules;
import io.millwright.evaluation.event.FailureEvent;
import io.millwright.evaluation.event.Timeline;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Ending;
import io.millwright.fleet.grade.Truth.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One run held against one truth: the rows that are graded and the timelines they are graded on. Test windows that follow each
 * other are one window, so that an alert in one fold counts for a failure in the next.
 *
 * @param name told apart from the exams of other seeds
 */
record Exam(String name, Truth truth, RunResult run, List<TimeWindow> windows) {
    static final Duration REPAIR_WINDOW = Duration.ofHours(24);

    /** Which failures are asked for; an alert during another one is neither a hit nor a false alarm. */
    record Failures(Predicate<Story> asked) {
        static final Failures WITH_PRECURSOR = new Failures(Story::hasPrecursor);
        static final Failures ALL = new Failures(any -> true);

        static Failures ofMode(String mode) {
            return new Failures(story -> story.hasPrecursor() && story.mode().equals(mode));
        }
    }

    static Exam of(String name, Truth truth, RunResult run) {
        return new Exam(name, truth, run, windows(run.predictions()));
    }

    /** The same for the machines of a site alone. */
    Exam ofSite(String site) {
        return new Exam(name, truth, run.only(machine -> truth.siteOf(machine).equals(site)), windows);
    }

    Horizon horizon() {
        return run.horizon();
    }

    EventRules rules() {
        return EventRules.of(horizon())
                .withCoolDown(run.coolDown())
                .withRepairWindow(REPAIR_WINDOW)
                .withCarry(EventRules.Carry.FORGOTTEN_AT_ZONE_START);
    }

    /** Evaluators of this exam under any score, one per window; a threshold means the same in each. */
    List<AlertEvaluator> evaluators(Failures failures, ToDoubleFunction<Prediction> score) {
        List<AlertEvaluator> evaluators = new ArrayList<>();
        for (TimeWindow window : windows) {
            ScoredRows.Builder rows = ScoredRows.builder();
            for (Prediction prediction : run.predictions()) {
                if (window.contains(prediction.asOf())) {
                    String machine = name + prediction.machine();
                    long asOf = prediction.asOf().toEpochMilli();
                    rows.add(machine, asOf, score.applyAsDouble(prediction), Label.UNLABELLED);
                }
            }
            List<Timeline> timelines = new ArrayList<>();
            for (String machine : machines()) {
                timelines.add(timeline(machine, window, failures));
            }
            evaluators.add(AlertEvaluator.of(rules(), timelines, rows.build()));
        }
        return evaluators;
    }

    /** The machines that were predicted, in order. */
    TreeSet<String> machines() {
        TreeSet<String> machines = new TreeSet<>();
        run.predictions().forEach(prediction -> machines.add(prediction.machine()));
        return machines;
    }

    /** Rows labelled as average precision wants them: zones positive, everything from onset to the end of repair left out. */
    ScoredRows labelled(Failures failures, ToDoubleFunction<Prediction> score) {
        ScoredRows.Builder rows = ScoredRows.builder();
        for (Prediction prediction : run.predictions()) {
            rows.add(
                    name + prediction.machine(),
                    prediction.asOf().toEpochMilli(),
                    score.applyAsDouble(prediction),
                    label(prediction.machine(), prediction.asOf(), failures));
        }
        return rows.build();
    }

    Label label(String machine, Instant asOf, Failures failures) {
        Label label = Label.NEGATIVE;
        for (Story story : truth.storiesOf(machine)) {
            boolean asked = story.isFailure() && failures.asked().test(story);
            if (asked && horizon().foretells(asOf.toEpochMilli(), story.ended().toEpochMilli())) {
                return Label.POSITIVE;
            }
            if (asOf.isAfter(story.onset()) && !asOf.isAfter(excludedUntil(story))) {
                label = Label.UNLABELLED;
            }
        }
        return label;
    }

    /** The mode of what is developing on a machine, or was just repaired, whatever became of it; empty where nothing is. */
    String trueMode(String machine, Instant asOf) {
        for (Story story : truth.storiesOf(machine)) {
            if (asOf.isAfter(story.onset()) && !asOf.isAfter(excludedUntil(story))) {
                return story.mode();
            }
        }
        return "";
    }

    private Instant excludedUntil(Story story) {
        return switch (story.ending()) {
            case FAILURE -> story.ended().plus(REPAIR_WINDOW);
            case REPLACED_EARLY -> story.repaired().plus(REPAIR_WINDOW);
            case RUNNING -> truth.end().plus(horizon().horizon());
        };
    }

    private Timeline timeline(String machine, TimeWindow window, Failures failures) {
        List<FailureEvent> events = new ArrayList<>();
        List<Instant> repairs = new ArrayList<>();
        List<TimeWindow> excused = new ArrayList<>();
        for (Story story : truth.storiesOf(machine)) {
            if (!story.isFailure()) {
                excused.add(new TimeWindow(story.onset(), excludedUntil(story)));
            } else if (failures.asked().test(story)) {
                events.add(story.hasPrecursor() ? event(story).withOnset(story.onset()) : event(story));
            } else {
                repairs.add(story.ended());
                excused.add(new TimeWindow(foreshadowed(story), story.ended()));
            }
            if (story.ending() != Ending.RUNNING) {
                repairs.add(story.repaired());
            }
        }
        return Timeline.of(name + machine, window)
                .withFailures(events)
                .withRepairs(repairs)
                .withExcused(excused);
    }

    /** From when on a failure can be foretold, or be taken for foretold. */
    private Instant foreshadowed(Story story) {
        return story.hasPrecursor()
                ? story.onset()
                : story.ended().minus(horizon().horizon());
    }

    private static FailureEvent event(Story story) {
        return FailureEvent.of(story.ended(), "", story.mode());
    }

    /** Test windows joined where one begins at or before the other's end. */
    private static List<TimeWindow> windows(List<Prediction> predictions) {
        Map<Instant, Instant> ends = new TreeMap<>();
        for (Prediction prediction : predictions) {
            ends.merge(prediction.testFrom(), prediction.testTo(), (a, b) -> a.isAfter(b) ? a : b);
        }
        List<TimeWindow> joined = new ArrayList<>();
        for (Map.Entry<Instant, Instant> window : ends.entrySet()) {
            TimeWindow last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && !window.getKey().isAfter(last.to())) {
                Instant end = window.getValue().isAfter(last.to()) ? window.getValue() : last.to();
                joined.set(joined.size() - 1, new TimeWindow(last.from(), end));
            } else {
                joined.add(new TimeWindow(window.getKey(), window.getValue()));
            }
        }
        return List.copyOf(joined);
    }
}

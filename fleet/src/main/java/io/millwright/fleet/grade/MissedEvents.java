package io.millwright.fleet.grade;

import io.millwright.evaluation.event.AlertEvaluator;
import io.millwright.evaluation.event.EventResult;
import io.millwright.fleet.grade.Exam.Failures;
import io.millwright.fleet.grade.RunResult.Prediction;
import io.millwright.fleet.grade.Truth.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names every failure that was not foretold, and why. */
final class MissedEvents {
    private MissedEvents() {}

    static List<MissedEvent> of(Exam exam, String point) {
        List<MissedEvent> missed = new ArrayList<>();
        for (AlertEvaluator evaluator :
                exam.evaluators(Failures.ALL, prediction -> EventGrades.margin(exam, point, prediction))) {
            for (EventResult result : evaluator.events(0)) {
                if (!result.detected()) {
                    missed.add(explain(exam, point, result));
                }
            }
        }
        return missed;
    }

    private static MissedEvent explain(Exam exam, String point, EventResult result) {
        String machine = result.machine().substring(exam.name().length());
        Story story = exam.truth().storiesOf(machine).stream()
                .filter(one ->
                        one.isFailure() && one.ended().equals(result.event().at()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no story of " + machine + " ends at " + result.event().at()));
        Prediction highest = highest(exam, story);
        double threshold = highest == null
                ? Double.NaN
                : exam.run()
                        .thresholds()
                        .getOrDefault(point, Map.of())
                        .getOrDefault(highest.fold(), Double.POSITIVE_INFINITY);
        double lead = hours(story.onset(), story.ended());
        return new MissedEvent(
                exam.name(),
                machine,
                story.mode(),
                story.ended().toString(),
                story.hasPrecursor(),
                lead,
                reason(exam, story, highest, result.alertedLate()),
                highest == null ? Double.NaN : highest.p(),
                threshold);
    }

    private static String reason(Exam exam, Story story, @Nullable Prediction highest, boolean alertedLate) {
        if (!story.hasPrecursor()) {
            return "sudden: no sensor showed anything";
        }
        Instant lastUseful = story.ended().minus(exam.horizon().minimumLead());
        boolean tooShort = !story.onset().isBefore(lastUseful.minus(Duration.ofHours(24)));
        if (tooShort) {
            return "too short: less than a day between onset and the last useful moment";
        }
        if (highest == null) {
            return "censored: no prediction between onset and the last useful moment";
        }
        return alertedLate ? "too late: below threshold until the minimum lead" : "below threshold";
    }

    /** The highest prediction between onset (or horizon) and the last useful moment. */
    private static @Nullable Prediction highest(Exam exam, Story story) {
        Instant from = story.hasPrecursor()
                ? story.onset()
                : story.ended().minus(exam.horizon().horizon());
        Instant to = story.ended().minus(exam.horizon().minimumLead());
        return exam.run().predictions().stream()
                .filter(one -> one.machine().equals(story.machine()))
                .filter(one -> one.asOf().isAfter(from) && !one.asOf().isAfter(to))
                .max(Comparator.comparingDouble(Prediction::p))
                .orElse(null);
    }

    private static double hours(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds() / 3_600.0;
    }
}

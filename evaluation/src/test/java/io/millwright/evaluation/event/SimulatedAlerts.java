package io.millwright.evaluation.event;

import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fleet of daily scores whose knowledge of coming failures can be set. */
public final class SimulatedAlerts {

    public static final EventRules RULES = EventRules.of(Horizon.ofHours(72, 24));
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    public final TimeWindow window;
    public final List<Timeline> timelines = new ArrayList<>();
    private final List<List<FailureEvent>> failures = new ArrayList<>();

    public SimulatedAlerts(int machines, int days, double failuresPerMachine, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        window = new TimeWindow(START, START.plus(Duration.ofDays(days)));
        for (int m = 0; m < machines; m++) {
            List<FailureEvent> events = new ArrayList<>();
            for (int d = 4; d < days; d++) {
                if (random.nextDouble() < failuresPerMachine / days) {
                    events.add(FailureEvent.of(START.plus(Duration.ofHours(24L * d + 7)), "belt", "wear"));
                }
            }
            failures.add(events);
            timelines.add(Timeline.of("m" + m, window).withFailures(events));
        }
    }

    /** Noise, and above it a score that rises over the last eight days before a failure, by chance faster or slower. */
    AlertEvaluator early(EventRules rules, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int m = 0; m < timelines.size(); m++) {
            for (Instant at = window.from(); at.isBefore(window.to()); at = at.plus(Duration.ofDays(1))) {
                Instant now = at;
                double nearness = failures.get(m).stream()
                        .mapToDouble(event -> Duration.between(now, event.at()).toHours() / 24.0)
                        .filter(days -> days >= 0 && days < 8)
                        .map(days -> 1 - days / 8)
                        .max()
                        .orElse(0);
                double score = nearness > 0 ? 0.5 + nearness * (0.5 + random.nextDouble()) : random.nextDouble() / 2;
                rows.add("m" + m, at.toEpochMilli(), score, Label.UNLABELLED);
            }
        }
        return AlertEvaluator.of(rules, timelines, rows.build());
    }

    /** Uniform noise plus {@code knowledge} in the zone of a failure. */
    public AlertEvaluator scoredBy(double knowledge, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int m = 0; m < timelines.size(); m++) {
            for (Instant at = window.from(); at.isBefore(window.to()); at = at.plus(Duration.ofDays(1))) {
                Instant now = at;
                boolean inZone = failures.get(m).stream().anyMatch(event -> RULES.horizon()
                        .foretells(now.toEpochMilli(), event.at().toEpochMilli()));
                rows.add(
                        "m" + m,
                        at.toEpochMilli(),
                        random.nextDouble() + (inZone ? knowledge : 0),
                        inZone ? Label.POSITIVE : Label.NEGATIVE);
            }
        }
        return AlertEvaluator.of(RULES, timelines, rows.build());
    }
}

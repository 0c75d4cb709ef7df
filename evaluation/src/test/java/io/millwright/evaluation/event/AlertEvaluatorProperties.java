package io.millwright.evaluation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.Horizon;
import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.EventRules.Carry;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories: the evaluator agrees with the specification read sentence by sentence. */
class AlertEvaluatorProperties {

    private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
    private static final int HOURS = 400;

    private final TreeMap<Instant, Double> scores = new TreeMap<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void evaluator_and_specification_agree(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EventRules rules = rules(random);
        Timeline timeline = timeline(random, rules);
        AlertEvaluator evaluator = AlertEvaluator.of(rules, List.of(timeline), rows(random));
        NaiveEvents naive = new NaiveEvents(timeline, rules, scores);

        for (double threshold : new double[] {0.0, 0.5, 0.8, 0.95, Double.POSITIVE_INFINITY}) {
            List<Episode> episodes = evaluator.episodes(threshold);
            assertThat(episodes.stream().map(Episode::start)).containsExactlyElementsOf(naive.episodes(threshold));
            assertThat(episodes)
                    .allSatisfy(episode -> assertThat(episode.outcome()).isEqualTo(naive.outcome(episode.start())));
            assertThat(evaluator.events(threshold).stream().map(EventResult::event))
                    .containsExactlyElementsOf(naive.events());
            assertThat(evaluator.events(threshold)).allSatisfy(result -> assertThat(result.leadHours())
                    .isEqualTo(naive.leadHours(result.event(), threshold)));
            EventTally tally = evaluator.tally(threshold);
            assertThat(tally.exposureWeeks()).isCloseTo(naive.exposedHours() / 168.0, within(1e-9));
            assertThat(tally.falsePositiveRate().n()).isEqualTo(naive.healthyRows());
            if (naive.healthyRows() > 0) {
                assertThat(tally.falsePositiveRate().value())
                        .isCloseTo((double) naive.healthyRowsInAlert(threshold) / naive.healthyRows(), within(1e-12));
            }
            assertThat(tally.detected())
                    .isEqualTo(evaluator.events(threshold).stream()
                            .filter(EventResult::detected)
                            .count());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_episode_more_or_less_never_changes_what_another_one_is(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EventRules rules = rules(random);
        Timeline timeline = timeline(random, rules);
        AlertEvaluator evaluator = AlertEvaluator.of(rules, List.of(timeline), rows(random));
        TreeMap<Instant, Outcome> outcomes = new TreeMap<>();

        for (double threshold = 0; threshold < 1; threshold += 0.1) {
            evaluator.episodes(threshold).forEach(episode -> assertThat(
                            outcomes.merge(episode.start(), episode.outcome(), (before, now) -> now))
                    .isEqualTo(episode.outcome()));
        }
    }

    private static EventRules rules(SplittableRandom random) {
        int horizonHours = 4 + random.nextInt(60);
        int leadHours = random.nextInt(3) == 0 ? 0 : random.nextInt(horizonHours);
        Horizon horizon = Horizon.ofHours(horizonHours, leadHours);
        return new EventRules(
                horizon,
                Duration.ofHours(random.nextBoolean() ? horizonHours : random.nextInt(40)),
                Duration.ofHours(random.nextInt(30)),
                random.nextBoolean() ? Carry.MUST_BE_RAISED_AGAIN : Carry.FORGOTTEN_AT_ZONE_START,
                horizon.horizon());
    }

    private static Timeline timeline(SplittableRandom random, EventRules rules) {
        List<FailureEvent> failures = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            FailureEvent failure = FailureEvent.of(hour(random.nextInt(HOURS + 40) - 20), "bearing", "wear");
            failures.add(
                    random.nextBoolean()
                            ? failure
                            : failure.withOnset(failure.at().minus(Duration.ofHours(random.nextInt(100)))));
        }
        return Timeline.of("m", window(random.nextInt(40), HOURS - random.nextInt(40)))
                .withFailures(failures)
                .withPreventiveReplacements(hours(random, 3))
                .withRepairs(hours(random, 2))
                .withExcused(random.nextBoolean() ? List.of() : List.of(window(100, 130)));
    }

    private ScoredRows rows(SplittableRandom random) {
        int step = 1 + random.nextInt(6);
        ScoredRows.Builder rows = ScoredRows.builder();
        for (int h = 0; h < HOURS; h += step) {
            double score = random.nextInt(20) / 20.0;
            scores.put(hour(h), score);
            rows.add("m", hour(h).toEpochMilli(), score, Label.UNLABELLED);
        }
        return rows.build();
    }

    private static List<Instant> hours(SplittableRandom random, int atMost) {
        return random.ints(random.nextInt(atMost + 1), 0, HOURS)
                .mapToObj(AlertEvaluatorProperties::hour)
                .toList();
    }

    private static TimeWindow window(int from, int to) {
        return new TimeWindow(hour(from), hour(to));
    }

    private static Instant hour(int hours) {
        return START.plus(Duration.ofHours(hours));
    }
}

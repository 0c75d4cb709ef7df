package io.millwright.pipeline.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.MonitoringSpec;
import io.millwright.pipeline.evaluate.TrainedOn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TriggersTest {

    private static final MonitoringSpec LIMITS =
            new MonitoringSpec(Duration.ofDays(28), Duration.ofDays(14), 0.2, 1.5, 0.7, 30);
    private static final Instant TRAINED = Instant.parse("2025-03-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2025-03-15T00:00:00Z");
    private static final TrainedOn MODEL = new TrainedOn(
            Instant.parse("2024-01-01T00:00:00Z"), TRAINED, List.of("pump"), Map.of("heat", "a", "noise", "b"));
    private static final Matured QUIET = matured(40, 20, 40, 15, 5);

    /** As little as possible happened; each test changes one thing. */
    private record Fleet(
            Optional<TrainedOn> model,
            Optional<Instant> newest,
            long drifted,
            Optional<Matured> recent,
            long failures,
            TrainedOn now,
            List<String> targets) {

        static Fleet quiet() {
            return new Fleet(Optional.of(MODEL), Optional.of(TRAINED), 19, Optional.of(QUIET), 29, MODEL, List.of());
        }

        Fleet drifted(long features) {
            return new Fleet(model, newest, features, recent, failures, now, targets);
        }

        Fleet trained(Instant at) {
            return new Fleet(model, Optional.of(at), drifted, recent, failures, now, targets);
        }

        Fleet listed(Matured matured) {
            return new Fleet(model, newest, drifted, Optional.of(matured), failures, now, targets);
        }

        Fleet failed(long times) {
            return new Fleet(model, newest, drifted, recent, times, now, targets);
        }

        Fleet being(TrainedOn other) {
            return new Fleet(model, newest, drifted, recent, failures, other, targets);
        }

        Fleet wanting(String target) {
            return new Fleet(model, newest, drifted, recent, failures, now, List.of(target));
        }

        Situation situation() {
            return new Situation(NOW, "7", model, newest, drifted, 100, recent, 0.8, false, failures, now, targets);
        }
    }

    private static Matured matured(long positives, long failures, double expected, long hits, long falseAlarms) {
        return new Matured(
                Instant.parse("2025-01-01T00:00:00Z"), 900, positives, failures, expected, 2, hits, falseAlarms);
    }

    private static List<Trigger> of(Fleet fleet) {
        return Triggers.of(LIMITS, fleet.situation(), new Situation.LastAsked(Map.of()));
    }

    private static List<String> fired(Fleet fleet) {
        return of(fleet).stream().filter(Trigger::fired).map(Trigger::name).toList();
    }

    private static Trigger named(List<Trigger> triggers, String name) {
        return triggers.stream()
                .filter(trigger -> trigger.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_quiet_fleet_fires_none_and_every_trigger_says_why() {
        List<Trigger> triggers = of(Fleet.quiet());

        assertThat(triggers)
                .extracting(Trigger::name)
                .containsExactly(
                        "schedule",
                        "drift",
                        "calibration",
                        "event_precision",
                        "new_failures",
                        "new_type",
                        "definitions");
        assertThat(triggers).noneMatch(Trigger::fired).noneMatch(Trigger::asks);
        assertThat(triggers).allSatisfy(trigger -> assertThat(trigger.why()).isNotEmpty());
        assertThat(named(triggers, "calibration").why()).contains("20 failures", "1.00 times");
    }

    @Test
    void the_schedule_fires_once_the_newest_model_s_data_are_as_old_as_allowed() {
        assertThat(fired(Fleet.quiet().trained(NOW.minus(Duration.ofDays(28))))).containsExactly("schedule");
        assertThat(fired(Fleet.quiet().trained(NOW.minus(Duration.ofDays(28)).plusMillis(1))))
                .isEmpty();
    }

    @Test
    void drift_fires_from_the_configured_share_on() {
        Trigger drift = named(of(Fleet.quiet().drifted(20)), "drift");

        assertThat(fired(Fleet.quiet().drifted(20))).containsExactly("drift");
        assertThat(drift.value()).isEqualTo(0.2);
        assertThat(drift.limit()).isEqualTo(0.2);
        assertThat(drift.why()).isEqualTo("20 of 100 features drifted");
    }

    @Test
    void calibration_fires_only_where_its_whole_interval_is_beyond_the_limit_on_either_side() {
        assertThat(fired(Fleet.quiet().listed(matured(160, 80, 80, 15, 5)))).containsExactly("calibration");
        assertThat(fired(Fleet.quiet().listed(matured(16, 8, 80, 15, 5)))).containsExactly("calibration");
        assertThat(named(of(Fleet.quiet().listed(matured(16, 8, 80, 15, 5))), "calibration")
                        .limit())
                .isEqualTo(1 / 1.5);
        assertThat(fired(Fleet.quiet().listed(matured(8, 4, 4, 15, 5))))
                .as("twice as many, but 4 failures say little")
                .isEmpty();
        assertThat(fired(Fleet.quiet().listed(matured(0, 0, 6, 15, 5))))
                .as("none of three expected")
                .isEmpty();
        assertThat(fired(Fleet.quiet().listed(matured(0, 0, 60, 15, 5)))).containsExactly("calibration");
    }

    @Test
    void event_precision_fires_only_where_its_whole_interval_is_below_what_was_promised() {
        assertThat(fired(Fleet.quiet().listed(matured(40, 20, 40, 6, 24)))).containsExactly("event_precision");
        assertThat(fired(Fleet.quiet().listed(matured(40, 20, 40, 1, 2)))).isEmpty();
        assertThat(fired(Fleet.quiet().listed(matured(40, 20, 40, 0, 0)))).isEmpty();
    }

    @Test
    void enough_new_failures_fire() {
        assertThat(fired(Fleet.quiet().failed(30))).containsExactly("new_failures");
    }

    @Test
    void a_type_that_was_not_in_the_training_fires_and_is_named_and_one_that_is_gone_does_not() {
        TrainedOn more = new TrainedOn(MODEL.from(), NOW, List.of("fan", "pump"), MODEL.definitions());
        TrainedOn fewer = new TrainedOn(MODEL.from(), NOW, List.of(), MODEL.definitions());

        assertThat(fired(Fleet.quiet().being(more))).containsExactly("new_type");
        assertThat(named(of(Fleet.quiet().being(more)), "new_type").why()).isEqualTo("not in the training: fan");
        assertThat(fired(Fleet.quiet().being(fewer))).isEmpty();
    }

    @Test
    void a_feature_that_means_something_else_came_or_went_fires_and_so_does_a_target() {
        TrainedOn other = new TrainedOn(MODEL.from(), NOW, MODEL.types(), Map.of("heat", "a2", "flow", "c"));

        assertThat(fired(Fleet.quiet().being(other))).containsExactly("definitions");
        assertThat(named(of(Fleet.quiet().being(other)), "definitions").why()).isEqualTo("changed: flow, heat, noise");
        assertThat(fired(Fleet.quiet().wanting("target fails"))).containsExactly("definitions");
    }

    @Test
    void a_reason_that_asked_rests_for_the_pause_and_another_one_asks_meanwhile() {
        Fleet fleet = Fleet.quiet().drifted(50).failed(99);
        Situation.LastAsked lately = new Situation.LastAsked(
                Map.of("drift", NOW.minus(Duration.ofDays(14)).plusMillis(1)));
        Situation.LastAsked longAgo = new Situation.LastAsked(Map.of("drift", NOW.minus(Duration.ofDays(14))));

        List<Trigger> soon = Triggers.of(LIMITS, fleet.situation(), lately);
        List<Trigger> later = Triggers.of(LIMITS, fleet.situation(), longAgo);

        assertThat(named(soon, "drift").fired()).isTrue();
        assertThat(named(soon, "drift").asks()).isFalse();
        assertThat(named(soon, "drift").why()).endsWith("it asked for a training on 2025-03-01 and rests for 14 days");
        assertThat(named(soon, "new_failures").asks()).isTrue();
        assertThat(named(later, "drift").asks()).isTrue();
    }

    @Test
    void a_shorter_schedule_does_not_wait_for_the_pause() {
        MonitoringSpec weekly = new MonitoringSpec(Duration.ofDays(7), Duration.ofDays(28), 0.2, 1.5, 0.7, 30);
        Situation.LastAsked aWeekAgo = new Situation.LastAsked(Map.of("schedule", NOW.minus(Duration.ofDays(7))));
        Situation old = Fleet.quiet().trained(NOW.minus(Duration.ofDays(8))).situation();

        assertThat(named(Triggers.of(weekly, old, aWeekAgo), "schedule").asks()).isTrue();
    }

    @Test
    void without_a_model_the_schedule_asks_for_one_and_a_silent_package_fires_nothing() {
        Situation nothing = new Situation(
                NOW,
                "",
                Optional.empty(),
                Optional.empty(),
                0,
                100,
                Optional.empty(),
                Double.NaN,
                false,
                0,
                MODEL,
                List.of());
        Situation silent = new Situation(
                NOW,
                "3",
                Optional.empty(),
                Optional.empty(),
                0,
                100,
                Optional.empty(),
                Double.NaN,
                false,
                0,
                MODEL,
                List.of());
        Situation.LastAsked never = new Situation.LastAsked(Map.of());

        assertThat(Triggers.of(LIMITS, nothing, never))
                .filteredOn(Trigger::fired)
                .extracting(Trigger::name, Trigger::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("schedule", "no model is registered yet"));
        assertThat(Triggers.of(LIMITS, silent, never)).noneMatch(Trigger::fired);
        assertThat(named(Triggers.of(LIMITS, silent, never), "new_type").why()).contains("does not say");
    }

    @Test
    void of_a_model_of_lives_it_is_said_that_nothing_holds_it_against_what_happened() {
        Situation lives = new Situation(
                NOW,
                "7",
                Optional.of(MODEL),
                Optional.of(TRAINED),
                0,
                100,
                Optional.empty(),
                Double.NaN,
                true,
                0,
                MODEL,
                List.of());

        List<Trigger> triggers = Triggers.of(LIMITS, lives, new Situation.LastAsked(Map.of()));

        assertThat(List.of("calibration", "event_precision"))
                .allSatisfy(name -> assertThat(named(triggers, name).why())
                        .isEqualTo("the model foretells no failure, and what became of the lives it foretold is not"
                                + " watched"));
        assertThat(triggers).noneMatch(Trigger::fired);
    }

    @Test
    void where_no_feature_could_be_judged_drift_says_so_and_does_not_fire() {
        Situation few = new Situation(
                NOW, "7", Optional.empty(), Optional.empty(), 0, 0, Optional.empty(), 0.8, false, 0, MODEL, List.of());

        Trigger drift = named(Triggers.of(LIMITS, few, new Situation.LastAsked(Map.of())), "drift");

        assertThat(drift.fired()).isFalse();
        assertThat(drift.why()).isEqualTo("too few machines to tell whether any feature drifted");
    }
}

package io.millwright.features.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.context.MachineLog;
import io.millwright.features.label.Failure.Replacement;
import io.millwright.features.label.FailureLabel.Reason;
import io.millwright.features.table.Labels;
import io.millwright.lake.table.Feedback;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels by the rules of the contract, hour by hour; times are in hours. */
class FailureLabelsTest {

    private static final long H = 3_600_000;
    private static final FailureLabels TARGET = new FailureLabels(72 * H, 24 * H, 24 * H);

    private static Failure failure(long hour, String... components) {
        return new Failure(hour * H, hour * H, new TreeSet<>(List.of(components)), new TreeSet<>());
    }

    private static MachineLife life(List<Failure> failures, Replacement... preventive) {
        return new MachineLife(failures, List.of(preventive), 1000 * H, false);
    }

    private static Object at(MachineLife life, long hour) {
        FailureLabel label = TARGET.label(life, hour * H);
        return label.label() != null ? label.label() : String.valueOf(label.reason());
    }

    @Test
    void positive_from_just_inside_the_horizon_through_the_minimum_lead() {
        MachineLife life = life(List.of(failure(500, "bearing")));

        assertThat(at(life, 428)).isEqualTo(0);
        assertThat(at(life, 429)).isEqualTo(1);
        assertThat(at(life, 476)).isEqualTo(1);
        assertThat(at(life, 477)).isEqualTo("INSIDE_MINIMUM_LEAD");
        assertThat(at(life, 500)).isEqualTo("AT_FAILURE");
    }

    @Test
    void no_row_at_or_after_a_failure_is_positive_where_the_minimum_lead_is_zero() {
        FailureLabels target = new FailureLabels(24 * H, 0, 24 * H);
        MachineLife life = life(List.of(failure(500)));

        assertThat(target.label(life, 499 * H).label()).isEqualTo(1);
        assertThat(target.label(life, 500 * H).reason()).isEqualTo(Reason.AT_FAILURE);
        assertThat(target.label(life, 501 * H).reason()).isEqualTo(Reason.REPAIR_WINDOW);
        assertThat(target.label(life, 524 * H).reason()).isEqualTo(Reason.REPAIR_WINDOW);
        assertThat(target.label(life, 525 * H).label()).isZero();
    }

    @Test
    void the_repair_window_ends_after_the_repair() {
        Failure slow = new Failure(500 * H, 560 * H, new TreeSet<>(), new TreeSet<>());

        assertThat(at(life(List.of(slow)), 540)).isEqualTo("REPAIR_WINDOW");
        assertThat(at(life(List.of(slow)), 584)).isEqualTo("REPAIR_WINDOW");
        assertThat(at(life(List.of(slow)), 585)).isEqualTo(0);
    }

    @Test
    void a_row_whose_horizon_reaches_beyond_the_data_is_unlabelled_even_before_a_failure() {
        MachineLife life = new MachineLife(List.of(failure(990)), List.of(), 1000 * H, false);

        assertThat(at(life, 927)).isEqualTo(1);
        assertThat(at(life, 929)).isEqualTo("END_OF_DATA");
        assertThat(at(life(List.of()), 929)).isEqualTo("END_OF_DATA");
        assertThat(at(life(List.of()), 928)).isEqualTo(0);
    }

    @Test
    void a_failure_that_ends_the_life_leaves_nothing_unobserved() {
        MachineLife life = new MachineLife(List.of(failure(1000)), List.of(), 1000 * H, true);

        assertThat(at(life, 950)).isEqualTo(1);
        assertThat(at(life, 990)).isEqualTo("INSIDE_MINIMUM_LEAD");
    }

    @Test
    void only_the_failing_components_replacement_makes_a_row_before_a_failure_unlabelled() {
        Replacement belt = new Replacement(460 * H, "belt");
        Replacement bearing = new Replacement(460 * H, "bearing");

        assertThat(at(life(List.of(failure(500, "bearing")), belt), 450)).isEqualTo(1);
        assertThat(at(life(List.of(failure(500, "bearing")), bearing), 450)).isEqualTo("PREVENTIVE_REPLACEMENT");
        assertThat(at(life(List.of(failure(500, "bearing")), bearing), 461)).isEqualTo(1);
    }

    @Test
    void any_components_replacement_makes_a_row_without_a_failure_unlabelled() {
        MachineLife life = life(List.of(), new Replacement(460 * H, "belt"));

        assertThat(at(life, 388)).isEqualTo(0);
        assertThat(at(life, 389)).isEqualTo("PREVENTIVE_REPLACEMENT");
        assertThat(at(life, 460)).isEqualTo("PREVENTIVE_REPLACEMENT");
        assertThat(at(life, 461)).isEqualTo(0);
    }

    @Test
    void failures_at_one_instant_are_one_event_of_several_components() {
        MachineLog log = log(
                List.of(
                        new MachineLog.Event(500 * H, 500 * H, "failure", null, "comp2", "comp2"),
                        new MachineLog.Event(500 * H, 500 * H, "failure", null, "comp1", "comp1"),
                        new MachineLog.Event(400 * H, 400 * H, "error", "e1", null, null)),
                List.of());

        MachineLife life = MachineLife.of(log, 1000 * H, 1000 * H, 72 * H);

        assertThat(life.failures()).hasSize(1);
        assertThat(life.failures().get(0).components()).containsExactly("comp1", "comp2");
        assertThat(life.endsInFailure()).isFalse();
    }

    @Test
    void a_repair_is_the_first_corrective_work_on_what_failed() {
        MachineLog log = log(
                List.of(new MachineLog.Event(500 * H, 500 * H, "failure", null, "belt", null)),
                List.of(
                        new MachineLog.Order(505 * H, 505 * H, "corrective", "closed", "motor", null, true),
                        new MachineLog.Order(510 * H, 510 * H, "corrective", "closed", "belt", null, true),
                        new MachineLog.Order(900 * H, 900 * H, "corrective", "closed", "belt", null, true)));

        MachineLife life = MachineLife.of(log, 1000 * H, 1000 * H, 72 * H);

        assertThat(life.failures().get(0).repairedMs()).isEqualTo(510 * H);
        assertThat(life.preventive()).isEmpty();
    }

    @Test
    void work_that_exchanged_nothing_hides_no_failure_and_mends_as_well() {
        MachineLog log = log(
                List.of(new MachineLog.Event(500 * H, 500 * H, "failure", null, "belt", null)),
                List.of(
                        new MachineLog.Order(300 * H, 300 * H, "preventive", "closed", "belt", null, false),
                        new MachineLog.Order(510 * H, 510 * H, "corrective", "closed", "belt", null, false),
                        new MachineLog.Order(800 * H, 800 * H, "preventive", "closed", "belt", null, true)));

        MachineLife life = MachineLife.of(log, 1000 * H, 1000 * H, 72 * H);

        assertThat(life.preventive()).containsExactly(new Replacement(800 * H, "belt"));
        assertThat(life.failures().get(0).repairedMs()).isEqualTo(510 * H);
        assertThat(at(life, 260)).as("a service in the horizon").isEqualTo(0);
        assertThat(at(life, 760)).as("a replacement in the horizon").isEqualTo("PREVENTIVE_REPLACEMENT");
        assertThat(RulLabel.of(life, 260 * H, 24 * H).censored()).isFalse();
    }

    @Test
    void a_machine_silent_before_the_fleets_end_is_observed_until_its_last_reading() {
        MachineLog empty = log(List.of(), List.of());

        assertThat(MachineLife.of(empty, 600 * H, 1000 * H, 72 * H).observedUntilMs())
                .isEqualTo(600 * H);
        assertThat(MachineLife.of(empty, 990 * H, 1000 * H, 72 * H).observedUntilMs())
                .isEqualTo(1000 * H);
    }

    @Test
    void run_to_failure_ends_in_failure_and_counts_down_to_zero() {
        MachineLog log =
                log(List.of(new MachineLog.Event(200 * H, 200 * H, "failure", null, "engine", null)), List.of());
        MachineLife life = MachineLife.of(log, 200 * H, 360 * H, H);

        assertThat(life.endsInFailure()).isTrue();
        assertThat(RulLabel.of(life, 200 * H, 0)).isEqualTo(new RulLabel(0, false));
        assertThat(RulLabel.of(life, 75 * H, 0)).isEqualTo(new RulLabel(125, false));
    }

    @Test
    void remaining_life_is_censored_by_the_end_of_data_and_by_a_replacement_of_what_fails() {
        Replacement bearing = new Replacement(460 * H, "bearing");
        Replacement belt = new Replacement(460 * H, "belt");

        assertThat(RulLabel.of(life(List.of()), 900 * H, 0)).isEqualTo(new RulLabel(100, true));
        assertThat(RulLabel.of(life(List.of(failure(500, "bearing")), bearing), 450 * H, 0))
                .isEqualTo(new RulLabel(10, true));
        assertThat(RulLabel.of(life(List.of(failure(500, "bearing")), belt), 450 * H, 0))
                .isEqualTo(new RulLabel(50, false));
        assertThat(RulLabel.of(life(List.of(), belt), 450 * H, 0)).isEqualTo(new RulLabel(10, true));
    }

    private static Finding finding(long hour, long written, String verdict) {
        return new Finding(hour * H, written * H, verdict, "bearing", "wear");
    }

    @Test
    void damage_that_was_found_makes_the_rows_before_it_positive_though_nothing_failed() {
        MachineLife life = life(List.of(), new Replacement(501 * H, "bearing"))
                .with(List.of(finding(500, 500, Feedback.CONFIRMED)));

        assertThat(at(life, 428)).isEqualTo(0);
        assertThat(at(life, 429)).isEqualTo(1);
        assertThat(TARGET.label(life, 450 * H).reason()).isEqualTo(Reason.CONFIRMED_BY_FEEDBACK);
        assertThat(TARGET.label(life, 450 * H).components()).containsExactly("bearing");
        assertThat(TARGET.label(life, 450 * H).modes()).containsExactly("wear");
        assertThat(at(life, 476)).isEqualTo(1);
        assertThat(at(life, 477)).as("closer than the minimum lead").isEqualTo("PREVENTIVE_REPLACEMENT");
    }

    @Test
    void nothing_found_clears_what_a_replacement_left_open_and_no_more() {
        MachineLife replaced = life(List.of(), new Replacement(500 * H, "bearing"))
                .with(List.of(finding(495, 496, Feedback.FALSE_ALARM)));
        MachineLife failed =
                life(List.of(failure(500, "bearing"))).with(List.of(finding(470, 470, Feedback.FALSE_ALARM)));
        MachineLife unsure =
                life(List.of(), new Replacement(500 * H, "bearing")).with(List.of(finding(495, 496, Feedback.UNSURE)));

        assertThat(TARGET.label(replaced, 450 * H).label()).isZero();
        assertThat(TARGET.label(replaced, 450 * H).reason()).isEqualTo(Reason.CLEARED_BY_FEEDBACK);
        assertThat(at(replaced, 496)).isEqualTo("PREVENTIVE_REPLACEMENT");
        assertThat(TARGET.label(failed, 450 * H).reason()).as("it did fail").isNull();
        assertThat(at(failed, 450)).isEqualTo(1);
        assertThat(at(unsure, 450)).isEqualTo("PREVENTIVE_REPLACEMENT");
        assertThat(at(life(List.of()).with(List.of(finding(990, 990, Feedback.FALSE_ALARM))), 980))
                .isEqualTo("END_OF_DATA");
    }

    private static Finding confirmed(long hour, long written, @Nullable String component, @Nullable String mode) {
        return new Finding(hour * H, written * H, Feedback.CONFIRMED, component, mode);
    }

    @Test
    void what_was_found_names_a_failure_the_log_does_not_from_when_it_was_written_down() {
        MachineLife life = life(List.of(failure(500))).with(List.of(confirmed(505, 520, "bearing", "wear")));

        FailureLabel early = TARGET.label(life, 448 * H);
        FailureLabel late = TARGET.label(life, 449 * H);

        assertThat(early.reason()).isNull();
        assertThat(early.modes()).isEmpty();
        assertThat(late.label()).isEqualTo(1);
        assertThat(late.reason()).isEqualTo(Reason.COMPONENT_BY_FEEDBACK);
        assertThat(late.components()).containsExactly("bearing");
        assertThat(late.modes()).containsExactly("wear");
        assertThat(at(life, 477)).isEqualTo("INSIDE_MINIMUM_LEAD");
    }

    @Test
    void what_was_found_before_the_failure_or_at_it_names_it_and_what_was_found_elsewhere_does_not() {
        List<Failure> failures = List.of(failure(400, "belt"), failure(500, "bearing"));
        FailureLabel before = TARGET.label(life(failures).with(List.of(confirmed(440, 440, null, "wear"))), 460 * H);
        FailureLabel ofTheOneBefore =
                TARGET.label(life(failures).with(List.of(confirmed(423, 440, null, "slip"))), 460 * H);
        FailureLabel ofAnotherPart =
                TARGET.label(life(failures).with(List.of(confirmed(440, 440, "motor", "burnout"))), 460 * H);
        FailureLabel lastWord = TARGET.label(
                life(failures).with(List.of(confirmed(510, 511, null, "crack"), confirmed(440, 440, null, "wear"))),
                460 * H);

        assertThat(before.reason()).isEqualTo(Reason.MODE_BY_FEEDBACK);
        assertThat(before.components()).containsExactly("bearing");
        assertThat(before.modes()).containsExactly("wear");
        assertThat(ofTheOneBefore.modes()).isEmpty();
        assertThat(ofAnotherPart.reason()).isNull();
        assertThat(lastWord.modes()).containsExactly("crack");
    }

    @Test
    void reasons_that_only_name_a_failure_are_called_as_the_table_calls_them() {
        assertThat(List.of(Reason.MODE_BY_FEEDBACK, Reason.COMPONENT_BY_FEEDBACK))
                .extracting(reason -> reason.name().toLowerCase(Locale.ROOT))
                .containsExactly(Labels.MODE_BY_FEEDBACK, Labels.COMPONENT_BY_FEEDBACK);
    }

    @Test
    void what_the_log_says_is_overruled_only_where_findings_correct_it() {
        Failure logged = new Failure(500 * H, 500 * H, new TreeSet<>(List.of("belt")), new TreeSet<>(List.of("slip")));
        MachineLife life = life(List.of(logged)).with(List.of(confirmed(505, 506, "bearing", "wear")));
        FailureLabels correcting = new FailureLabels(72 * H, 24 * H, 24 * H, true);

        assertThat(TARGET.label(life, 460 * H)).isEqualTo(FailureLabel.positive(logged));
        assertThat(correcting.label(life, 460 * H).components()).containsExactly("bearing");
        assertThat(correcting.label(life, 460 * H).modes()).containsExactly("wear");
        assertThat(correcting.label(life, 430 * H)).as("written down later").isEqualTo(FailureLabel.positive(logged));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_written_down_after_the_horizon_changes_no_label(long seed) {
        Random random = new Random(seed);
        MachineLife before = life(List.of(failure(300, "bearing"), failure(700)), new Replacement(500 * H, "belt"));
        for (long hour = 0; hour <= 1000; hour += 3) {
            long horizonEnd = hour + TARGET.horizonMs() / H;
            List<Finding> late = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String verdict = random.nextBoolean() ? Feedback.CONFIRMED : Feedback.FALSE_ALARM;
                late.add(finding(random.nextInt(1000), horizonEnd + random.nextInt(100), verdict));
            }
            assertThat(TARGET.label(before.with(late), hour * H)).isEqualTo(TARGET.label(before, hour * H));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void labels_agree_with_the_naive_rules(long seed) {
        Random random = new Random(seed);
        List<Failure> failures = new ArrayList<>();
        List<Replacement> preventive = new ArrayList<>();
        for (long hour = 50; hour < 1000; hour += 40 + random.nextInt(200)) {
            failures.add(failure(hour, "c" + random.nextInt(3)));
        }
        for (long hour = 10; hour < 1000; hour += 30 + random.nextInt(200)) {
            preventive.add(new Replacement(hour * H, "c" + random.nextInt(3)));
        }
        preventive.sort(Comparator.comparingLong(Replacement::timeMs));
        MachineLife life = new MachineLife(failures, preventive, 1000 * H, false);
        for (FailureLabels target :
                List.of(TARGET, new FailureLabels(24 * H, 0, 24 * H), new FailureLabels(168 * H, 24 * H, 0))) {
            for (long hour = 0; hour <= 1000; hour++) {
                assertThat(target.label(life, hour * H).label())
                        .as("hour " + hour)
                        .isEqualTo(naive(target, life, hour * H));
            }
        }
    }

    /** Each rule as the contract says it, without regard to reasons. */
    private static @Nullable Integer naive(FailureLabels target, MachineLife life, long asOf) {
        long horizon = target.horizonMs();
        long lead = target.minimumLeadMs();
        boolean eligible = asOf + horizon <= life.observedUntilMs();
        boolean failed = false;
        boolean positive = false;
        for (Failure failure : life.failures()) {
            long t = failure.timeMs();
            eligible &= !(asOf > t && asOf <= t + target.repairWindowMs());
            eligible &= !(asOf > t - lead && asOf <= t) && asOf != t;
            boolean inHorizon = asOf > t - horizon && asOf < t;
            boolean replaced = life.preventive().stream()
                    .anyMatch(replacement -> replacement.timeMs() >= asOf
                            && replacement.timeMs() < t
                            && failure.components().contains(replacement.component()));
            failed |= inHorizon;
            positive |= inHorizon && asOf <= t - lead && !replaced;
        }
        boolean anyReplaced = life.preventive().stream()
                .anyMatch(replacement -> replacement.timeMs() >= asOf && replacement.timeMs() < asOf + horizon);
        if (!eligible) {
            return null;
        }
        if (positive) {
            return 1;
        }
        return failed || anyReplaced ? null : 0;
    }

    @Test
    void a_machine_without_readings_and_failures_has_not_ended_in_one() {
        MachineLife life = MachineLife.of(log(List.of(), List.of()), Long.MIN_VALUE, 1000 * H, H);

        assertThat(life.endsInFailure()).isFalse();
    }

    private static MachineLog log(List<MachineLog.Event> events, List<MachineLog.Order> orders) {
        return new MachineLog(
                new MachineLog.Facts("site", "type", null, null, Double.NaN),
                events,
                orders,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }
}

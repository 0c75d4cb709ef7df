package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OuterFoldsTest {

    /** L7: over calendars of different lengths. */
    @ParameterizedTest
    @ValueSource(ints = {40, 61, 90, 133, 200})
    void no_label_that_is_learned_from_looks_into_the_test(int days) {
        TrainingData data = SyntheticFleet.of(4, days, days);
        TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));
        TrainingSpec.Target target = spec.targets().get(0);

        for (OuterFold fold : OuterFolds.of(spec, data)) {
            int[] period = fold.period(data.matrix());
            FailureLabels labels = FailureRun.learnable(fold, target, data, period);
            long testFrom = fold.test().from().toEpochMilli();

            assertThat(labels.count(0)).isPositive();
            for (int i = 0; i < period.length; i++) {
                if (labels.labelled(i)) {
                    assertThat(data.matrix().asOfMillis(period[i]) + target.horizonMillis())
                            .isLessThanOrEqualTo(testFrom);
                }
            }
        }
    }

    /** L7 of what is learnt beside the target: a row too near to a failure is positive, and purged like any other before the test. */
    @ParameterizedTest
    @ValueSource(ints = {40, 61, 90, 133, 200})
    void no_near_failure_that_is_learned_from_looks_into_the_test(int days) {
        TrainingData data = SyntheticFleet.of(12, days, days);
        TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));
        long lead = spec.targets().get(0).horizonMillis();
        TrainingSpec.Target target = new TrainingSpec.Target(SyntheticFleet.TARGET, 2 * lead, lead, true);
        RemainingLives lives = data.lives().orElseThrow();

        for (OuterFold fold : OuterFolds.of(spec, data)) {
            int[] period = fold.period(data.matrix());
            FailureLabels none = FailureLabels.of(new byte[period.length]);
            FailureLabels learnt = FailureRun.learnt(fold, target, data, period, none);

            assertThat(learnt.count(1)).isPositive();
            for (int i = 0; i < period.length; i++) {
                long life = Math.round(lives.hours()[period[i]] * 3_600_000);
                boolean near = lives.known(period[i]) && life > 0 && life < lead;
                boolean before = data.matrix().asOfMillis(period[i]) + target.horizonMillis()
                        <= fold.test().from().toEpochMilli();
                assertThat(learnt.positive(i)).isEqualTo(near && before);
            }
        }
    }

    @Test
    void lives_that_end_inside_the_test_are_censored_at_its_start() {
        TrainingData data = SyntheticFleet.of(4, 100, 3);
        TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));

        for (OuterFold fold : OuterFolds.of(spec, data)) {
            var rows = RulRun.learnable(fold, data, spec).orElseThrow();
            for (int row = 0; row < rows.matrix().rows(); row++) {
                double end = rows.matrix().asOfMillis(row) + rows.lives().hours()[row] * 3_600_000;
                assertThat(end).isLessThanOrEqualTo(fold.test().from().toEpochMilli());
            }
        }
    }

    @Test
    void tests_follow_one_another_without_gap_and_a_second_axis_holds_out_whole_machines() {
        TrainingData data = SyntheticFleet.of(12, 100, 3);

        List<OuterFold> folds = OuterFolds.of(SyntheticFleet.spec(List.of("xgboost")), data);

        assertThat(folds).extracting(OuterFold::axis).containsExactly(Axis.TIME, Axis.TIME, Axis.HELD_OUT_MACHINES);
        assertThat(folds.get(0).test().to()).isEqualTo(folds.get(1).test().from());
        OuterFold heldOut = folds.get(2);
        Set<String> both = new TreeSet<>(heldOut.trainMachines());
        both.retainAll(heldOut.testMachines());
        assertThat(both).isEmpty();
        assertThat(heldOut.testRows(data.matrix())).isNotEmpty();
    }

    @Test
    void a_group_is_tested_by_models_that_never_saw_any_of_it_and_one_of_all_machines_is_refused() {
        TrainingData data = SyntheticFleet.of(12, 100, 3);
        List<String> machines = data.matrix().machines();
        Set<String> site = Set.copyOf(machines.subList(0, 5));
        TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));

        OuterFold heldOut = OuterFolds.of(spec, data, List.of(new HeldOutGroup(Axis.HELD_OUT_SITES, site)))
                .get(3);

        assertThat(heldOut.axis()).isEqualTo(Axis.HELD_OUT_SITES);
        assertThat(heldOut.testMachines()).isEqualTo(site);
        assertThat(heldOut.trainMachines()).isEqualTo(Set.copyOf(machines.subList(5, machines.size())));
        assertThat(heldOut.knowsLabel(heldOut.train().to().toEpochMilli() - 1, Duration.ofHours(1)))
                .as("purged as a test in time is")
                .isFalse();
        assertThatThrownBy(() ->
                        OuterFolds.of(spec, data, List.of(new HeldOutGroup(Axis.HELD_OUT_SITES, Set.copyOf(machines)))))
                .hasMessageContaining("split.held_out_sites holds out 12 of 12 machines");
    }

    @Test
    void a_machine_that_ever_had_a_held_out_generation_does_not_train_and_is_tested_where_it_sits_at_the_start() {
        TrainingData data = SyntheticFleet.of(4, 100, 3);
        TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));
        List<String> machines = data.matrix().machines();
        Instant first = OuterFolds.of(spec, data).get(0).test().from();
        Map<String, List<HeldOutGroup.Part>> parts = Map.of(
                machines.get(0), List.of(belt("1", first.minusSeconds(9)), belt("2", first.minusSeconds(1))),
                machines.get(1), List.of(belt("1", first.minusSeconds(9)), belt("2", first.plusSeconds(1))),
                machines.get(2), List.of(belt("2", first.minusSeconds(9)), belt("1", first.minusSeconds(1))));

        OuterFold heldOut = OuterFolds.of(spec, data, List.of(HeldOutGroup.ofGenerations(parts, Set.of("2"))))
                .get(3);

        assertThat(heldOut.testMachines()).containsExactly(machines.get(0));
        assertThat(heldOut.trainMachines())
                .as("not the one that had it before the tests; its own rows of then are of it")
                .containsExactlyInAnyOrder(machines.get(1), machines.get(3));
    }

    private static HeldOutGroup.Part belt(String generation, Instant installed) {
        return new HeldOutGroup.Part("belt", generation, installed);
    }

    @Test
    void a_table_without_time_is_dealt_anew_each_time_every_row_tested_once_and_failures_spread_evenly() {
        TrainingData data = SyntheticFleet.rows(300);

        List<OuterFold> folds = OuterFolds.of(SyntheticFleet.stratified(), data);

        assertThat(folds).hasSize(6).allSatisfy(fold -> {
            assertThat(fold.axis()).isEqualTo(Axis.MACHINES);
            assertThat(fold.testMachines()).hasSize(100).doesNotContainAnyElementsOf(fold.trainMachines());
            assertThat(fold.testMachines().stream().filter(row -> row.endsWith("0")))
                    .hasSize(10);
            assertThat(fold.knowsLabel(data.matrix().asOfMillis(0), Duration.ofHours(1)))
                    .isTrue();
        });
        Set<String> tested = new TreeSet<>();
        folds.subList(0, 3).forEach(fold -> tested.addAll(fold.testMachines()));
        assertThat(tested).hasSize(300);
        assertThat(folds.get(3).testMachines()).isNotEqualTo(folds.get(0).testMachines());
    }

    @Test
    void a_test_that_data_do_not_reach_is_refused_in_a_sentence_with_both_times() {
        TrainingData data = SyntheticFleet.of(4, 100, 3);
        Instant first = Instant.ofEpochMilli(data.matrix().asOfMillis(0));

        assertThat(testsOf(data, first.plus(Duration.ofDays(90)), first.plus(Duration.ofDays(400))))
                .as("the end may lie ahead")
                .hasSize(1);
        assertThatThrownBy(() -> testsOf(data, first.plus(Duration.ofDays(400)), first.plus(Duration.ofDays(500))))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("the test from " + first.plus(Duration.ofDays(400)))
                .hasMessageContaining("rows are from " + first + " to ");
        for (Duration before : List.of(Duration.ZERO, Duration.ofDays(100))) {
            assertThatThrownBy(() -> testsOf(data, first.minus(before), first.plus(Duration.ofDays(9))))
                    .isInstanceOf(MillwrightException.class)
                    .hasMessageContaining("leaves nothing to train on");
        }
    }

    private static List<OuterFold> testsOf(TrainingData data, Instant from, Instant to) {
        TrainingSpec spec = SyntheticFleet.spec(
                List.of("xgboost"),
                SyntheticFleet.spec(List.of("xgboost")).targets(),
                List.of(new TrainingSpec.Test(from.toEpochMilli(), to.toEpochMilli())));
        return OuterFolds.of(spec, data).stream()
                .filter(fold -> fold.axis() == Axis.TIME)
                .toList();
    }

    @Test
    void rows_of_a_test_never_belong_to_its_training_period() {
        TrainingData data = SyntheticFleet.of(6, 100, 3);

        for (OuterFold fold : OuterFolds.of(SyntheticFleet.spec(List.of("xgboost")), data)) {
            List<Integer> both = new ArrayList<>();
            for (int row : fold.testRows(data.matrix())) {
                both.add(row);
            }
            List<Integer> period = new ArrayList<>();
            for (int row : fold.period(data.matrix())) {
                period.add(row);
            }
            both.retainAll(period);
            assertThat(both).isEmpty();
        }
    }
}

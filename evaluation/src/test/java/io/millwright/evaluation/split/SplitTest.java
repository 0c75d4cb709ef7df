package io.millwright.evaluation.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.evaluation.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final TimeWindow HALF_YEAR = new TimeWindow(START, START.plus(Duration.ofDays(180)));

    @Test
    void walk_forward_tests_tile_the_end_of_the_period() {
        List<TimeFold> folds = TimeFold.walkForward(HALF_YEAR, 3, 0.5, Duration.ofHours(72));

        assertThat(folds).hasSize(3);
        assertThat(folds.get(0).test().from()).isEqualTo(START.plus(Duration.ofDays(90)));
        assertThat(folds.get(1).test().from()).isEqualTo(folds.get(0).test().to());
        assertThat(folds.get(2).test().from()).isEqualTo(folds.get(1).test().to());
        assertThat(folds.get(2).test().to()).isEqualTo(HALF_YEAR.to());
        assertThat(folds).allSatisfy(fold -> assertThat(fold.train())
                .isEqualTo(new TimeWindow(START, fold.test().from())));
    }

    @Test
    void no_training_label_reaches_into_the_test_and_no_later_training_row_is_close_behind_it() {
        SplittableRandom random = new SplittableRandom(11);
        for (int calendar = 0; calendar < 300; calendar++) {
            Instant trainFrom = START.plus(Duration.ofHours(random.nextInt(500)));
            Instant testFrom = START.plus(Duration.ofHours(random.nextInt(1000)));
            TimeFold fold = new TimeFold(
                    new TimeWindow(trainFrom, trainFrom.plus(Duration.ofHours(random.nextInt(2000)))),
                    new TimeWindow(testFrom, testFrom.plus(Duration.ofHours(1 + random.nextInt(300)))),
                    Duration.ofHours(random.nextInt(100)),
                    Duration.ofHours(random.nextInt(200)));

            for (int hour = 0; hour < 3000; hour += 1 + random.nextInt(7)) {
                Instant asOf = START.plus(Duration.ofHours(hour));
                Part part = fold.part("any", asOf.toEpochMilli());
                boolean noOverlapBefore =
                        !asOf.plus(fold.purge()).isAfter(fold.test().from());
                boolean farBehind = !asOf.isBefore(fold.test().to().plus(fold.embargo()));
                boolean mayTrain = fold.train().contains(asOf)
                        && !fold.test().contains(asOf)
                        && (asOf.isBefore(fold.test().from()) ? noOverlapBefore : farBehind);
                assertThat(part == Part.TRAIN).isEqualTo(mayTrain);
                assertThat(part == Part.TEST).isEqualTo(fold.test().contains(asOf));
            }
        }
    }

    @Test
    void a_row_whose_horizon_ends_exactly_at_the_test_may_train_and_the_next_may_not() {
        TimeFold fold = TimeFold.before(
                START,
                new TimeWindow(START.plus(Duration.ofHours(100)), START.plus(Duration.ofHours(200))),
                Duration.ofHours(24));

        assertThat(fold.part("m", hour(76))).isEqualTo(Part.TRAIN);
        assertThat(fold.part("m", hour(77))).isEqualTo(Part.PURGED);
        assertThat(fold.part("m", hour(100))).isEqualTo(Part.TEST);
        assertThat(fold.part("m", hour(200))).isEqualTo(Part.OUTSIDE);
    }

    @Test
    void a_validation_ends_where_the_training_period_ends() {
        TimeFold fold =
                TimeFold.walkForward(HALF_YEAR, 1, 0.5, Duration.ofHours(72)).get(0);

        TimeFold validation = fold.validation(Duration.ofDays(20));

        assertThat(validation.test())
                .isEqualTo(new TimeWindow(START.plus(Duration.ofDays(70)), START.plus(Duration.ofDays(90))));
        assertThatThrownBy(() -> fold.validation(Duration.ofDays(90)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to train on");
    }

    @Test
    void every_machine_tests_exactly_once_and_never_trains_there() {
        List<String> machines =
                IntStream.range(0, 53).mapToObj(i -> "machine-" + i).toList();

        List<GroupFold> folds = new MachineSplit(5).folds(machines, 4);

        Set<String> tested = new HashSet<>();
        for (GroupFold fold : folds) {
            assertThat(fold.testMachines()).hasSizeBetween(13, 14).noneMatch(tested::contains);
            tested.addAll(fold.testMachines());
            assertThat(fold.trainMachines()).hasSize(53 - fold.testMachines().size());
            assertThat(fold.trainMachines()).doesNotContainAnyElementsOf(fold.testMachines());
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(machines);
    }

    @Test
    void folds_do_not_depend_on_the_order_of_machines_but_on_the_seed() {
        List<String> machines = IntStream.range(0, 40).mapToObj(i -> "m" + i).toList();
        List<String> shuffled = new ArrayList<>(machines);
        Collections.shuffle(shuffled, new Random(3));

        assertThat(new MachineSplit(1).folds(machines, 5))
                .isEqualTo(new MachineSplit(1).folds(shuffled, 5))
                .isNotEqualTo(new MachineSplit(2).folds(machines, 5));
    }

    @Test
    void strata_are_spread_evenly() {
        Map<String, String> strata = new TreeMap<>();
        IntStream.range(0, 200).forEach(i -> strata.put("row" + i, i % 17 == 0 ? "failed" : "fine"));

        List<GroupFold> folds = new MachineSplit(9).stratified(strata, 5);

        assertThat(folds).allSatisfy(fold -> assertThat(fold.testMachines().stream()
                        .filter(row -> "failed".equals(strata.get(row)))
                        .count())
                .isBetween(2L, 3L));
    }

    @Test
    void held_out_machines_are_about_the_share_asked_for_and_stay_held_out() {
        MachineSplit split = new MachineSplit(1);

        long held = IntStream.range(0, 5000)
                .filter(i -> split.holdsOut("machine-" + i, 0.2))
                .count();

        assertThat(held).isBetween(900L, 1100L);
        assertThat(IntStream.range(0, 100).filter(i -> split.holdsOut("machine-" + i, 0.1)))
                .allMatch(i -> split.holdsOut("machine-" + i, 0.2));
    }

    @Test
    void a_machine_on_both_sides_is_refused() {
        assertThatThrownBy(() -> MachineSplit.official(List.of("a", "b"), List.of("b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[b]");
    }

    private static long hour(int hours) {
        return START.plus(Duration.ofHours(hours)).toEpochMilli();
    }
}

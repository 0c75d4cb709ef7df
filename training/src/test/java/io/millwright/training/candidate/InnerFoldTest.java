package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InnerFoldTest {

    private static final int DAYS = 5;

    private final TrainingMatrix period = TrainingMatrix.of(
            List.of("a"),
            IntStream.range(0, 400 * DAYS)
                    .mapToObj(row -> new FeatureRow("m" + row / DAYS, row % DAYS, new float[] {row}))
                    .toList());

    @Test
    void a_fold_of_few_machines_has_all_rows_of_each_and_about_as_many_as_asked_for() {
        List<InnerFold> folds = InnerFold.byMachine(period, 4, 1);

        List<InnerFold> few =
                folds.stream().map(fold -> fold.ofFewMachines(period, 500, 1)).toList();

        Set<String> kept = machines(few.get(0).train(), few.get(0).test());
        assertThat(kept.size()).isBetween(70, 130);
        for (InnerFold fold : few) {
            assertThat(machines(fold.train(), fold.test())).isEqualTo(kept);
            assertThat(fold.train().length + fold.test().length).isEqualTo(kept.size() * DAYS);
            assertThat(fold.test().length).isBetween(kept.size() * DAYS / 5, kept.size() * DAYS / 3);
        }
    }

    @Test
    void a_small_fleet_stays_as_it_is() {
        InnerFold fold = InnerFold.byMachine(period, 4, 1).get(0);

        assertThat(fold.ofFewMachines(period, period.rows(), 1)).isSameAs(fold);
    }

    private Set<String> machines(int[] train, int[] test) {
        return Stream.of(train, test)
                .flatMap(rows -> Arrays.stream(rows).mapToObj(period::machine))
                .collect(Collectors.toSet());
    }
}

package io.millwright.training.rul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.Hashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lives of constant hazard, watched for a while only: most machines were still running when the watch ended. */
class HazardRulTest {

    static final double CAP_HOURS = 320;
    static final double WATCHED_HOURS = 120;
    static final double MEAN_OF_SOUND = 400;
    static final double MEAN_OF_WORN = 100;
    private static final double COVERAGE = 0.8;

    private static RulRows watched(int machines) {
        return watched(machines, WATCHED_HOURS);
    }

    /** Every second machine is worn. */
    static RulRows watched(int machines, double watchedHours) {
        Random random = new Random(5);
        List<FeatureRow> rows = new ArrayList<>();
        double[] hours = new double[machines];
        boolean[] censored = new boolean[machines];
        for (int machine = 0; machine < machines; machine++) {
            boolean worn = machine % 2 == 1;
            double life = -Math.log(1 - random.nextDouble()) * (worn ? MEAN_OF_WORN : MEAN_OF_SOUND);
            float[] values = {worn ? 1 : 0, random.nextFloat()};
            rows.add(new FeatureRow(String.format("machine-%05d", machine), 0, values));
            hours[machine] = Math.min(watchedHours, life);
            censored[machine] = life > watchedHours;
        }
        return new RulRows(
                TrainingMatrix.of(List.of("worn", "noise"), rows),
                new RemainingLives(hours, censored),
                CAP_HOURS,
                COVERAGE);
    }

    static double meanUpToCap(double mean) {
        return mean * (1 - Math.exp(-CAP_HOURS / mean));
    }

    static double average(List<RulEstimate> estimates, int of) {
        return IntStream.range(0, estimates.size())
                .filter(row -> row % 2 == of)
                .mapToDouble(row -> estimates.get(row).median())
                .average()
                .orElseThrow();
    }

    @Test
    void machines_still_running_teach_how_long_sound_ones_last() {
        RulRows rows = watched(2_400);
        List<RulEstimate> estimates = HazardRul.fit(rows, 1).orElseThrow().estimates(rows.matrix());

        double ofFailedAlone = Arrays.stream(rows.known())
                .filter(row -> row % 2 == 0)
                .mapToDouble(rows::capped)
                .average()
                .orElseThrow();
        assertThat(ofFailedAlone).isLessThan(70);
        assertThat(average(estimates, 0)).isCloseTo(meanUpToCap(MEAN_OF_SOUND), within(30.0));
        assertThat(average(estimates, 1)).isCloseTo(meanUpToCap(MEAN_OF_WORN), within(15.0));
    }

    @Test
    void its_interval_is_that_of_the_lives() {
        RulRows rows = watched(2_400);
        List<RulEstimate> estimates = HazardRul.fit(rows, 1).orElseThrow().estimates(rows.matrix());

        double tenth = IntStream.range(0, estimates.size())
                .filter(row -> row % 2 == 1)
                .mapToDouble(row -> estimates.get(row).low())
                .average()
                .orElseThrow();
        assertThat(tenth).isCloseTo(-Math.log(0.9) * MEAN_OF_WORN, within(5.0));
        assertThat(estimates)
                .allSatisfy(
                        each -> assertThat(each.low()).isLessThan(each.median()).isPositive());
    }

    @Test
    void a_life_counts_in_the_intervals_it_reached_and_a_running_one_in_those_it_outlived() {
        double width = CAP_HOURS / 16;
        RulRows rows = new RulRows(
                TrainingMatrix.of(
                        List.of("x"),
                        IntStream.range(0, 4)
                                .mapToObj(machine -> new FeatureRow("m" + machine, 0, new float[] {0}))
                                .toList()),
                new RemainingLives(
                        new double[] {2.5 * width, 2.5 * width, 3 * width, Double.NaN},
                        new boolean[] {false, true, false, false}),
                CAP_HOURS,
                COVERAGE);

        HazardRul.Survived survived = HazardRul.Survived.of(rows);

        assertThat(survived.row()).containsExactly(0, 0, 0, 1, 1, 2, 2, 2);
        assertThat(survived.interval()).containsExactly(0, 1, 2, 0, 1, 0, 1, 2);
        assertThat(survived.failed()).containsExactly(0, 0, 1, 0, 0, 0, 0, 1);
    }

    @Test
    void what_its_files_hold_says_the_same() {
        RulRows rows = watched(400);
        HazardRul model = HazardRul.fit(rows, 1).orElseThrow();

        assertThat(HazardRul.read(model.files()).estimates(rows.matrix())).isEqualTo(model.estimates(rows.matrix()));
        assertThat(Hashes.sha256(HazardRul.fit(rows, 1).orElseThrow().files())).isEqualTo(Hashes.sha256(model.files()));
    }

    @Test
    void without_failures_there_is_nothing_to_learn() {
        assertThat(HazardRul.fit(watched(60), 1)).isEmpty();
    }
}

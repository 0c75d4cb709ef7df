package io.millwright.training.rul;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.rul.ConformalCorrection;
import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoostedRulTest {

    private static RulRows rows(int machines, long seed) {
        TrainingData data = SyntheticFleet.of(machines, 150, seed);
        return new RulRows(data.matrix(), data.lives().orElseThrow(), 240, 0.9);
    }

    private static BoostedRul fit(RulRows rows) {
        return BoostedRulFit.quick(rows.matrix()).fit(rows, 1).orElseThrow();
    }

    @Test
    void intervals_of_machines_never_seen_cover_about_the_nominal_share() {
        BoostedRul model = fit(rows(14, 1));
        RulRows unseen = rows(14, 99);

        List<RulEstimate> estimates = model.estimates(unseen.matrix());

        int covered = 0;
        int[] known = unseen.known();
        for (int row : known) {
            RulEstimate estimate = estimates.get(row);
            assertThat(estimate.low()).isBetween(0.0, estimate.median());
            assertThat(estimate.high()).isBetween(estimate.median(), 240.0);
            covered += unseen.capped(row) >= estimate.low() && unseen.capped(row) <= estimate.high() ? 1 : 0;
        }
        assertThat((double) covered / known.length).isBetween(0.8, 0.99);
    }

    @Test
    void a_model_read_from_its_files_estimates_the_same_to_the_bit() {
        RulRows rows = rows(8, 1);
        BoostedRul model = fit(rows);

        BoostedRul read = BoostedRul.read(model.files());

        assertThat(read.estimates(rows.matrix())).isEqualTo(model.estimates(rows.matrix()));
        assertThat(fit(rows).files().keySet()).isEqualTo(model.files().keySet());
    }

    /** Lives of 60 days seen every day; what is said of the last 20 is nearly right, of all before it is not. */
    private static RulRows lives(int machines, Random random, double[] predicted) {
        int days = 60;
        List<FeatureRow> rows = new ArrayList<>();
        double[] hours = new double[machines * days];
        for (int row = 0; row < hours.length; row++) {
            int day = row % days;
            rows.add(new FeatureRow(
                    String.format("machine-%04d", row / days),
                    Duration.ofDays(day).toMillis(),
                    new float[] {day}));
            hours[row] = 24.0 * (days - day);
            double noise = hours[row] <= 480 ? 10 : 100;
            predicted[row] = Math.max(0, hours[row] + noise * random.nextGaussian());
        }
        return new RulRows(
                TrainingMatrix.of(List.of("day"), rows),
                new RemainingLives(hours, new boolean[hours.length]),
                1_440,
                0.9);
    }

    @Test
    void a_fleet_of_two_noise_levels_is_covered_at_both() {
        Random random = new Random(3);
        double[] predicted = new double[60 * 60];
        RulRows known = lives(60, random, predicted);
        ConformalCorrection correction = IntervalCalibration.fit(known, predicted, predicted, predicted);

        double[] fresh = new double[400 * 60];
        RulRows unseen = lives(400, random, fresh);
        double[] rows = new double[2];
        double[] covered = new double[2];
        for (int row = 0; row < fresh.length; row++) {
            int near = fresh[row] < 400 ? 1 : 0;
            ConformalCorrection.Interval interval =
                    correction.apply(IntervalCalibration.band(fresh[row], 1_440), fresh[row], fresh[row], fresh[row]);
            rows[near]++;
            covered[near] += unseen.capped(row) >= interval.lower() && unseen.capped(row) <= interval.upper() ? 1 : 0;
        }

        assertThat(covered[0] / rows[0]).isBetween(0.84, 0.97);
        assertThat(covered[1] / rows[1]).isBetween(0.84, 0.97);
    }

    @Test
    void bands_of_few_lives_have_the_common_margin() {
        double[] predicted = new double[19 * 60];
        RulRows known = lives(19, new Random(3), predicted);

        ConformalCorrection correction = IntervalCalibration.fit(known, predicted, predicted, predicted);

        assertThat(correction.marginOfBand()).isEmpty();
        assertThat(correction.margin()).isBetween(100.0, 250.0);
    }

    @Test
    void fewer_lives_than_the_coverage_takes_promise_nothing_and_leave_the_interval_as_it_is_fitted() {
        for (int lives : List.of(8, 9)) {
            double[] predicted = new double[lives * 60];
            RulRows known = lives(lives, new Random(3), predicted);
            double margin = IntervalCalibration.fit(known, predicted, predicted, predicted)
                    .margin();

            BoostedRul.State state = new BoostedRul.State(List.of(), 0, 1, 1_440, 0.9, margin, Map.of());
            Map<String, byte[]> files = Map.of("rul.json", Json.bytes(state));

            assertThat(BoostedRul.calibrated(files)).as("of %d lives", lives).isEqualTo(lives == 9);
            assertThat(state.correction().margin()).isGreaterThanOrEqualTo(0).isFinite();
        }
        assertThat(BoostedRul.calibrated(Map.of())).as("no life is said").isTrue();
    }

    @Test
    void one_row_of_each_life_calibrates() {
        RulRows all = rows(4, 1);
        RulRows rows = all.select(all.known());
        double[] wide = new double[rows.matrix().rows()];
        double[] far = new double[wide.length];
        java.util.Arrays.fill(far, 240);

        assertThat(IntervalCalibration.fit(rows, wide, wide, far).margin()).isLessThanOrEqualTo(0);
    }

    /** Every second machine is worn and fails after 60 to 100 h; of the sound ones each fifth does, all others are still running at 400 h. */
    @Test
    void machines_that_outlived_the_cap_teach_that_sound_ones_last() {
        Random random = new Random(7);
        int machines = 400;
        List<FeatureRow> rows = new ArrayList<>();
        double[] hours = new double[machines];
        boolean[] censored = new boolean[machines];
        for (int machine = 0; machine < machines; machine++) {
            boolean worn = machine % 2 == 1;
            censored[machine] = !worn && machine % 10 != 0;
            hours[machine] = censored[machine] ? 400 : 60 + random.nextInt(41);
            rows.add(new FeatureRow(String.format("machine-%05d", machine), 0, new float[] {worn ? 1 : 0}));
        }
        RulRows watched =
                new RulRows(TrainingMatrix.of(List.of("worn"), rows), new RemainingLives(hours, censored), 320, 0.9);

        List<RulEstimate> estimates = fit(watched).estimates(watched.matrix());

        assertThat(estimates.get(0).median()).isBetween(220.0, 320.0);
        assertThat(estimates.get(1).median()).isBetween(60.0, 110.0);
    }

    @Test
    void without_failures_there_is_no_model() {
        TrainingData data = SyntheticFleet.of(3, 10, 1);

        assertThat(BoostedRulFit.quick(data.matrix())
                        .fit(new RulRows(data.matrix(), data.lives().orElseThrow(), 240, 0.9), 1))
                .isEmpty();
    }
}

package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.calibration.Platt;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {

    private static final long SEED = 1;

    private final TrainingData data = SyntheticFleet.of(6, 80, 2);
    private final TrainingMatrix period = data.matrix();
    private final FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
    private final List<InnerFold> folds = InnerFold.byMachine(period, 2, SEED);
    private final Candidate boosted = new BoostedCandidate(Selection.all());
    private final Candidate forest = new TribuoForestCandidate(Selection.all());
    private final CrossFit fit = new EnsembleCandidate(List.of(boosted, forest)).crossFit(period, labels, folds, SEED);

    @Test
    void it_scores_as_its_members_do_on_the_mean_once_they_are_calibrated_held_out_rows_among_them() {
        CrossFit one = boosted.crossFit(period, labels, folds, SEED);
        CrossFit other = forest.crossFit(period, labels, folds, SEED);
        Platt ofOne = calibrator(one);
        Platt ofOther = calibrator(other);

        double[] first = one.model().scores(period);
        double[] second = other.model().scores(period);
        double[] mean = fit.model().scores(period);
        for (int row = 0; row < mean.length; row++) {
            assertThat(mean[row])
                    .isCloseTo((ofOne.probability(first[row]) + ofOther.probability(second[row])) / 2, within(1e-12));
            assertThat(fit.outOfFold()[row])
                    .isCloseTo(
                            (ofOne.probability(one.outOfFold()[row]) + ofOther.probability(other.outOfFold()[row])) / 2,
                            within(1e-12));
        }
    }

    /** A member that says half of what it means by the same order is heard as before. */
    @Test
    void the_scale_of_a_member_does_not_weigh_in_the_vote() {
        Candidate faint = new Candidate() {
            @Override
            public String name() {
                return "faint";
            }

            @Override
            public boolean probabilistic() {
                return true;
            }

            @Override
            public FittedModel fit(TrainingMatrix rows, FailureLabels known, long seed) {
                FittedModel loud = forest.fit(rows, known, seed);
                return new EnsembleModel(List.of(new EnsembleModel.Member(loud, new Platt(-4, 1))));
            }
        };

        double[] asItIs = fit.outOfFold();
        double[] withFaint = new EnsembleCandidate(List.of(boosted, faint))
                .crossFit(period, labels, folds, SEED)
                .outOfFold();
        for (int row = 0; row < asItIs.length; row++) {
            assertThat(withFaint[row]).isCloseTo(asItIs[row], within(0.05));
        }
    }

    private Platt calibrator(CrossFit member) {
        int[] known = InnerFold.labelled(InnerFold.all(period.rows()), labels);
        boolean[] positive = new boolean[known.length];
        for (int i = 0; i < known.length; i++) {
            positive[i] = labels.positive(known[i]);
        }
        return Platt.fit(
                Arrays.stream(known).mapToDouble(row -> member.outOfFold()[row]).toArray(), positive);
    }

    @Test
    void what_its_files_hold_scores_and_explains_as_it_does() {
        FittedModel read = ModelFiles.read(fit.model().files());

        assertThat(read).isInstanceOf(EnsembleModel.class);
        assertThat(read.columns()).isEqualTo(fit.model().columns());
        assertThat(read.scores(period)).isEqualTo(fit.model().scores(period));
        assertThat(read.contributions(period)).isDeepEqualTo(fit.model().contributions(period));
    }

    @Test
    void pushes_are_shares_that_never_add_up_to_more_than_one_and_follow_what_rises_before_a_failure() {
        double[][] shares = fit.model().contributions(period);
        int temperature = fit.model().columns().indexOf("temp__24h__baseline_delta");

        for (double[] row : shares) {
            assertThat(Arrays.stream(row).map(Math::abs).sum()).isLessThanOrEqualTo(1 + 1e-9);
        }
        double failing = 0;
        double well = 0;
        for (int row = 0; row < period.rows(); row++) {
            failing += labels.positive(row) ? shares[row][temperature] / labels.count(1) : 0;
            well += labels.labelled(row) && !labels.positive(row) ? shares[row][temperature] / labels.count(0) : 0;
        }
        assertThat(failing).isGreaterThan(well);
    }
}

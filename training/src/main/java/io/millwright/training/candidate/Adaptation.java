package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Trees for groups of machines, boosted on from the margins of a model of all machines. The margins a group starts from are out of fold, by
 * models that never saw the row's machine: on rows it has seen the fleet's model is too sure to leave anything to learn.
 *
 * <p>How many rounds a group gets, none among them, is what the loss on its machines left out says, over all inner folds for the final
 * model; for the out-of-fold scores of one fold over the other folds only, so that no machine chooses how it is scored itself.
 */
final class Adaptation {

    /** Of the group, among the machines a fold learns from. */
    private static final int FEWEST_FAILURES = 3;

    private static final int FEATURES = 60;
    private static final double LEAST_PROBABILITY = 1e-6;

    private final TrainingMatrix period;
    private final FailureLabels labels;
    private final List<InnerFold> folds;
    private final double[] outOfFold;
    private final float[] margins;
    private final FeatureChoice features;
    private final long seed;
    private final BoostingSettings settings;
    private final List<GatedTrees.Group> groups = new ArrayList<>();

    /** @param outOfFold probabilities of the model of all machines, one a row */
    Adaptation(
            TrainingMatrix period,
            FailureLabels labels,
            List<InnerFold> folds,
            double[] outOfFold,
            FeatureChoice features,
            long seed) {
        this.period = period;
        this.labels = labels;
        this.folds = folds;
        this.outOfFold = outOfFold.clone();
        this.margins = new float[outOfFold.length];
        for (int row = 0; row < margins.length; row++) {
            margins[row] = (float) margin(outOfFold[row]);
        }
        this.features = features;
        this.seed = seed;
        this.settings = BoostingSettings.adaptation(BoostedCandidate.standard(period));
    }

    private static double margin(double probability) {
        double inside = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
        return Math.log(inside / (1 - inside));
    }

    /** Adapts to the machines whose column is 1, where that helps. */
    void toGroup(String column) {
        int place = period.columns().indexOf(column);
        int[] own = IntStream.range(0, period.rows())
                .filter(row -> period.value(row, place) == 1)
                .toArray();
        List<Attempt> attempts = new ArrayList<>();
        for (InnerFold fold : folds) {
            int[] train = among(fold.train(), place);
            if (failures(train) >= FEWEST_FAILURES) {
                attempts.add(new Attempt(among(fold.test(), place), grown(train, settings), settings));
            }
        }
        int rounds = rounds(attempts);
        if (rounds == 0 || failures(own) < FEWEST_FAILURES) {
            return;
        }
        groups.add(new GatedTrees.Group(
                column, grown(own, settings.withRounds(rounds)), (double) own.length / period.rows()));
        for (Attempt attempt : attempts) {
            List<Attempt> others =
                    attempts.stream().filter(other -> other != attempt).toList();
            attempt.keep(rounds(others));
        }
    }

    private int[] among(int[] rows, int column) {
        return Arrays.stream(rows).filter(row -> period.value(row, column) == 1).toArray();
    }

    /** Stretches of positive rows. */
    private int failures(int[] rows) {
        int[] labelled = InnerFold.labelled(rows, labels);
        FailureLabels known = labels.select(labelled);
        return (int) Arrays.stream(Selection.oneOfEachStretch(period.select(labelled), known))
                .filter(known::positive)
                .count();
    }

    private Grown grown(int[] rows, BoostingSettings chosen) {
        int[] labelled = InnerFold.labelled(rows, labels);
        FailureLabels known = labels.select(labelled);
        TrainingMatrix all = features.of(period.select(labelled), known);
        TrainingMatrix telling = all.withColumns(Screening.mostTelling(all, known, FEATURES));
        return new Grown(
                telling.columns(), Boosting.continued(telling, known.outcome(), margins(labelled), chosen, seed));
    }

    private float[] margins(int[] rows) {
        float[] some = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = margins[rows[i]];
        }
        return some;
    }

    /**
     * After how many the loss on machines left out is lowest, in sum over the folds; 0 where less than two folds could try, or the gain is
     * no larger than its own standard error.
     */
    private static int rounds(List<Attempt> attempts) {
        if (attempts.size() < 2) {
            return 0;
        }
        int best = 0;
        double lowest = 0;
        for (int round = 1; round < attempts.get(0).loss.length; round++) {
            double sum = 0;
            for (Attempt attempt : attempts) {
                sum += attempt.loss[round] - attempt.loss[0];
            }
            if (sum < lowest) {
                lowest = sum;
                best = round;
            }
        }
        return best > 0 && isSure(attempts, best) ? best : 0;
    }

    private static boolean isSure(List<Attempt> attempts, int round) {
        double[] gains = attempts.stream()
                .mapToDouble(attempt -> attempt.loss[0] - attempt.loss[round])
                .toArray();
        double mean = Arrays.stream(gains).average().orElse(0);
        double squares =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum();
        return mean > Math.sqrt(squares / (gains.length - 1) / gains.length);
    }

    /** Of every row of the period, by models that never saw its machine. */
    double[] outOfFold() {
        return outOfFold;
    }

    /** The model of all machines with the trees of the groups; that very model where nothing helped. */
    BoostedModel addedTo(BoostedModel fleet) {
        return groups.isEmpty() ? fleet : GatedTrees.joined(fleet, groups);
    }

    /** Trees of one group on features that tell its failures. */
    record Grown(List<String> columns, Booster booster) {}

    /** A group's trees on one fold, and what they would do to its machines left out. */
    private final class Attempt {

        private final int[] rows;
        private final float[][] marginsByRound;
        /** In sum over the labelled rows, after each number of rounds. */
        private final double[] loss;

        Attempt(int[] rows, Grown grown, BoostingSettings settings) {
            this.rows = rows;
            this.loss = new double[settings.rounds() + 1];
            this.marginsByRound = new float[loss.length][];
            TrainingMatrix held = period.select(rows).withColumns(grown.columns());
            float[] start = margins(rows);
            for (int round = 0; round < loss.length; round++) {
                marginsByRound[round] = round == 0
                        ? start
                        : Boosting.continuedMargins(grown.booster(), held, start, round * settings.trees());
                loss[round] = loss(marginsByRound[round]);
            }
        }

        private double loss(float[] after) {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                if (labels.labelled(rows[i])) {
                    sum += Math.log1p(Math.exp(labels.positive(rows[i]) ? -after[i] : after[i]));
                }
            }
            return sum;
        }

        /** The rows' scores are from now on those after so many rounds. */
        void keep(int rounds) {
            for (int i = 0; i < rows.length && rounds > 0; i++) {
                float margin = marginsByRound[rounds][i];
                margins[rows[i]] = margin;
                outOfFold[rows[i]] = 1 / (1 + Math.exp(-margin));
            }
        }
    }
}

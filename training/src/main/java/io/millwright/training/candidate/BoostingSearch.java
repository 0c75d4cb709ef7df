package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded random search for settings, with successive halving: all are judged on the first fold of machines left out, the better half of
 * them on the next, and so on; of those judged on every fold the best is chosen, by log loss. The standard settings are the first trial,
 * so that a search that finds nothing changes nothing. It sees one training period and no test.
 *
 * @see "Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 2012"
 * @see "Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, AISTATS 2016"
 */
final class BoostingSearch {

    private static final double NANOS = 1e9;
    private static final double LEAST_PROBABILITY = 1e-6;

    /** What is known of a trial so far. */
    private static final class Running {
        private final int number;
        private final BoostingSettings settings;
        private int folds;
        private double loss;
        private double rounds;
        private double seconds;

        Running(int number, BoostingSettings settings) {
            this.number = number;
            this.settings = settings;
        }

        double meanLoss() {
            return loss / folds;
        }

        Trial trial(boolean chosen) {
            return new Trial(number, settings, folds, meanLoss(), rounds / folds, seconds, chosen);
        }
    }

    private final Selection selection;
    private final long seed;

    BoostingSearch(Selection selection, long seed) {
        this.selection = selection;
        this.seed = seed;
    }

    /**
     * The trials, one of them chosen.
     *
     * @param folds at least one
     * @param count at least one
     */
    List<Trial> trials(
            TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, int count, BoostingSettings standard) {
        List<Running> all = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int number = 1; number <= count; number++) {
            all.add(new Running(number, number == 1 ? standard : drawn(standard, random)));
        }
        List<Running> left = all;
        for (int fold = 0; fold < folds.size(); fold++) {
            HeldOut rows = HeldOut.of(period, labels, folds.get(fold), selection, standard, seed);
            left.forEach(trial -> judge(trial, rows));
            left = left.stream()
                    .sorted(Comparator.comparingDouble(Running::meanLoss).thenComparingInt(trial -> trial.number))
                    .limit(fold == folds.size() - 1 ? 1 : (left.size() + 1) / 2)
                    .toList();
        }
        Running best = left.get(0);
        return all.stream().map(trial -> trial.trial(trial == best)).toList();
    }

    /** Ranges around what boosting is usually run with. */
    private static BoostingSettings drawn(BoostingSettings standard, SplittableRandom random) {
        return new BoostingSettings(
                standard.objective(),
                standard.rounds(),
                standard.patience(),
                logUniform(random, 0.03, 0.25),
                random.nextInt(2, 9),
                logUniform(random, 1, 40),
                random.nextDouble(0.5, 1),
                random.nextDouble(0.15, 0.8),
                32 << random.nextInt(0, 4),
                standard.scouts());
    }

    private static double logUniform(SplittableRandom random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    private void judge(Running trial, HeldOut rows) {
        long start = System.nanoTime();
        Boosting.Stopped stopped = rows.fit(trial.settings, seed);
        double[] p = BoostedModel.first(Boosting.predict(stopped.booster(), rows.held(), stopped.bestRounds()));
        trial.folds++;
        trial.loss += logLoss(p, rows.heldOutcome());
        trial.rounds += stopped.bestRounds();
        trial.seconds += (System.nanoTime() - start) / NANOS;
    }

    /** Mean over the rows; 0 without any. */
    static double logLoss(double[] p, float[] outcome) {
        double sum = 0;
        for (int row = 0; row < p.length; row++) {
            double right = outcome[row] == 1 ? p[row] : 1 - p[row];
            sum -= Math.log(Math.max(LEAST_PROBABILITY, right));
        }
        return p.length == 0 ? 0 : sum / p.length;
    }
}

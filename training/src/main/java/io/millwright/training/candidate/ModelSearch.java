package io.millwright.training.candidate;

import io.millwright.evaluation.row.RowMetrics;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A seeded random search over families of models, the windows and fitted features they may use, how many features are kept, and the
 * settings of boosted trees, with successive halving: all are judged on the first fold of machines left out, the better half of them on
 * the next, and so on; of those judged on every fold the best is chosen, by log loss, ties by number. The standard configuration is the
 * first trial, so that a search that finds nothing changes nothing; the other families begin with all features. It sees one training
 * period and no test.
 *
 * <p>A trial is judged as it would be fitted. Boosted trees choose their number of rounds on the very machines they are judged on, which
 * flatters them a little beside the other families; among themselves they are equal.
 *
 * @see "Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 2012"
 * @see "Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, AISTATS 2016"
 */
final class ModelSearch {

    private static final double NANOS = 1e9;
    private static final double LEAST_PROBABILITY = 1e-6;
    /** What is kept is the most, or it halved once or twice. */
    private static final int HALVINGS = 3;

    /** What is known of a trial so far. */
    private static final class Running {
        private final int number;
        private final Configuration configuration;
        private final List<Double> losses = new ArrayList<>();
        private final List<Double> precisions = new ArrayList<>();
        private double rounds;
        private double seconds;

        Running(int number, Configuration configuration) {
            this.number = number;
            this.configuration = configuration;
        }

        double meanLoss() {
            return Trial.mean(losses);
        }

        Trial trial(boolean chosen) {
            return new Trial(number, configuration, losses, precisions, rounds / losses.size(), seconds, chosen);
        }
    }

    private final List<Family> families;
    private final Function<Configuration, Candidate> candidates;
    private final long seed;

    /**
     * @param families boosted trees first
     * @param candidates what is fitted for a configuration
     */
    ModelSearch(List<Family> families, Function<Configuration, Candidate> candidates, long seed) {
        this.families = List.copyOf(families);
        this.candidates = candidates;
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
        for (Configuration configuration : configurations(TrialFeatures.all(period.columns()), count, standard)) {
            all.add(new Running(all.size() + 1, configuration));
        }
        List<Running> left = all;
        for (int fold = 0; fold < folds.size(); fold++) {
            InnerFold rows = folds.get(fold);
            left.forEach(trial -> judge(trial, period, labels, rows));
            left = left.stream()
                    .sorted(Comparator.comparingDouble(Running::meanLoss).thenComparingInt(trial -> trial.number))
                    .limit(fold == folds.size() - 1 ? 1 : (left.size() + 1) / 2)
                    .toList();
        }
        Running best = left.get(0);
        return all.stream().map(trial -> trial.trial(trial == best)).toList();
    }

    /** No two are the same. */
    private List<Configuration> configurations(TrialFeatures everything, int count, BoostingSettings standard) {
        List<Configuration> configurations = new ArrayList<>();
        families.stream()
                .limit(count)
                .forEach(family -> configurations.add(new Configuration(
                        family, everything, family == Family.BOOSTED ? Optional.of(standard) : Optional.empty())));
        Set<Configuration> seen = new HashSet<>(configurations);
        SplittableRandom random = new SplittableRandom(seed);
        while (configurations.size() < count) {
            Configuration drawn = drawn(everything, standard, random);
            if (seen.add(drawn)) {
                configurations.add(drawn);
            }
        }
        return configurations;
    }

    /** Half of them are boosted trees, which alone have settings to vary. */
    private Configuration drawn(TrialFeatures everything, BoostingSettings standard, SplittableRandom random) {
        boolean boosted = families.size() == 1 || random.nextBoolean();
        Family family = boosted ? Family.BOOSTED : families.get(random.nextInt(1, families.size()));
        TrialFeatures features = new TrialFeatures(
                windows(everything.windows(), random),
                everything.fitted() && random.nextBoolean(),
                random.nextBoolean() ? 0 : family.mostKept() >> random.nextInt(HALVINGS));
        return new Configuration(
                family, features, boosted ? Optional.of(settings(standard, random)) : Optional.empty());
    }

    /** All of them, or as often some, each by the toss of a coin. */
    private static List<String> windows(List<String> all, SplittableRandom random) {
        if (all.size() < 2 || random.nextBoolean()) {
            return all;
        }
        List<String> some = List.of();
        while (some.isEmpty() || some.size() == all.size()) {
            some = all.stream().filter(window -> random.nextBoolean()).toList();
        }
        return some;
    }

    /** Ranges around what boosting is usually run with. */
    private static BoostingSettings settings(BoostingSettings standard, SplittableRandom random) {
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
                standard.trees(),
                standard.scouts());
    }

    private static double logUniform(SplittableRandom random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    private void judge(Running trial, TrainingMatrix period, FailureLabels labels, InnerFold fold) {
        long start = System.nanoTime();
        FoldScores scored = candidates.apply(trial.configuration).scoreFold(period, labels, fold, seed);
        trial.seconds += (System.nanoTime() - start) / NANOS;
        Judged judged = Judged.of(scored.scores(), labels, fold.test());
        trial.losses.add(judged.logLoss());
        trial.precisions.add(judged.averagePrecision());
        trial.rounds += scored.rounds();
    }

    /** The labelled rows among those a fold leaves out. */
    @SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
    record Judged(double[] p, boolean[] positive) {

        static Judged of(double[] scores, FailureLabels labels, int[] rows) {
            double[] p = new double[rows.length];
            boolean[] positive = new boolean[rows.length];
            int known = 0;
            for (int i = 0; i < rows.length; i++) {
                if (labels.labelled(rows[i])) {
                    p[known] = scores[i];
                    positive[known++] = labels.positive(rows[i]);
                }
            }
            return new Judged(Arrays.copyOf(p, known), Arrays.copyOf(positive, known));
        }

        /** Mean over the rows; 0 without any. */
        double logLoss() {
            double sum = 0;
            for (int row = 0; row < p.length; row++) {
                double right = positive[row] ? p[row] : 1 - p[row];
                sum -= Math.log(Math.max(LEAST_PROBABILITY, right));
            }
            return p.length == 0 ? 0 : sum / p.length;
        }

        /** NaN without a positive row. */
        double averagePrecision() {
            return RowMetrics.of(p, positive, new int[p.length], 1)
                    .averagePrecision()
                    .value();
        }
    }
}

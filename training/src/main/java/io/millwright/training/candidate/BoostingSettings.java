package io.millwright.training.candidate;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Map;
import java.util.TreeMap;

/**
 * How trees are boosted.
 *
 * @param objective XGBoost's name of the loss
 * @param rounds trees a class; where rounds are chosen on held-out machines, the most there can be
 * @param patience rounds without gain on held-out machines after which a fit stops; 0 where the rounds are fixed
 * @param eta shrinkage of each tree
 * @param rowShare of rows each tree sees
 * @param columnShare of features each tree sees
 * @param bins of a feature's histogram; 0 splits at every value
 * @param trees of each round, their mean; each sees rows and features of its own
 * @param scouts rounds of a first, short fit on all features, after which only those it split on are used; 0 for all features
 */
public record BoostingSettings(
        String objective,
        int rounds,
        int patience,
        double eta,
        int depth,
        double minChildWeight,
        double rowShare,
        double columnShare,
        int bins,
        int trees,
        int scouts) {

    /** Some hundred features remain of five hundred: a histogram costs as much for one never split on as for the best. */
    private static final int SCOUTS = 12;

    /** Rows times features up to which the others are not worth leaving out. */
    private static final int FEW_VALUES = 10_000_000;

    private static final int FEWEST_FEATURES_OF_A_TREE = 40;
    private static final int FEW_FEATURES = 32;
    private static final int FEW_ROWS = 100_000;
    /** In place of a number of bins: no histogram. */
    private static final int EXACT = 0;

    /** Failure within a horizon: failures are few, so each step is the mean of several trees on parts of them. */
    public static BoostingSettings failure() {
        return new BoostingSettings("binary:logistic", 240, 8, 0.15, 4, 2, 0.6, 0.35, 64, 8, SCOUTS);
    }

    /**
     * The same as rows can afford it. Where features are few, every tree sees all, and every value is a place to split: histograms miss where
     * a limit lies exactly (AI4I 2020, see docs/decisions.md), but hundreds of features, or millions of rows, have no time for more. Where
     * rows are few, no feature is left out, and each tree sees few of them: what twelve rounds find telling is what these failures happen to
     * show, and the next ones show something else (see docs/decisions.md).
     */
    static BoostingSettings failure(TrainingMatrix rows) {
        if (rows.width() <= FEW_FEATURES && rows.rows() <= FEW_ROWS) {
            return new BoostingSettings("binary:logistic", 240, 30, 0.07, 5, 4, 0.8, 1, EXACT, 1, SCOUTS);
        }
        return few(rows)
                ? new BoostingSettings("binary:logistic", 240, 8, 0.15, 4, 2, 0.6, share(0.15, rows), 64, 8, 0)
                : failure();
    }

    /** What a type or site adds to the fleet's model of failures: few rows, so small trees and few of them, as many a round as the fleet's. */
    static BoostingSettings adaptation(BoostingSettings fleet) {
        return new BoostingSettings(fleet.objective(), 30, 0, 0.1, 3, 2, 0.7, 0.5, 64, fleet.trees(), 0);
    }

    /** Which mode, given a failure: few rows, so small trees. */
    public static BoostingSettings mode() {
        return new BoostingSettings("multi:softprob", 60, 0, 0.15, 3, 1, 0.8, 0.3, 64, 1, 0);
    }

    /** Whether one mode is among those that come at once, given a failure. */
    public static BoostingSettings oneMode() {
        return new BoostingSettings("binary:logistic", 60, 0, 0.15, 3, 1, 0.8, 0.3, 64, 1, 0);
    }

    /** Remaining useful life, of the recipe measured on C-MAPSS. */
    public static BoostingSettings remainingLife() {
        return new BoostingSettings("reg:squarederror", 600, 30, 0.04, 6, 20, 0.7, 0.4, 128, 1, 0);
    }

    /**
     * Remaining useful life where it is a by-product of failure targets. Most rows are of machines that nothing ails, and what is lost on
     * those says nothing of when to stop: a fixed number of rounds. An hour counts for more the nearer the failure is: the loss is that of
     * a relative error (see docs/decisions.md). Where rows are few, no feature is left out, as for failures.
     */
    public static BoostingSettings quickRemainingLife(TrainingMatrix rows) {
        return few(rows)
                ? new BoostingSettings("reg:gamma", 60, 0, 0.1, 5, 10, 0.7, share(0.1, rows), 64, 1, 0)
                : new BoostingSettings("reg:gamma", 40, 0, 0.1, 5, 10, 0.7, 0.25, 64, 1, SCOUTS);
    }

    /** The share of the features that a tree sees, so many of them at least. */
    private static double share(double share, TrainingMatrix rows) {
        return Math.min(1, Math.max(share, (double) FEWEST_FEATURES_OF_A_TREE / Math.max(1, rows.width())));
    }

    private static boolean few(TrainingMatrix rows) {
        return (long) rows.rows() * rows.width() <= FEW_VALUES;
    }

    public BoostingSettings withObjective(String other) {
        return new BoostingSettings(
                other, rounds, patience, eta, depth, minChildWeight, rowShare, columnShare, bins, trees, scouts);
    }

    public BoostingSettings withRounds(int other) {
        return new BoostingSettings(
                objective, other, patience, eta, depth, minChildWeight, rowShare, columnShare, bins, trees, scouts);
    }

    /** As many rounds of single trees. */
    BoostingSettings scouting() {
        return new BoostingSettings(
                objective, scouts, patience, eta, depth, minChildWeight, rowShare, columnShare, bins, 1, scouts);
    }

    /** As XGBoost names them. */
    public Map<String, Object> parameters(long seed) {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("objective", objective);
        if (bins == EXACT) {
            parameters.put("tree_method", "exact");
        } else {
            parameters.put("tree_method", "hist");
            parameters.put("max_bin", bins);
        }
        parameters.put("eta", eta);
        parameters.put("max_depth", depth);
        parameters.put("min_child_weight", minChildWeight);
        parameters.put("subsample", rowShare);
        parameters.put("colsample_bytree", columnShare);
        parameters.put("num_parallel_tree", trees);
        parameters.put("nthread", 1);
        parameters.put("seed", seed);
        parameters.put("verbosity", 0);
        return parameters;
    }
}

package io.millwright.training.rul;

import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Accelerated failure time by boosted trees: the logarithm of the life is normal around what the trees say, and a machine still running
 * says that its life is longer than it was watched. The point is the median, the interval the distribution's own quantiles, unchecked.
 *
 * @see "Barnwal, Cho and Hocking, Survival regression with accelerated failure time model in XGBoost, 2022"
 */
public final class BoostedAftRul implements RulModel {

    private static final String FILE = "xgboost-aft-state.json";
    private static final String TREES_FILE = "xgboost-aft.json";
    private static final double SHORTEST_HOURS = 0.5;
    /** Standard deviation of the logarithm of the life. */
    private static final double SCALE = 0.8;

    private static final BoostingSettings SETTINGS =
            new BoostingSettings("survival:aft", 100, 0, 0.08, 4, 5, 0.7, 0.35, 64, 1, 0);

    private final State state;
    private final byte[] bytes;
    private final Booster booster;

    /** What the file holds. The trees predict the median life in caps. */
    record State(List<String> columns, double capHours, double coverage) {}

    private BoostedAftRul(State state, byte[] bytes) {
        this.state = state;
        this.bytes = bytes;
        this.booster = Boosting.read(bytes);
    }

    /** Fits on evenly spaced rows, at most 2,500; empty where hardly any failure was seen. */
    public static Optional<BoostedAftRul> fit(RulRows all, long seed) {
        return all.survived().map(rows -> fitted(rows, seed));
    }

    private static BoostedAftRul fitted(RulRows rows, long seed) {
        float[] atLeast = new float[rows.matrix().rows()];
        float[] atMost = new float[atLeast.length];
        for (int row = 0; row < atLeast.length; row++) {
            atLeast[row] = (float) (Math.max(SHORTEST_HOURS, rows.lives().hours()[row]) / rows.capHours());
            atMost[row] = rows.lives().known(row) ? atLeast[row] : Float.POSITIVE_INFINITY;
        }
        Booster fitted = Boosting.fitBetween(
                rows.matrix(),
                atLeast,
                atMost,
                SETTINGS,
                Map.of("aft_loss_distribution", "normal", "aft_loss_distribution_scale", SCALE),
                seed);
        return new BoostedAftRul(
                new State(rows.matrix().columns(), rows.capHours(), rows.coverage()), Boosting.bytes(fitted));
    }

    @Override
    public List<RulEstimate> estimates(TrainingMatrix rows) {
        double spread = Math.exp(
                SCALE * new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + state.coverage()) / 2));
        return Arrays.stream(medians(rows))
                .mapToObj(median -> RulEstimate.of(median / spread, median, median * spread, state.capHours()))
                .toList();
    }

    @Override
    public double[][] surviving(TrainingMatrix rows) {
        NormalDistribution unit = new NormalDistribution(null, 0, 1);
        return Arrays.stream(medians(rows))
                .mapToObj(median -> SurvivalCurve.ends(
                        hours -> unit.cumulativeProbability(Math.log(median / hours) / SCALE), state.capHours()))
                .toArray(double[][]::new);
    }

    private double[] medians(TrainingMatrix rows) {
        return Arrays.stream(Boosting.predict(booster, rows.withColumns(state.columns()), 0))
                .mapToDouble(row -> row[0] * state.capHours())
                .toArray();
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        files.put(TREES_FILE, bytes);
        return files;
    }

    public static BoostedAftRul read(Map<String, byte[]> files) {
        return new BoostedAftRul(
                Json.read(ModelFiles.file(files, FILE), State.class, FILE), ModelFiles.file(files, TREES_FILE));
    }
}

package io.millwright.training.rul;

import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Cox proportional hazards: boosted trees say how many times as fast as others a machine goes through a hazard that all share. Machines
 * still running teach by having been at risk. The point is the mean life up to the cap, the interval the model's own quantiles, unchecked.
 *
 * @see "Cox, Regression models and life-tables, 1972; Breslow, Covariance analysis of censored survival data, 1974"
 */
public final class CoxRul implements RulModel {

    private static final String FILE = "cox.json";
    private static final String TREES_FILE = "xgboost-cox.json";
    private static final int INTERVALS = 32;
    private static final double SHORTEST_HOURS = 0.5;
    private static final BoostingSettings SETTINGS =
            new BoostingSettings("survival:cox", 60, 0, 0.1, 4, 5, 0.7, 0.35, 64, 1, 12);

    private final State state;
    private final byte[] bytes;
    private final Booster booster;

    /**
     * What the file holds.
     *
     * @param baseline cumulative hazard of a machine of ratio 1 at the end of each interval
     */
    record State(List<String> columns, List<Double> baseline, double capHours, double coverage) {}

    private CoxRul(State state, byte[] bytes) {
        this.state = state;
        this.bytes = bytes;
        this.booster = Boosting.read(bytes);
    }

    /** Fits on evenly spaced rows, at most 2,500; empty where hardly any failure was seen. */
    public static Optional<CoxRul> fit(RulRows all, long seed) {
        return all.survived().map(rows -> fitted(rows, seed));
    }

    private static CoxRul fitted(RulRows rows, long seed) {
        float[] signed = signed(rows);
        List<String> columns = Boosting.telling(rows.matrix(), signed, SETTINGS, seed);
        TrainingMatrix own = rows.matrix().withColumns(columns);
        Booster fitted = Boosting.fit(own, signed, SETTINGS, Map.of(), seed);
        List<Double> baseline = breslow(signed, ratios(fitted, own), rows.capHours());
        return new CoxRul(new State(columns, baseline, rows.capHours(), rows.coverage()), Boosting.bytes(fitted));
    }

    /** As XGBoost takes them: negative where the failure was not seen. */
    private static float[] signed(RulRows rows) {
        float[] signed = new float[rows.matrix().rows()];
        for (int row = 0; row < signed.length; row++) {
            double hours = Math.max(SHORTEST_HOURS, rows.lives().hours()[row]);
            signed[row] = (float) (rows.lives().known(row) ? hours : -hours);
        }
        return signed;
    }

    private static double[] ratios(Booster booster, TrainingMatrix own) {
        return Arrays.stream(Boosting.predict(booster, own, 0))
                .mapToDouble(row -> row[0])
                .toArray();
    }

    /** At each failure the cumulative hazard rises by 1 over the sum of the ratios still at risk. */
    static List<Double> breslow(float[] signed, double[] ratios, double capHours) {
        int[] longestFirst = IntStream.range(0, signed.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -Math.abs(signed[row])))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] rise = new double[INTERVALS];
        double atRisk = 0;
        int next = 0;
        while (next < longestFirst.length) {
            float life = Math.abs(signed[longestFirst[next]]);
            int failures = 0;
            while (next < longestFirst.length && Math.abs(signed[longestFirst[next]]) == life) {
                atRisk += ratios[longestFirst[next]];
                failures += signed[longestFirst[next++]] > 0 ? 1 : 0;
            }
            if (life <= capHours) {
                rise[Math.max(0, (int) Math.ceil(life / capHours * INTERVALS) - 1)] += failures / atRisk;
            }
        }
        List<Double> cumulative = new ArrayList<>();
        double sum = 0;
        for (double step : rise) {
            sum += step;
            cumulative.add(sum);
        }
        return cumulative;
    }

    @Override
    public List<RulEstimate> estimates(TrainingMatrix rows) {
        return Arrays.stream(ratios(booster, rows.withColumns(state.columns())))
                .mapToObj(ratio -> curve(ratio).estimate(state.coverage()))
                .toList();
    }

    @Override
    public double[][] surviving(TrainingMatrix rows) {
        return SurvivalCurve.ends(Arrays.stream(ratios(booster, rows.withColumns(state.columns())))
                .mapToObj(ratio -> curve(ratio).surviving())
                .toArray(double[][]::new));
    }

    private SurvivalCurve curve(double ratio) {
        double[] surviving = new double[INTERVALS + 1];
        surviving[0] = 1;
        for (int interval = 0; interval < INTERVALS; interval++) {
            surviving[interval + 1] = Math.exp(-ratio * state.baseline().get(interval));
        }
        return new SurvivalCurve(surviving, state.capHours());
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        files.put(TREES_FILE, bytes);
        return files;
    }

    public static CoxRul read(Map<String, byte[]> files) {
        return new CoxRul(
                Json.read(ModelFiles.file(files, FILE), State.class, FILE), ModelFiles.file(files, TREES_FILE));
    }
}

package io.millwright.training.rul;

import io.millwright.evaluation.rul.ConformalCorrection;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.ModelFiles;
import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Boosted trees for the point, the mean over a declared list of seeds; boosted quantiles of its error for the interval, shifted by a
 * conformal margin that each third of the predicted life has of its own.
 *
 * @see "Romano, Patterson and Candes, Conformalized Quantile Regression, NeurIPS 2019; deviation: quantiles of the point's out-of-fold error,
 *     which boosted trees learn in far fewer rounds than quantiles of the life itself"
 */
public final class BoostedRul implements RulModel {

    static final String PREDICTED = "predicted_rul_hours";

    private static final String FILE = "rul.json";
    private static final String QUANTILES_FILE = "xgboost-error-quantiles.json";

    private final State state;
    private final List<byte[]> pointBytes;
    private final List<Booster> points;
    private final byte[] quantileBytes;
    private final Booster quantiles;

    /**
     * What the file holds.
     *
     * @param rounds of each point model, as chosen on held-out machines
     * @param marginHours of the bands that have none of their own; NaN where too few lives had ended to tell, and intervals are as fitted
     * @param marginOfBand by band of the predicted life; null, read as none, in packages from before there were bands
     */
    record State(
            List<String> columns,
            int points,
            int rounds,
            double capHours,
            double coverage,
            double marginHours,
            Map<String, Double> marginOfBand) {

        State {
            marginOfBand = marginOfBand == null ? Map.of() : new TreeMap<>(marginOfBand);
        }

        ConformalCorrection correction() {
            return new ConformalCorrection(coverage, calibrated() ? marginHours : 0, marginOfBand);
        }

        boolean calibrated() {
            return !Double.isNaN(marginHours);
        }
    }

    BoostedRul(State state, List<byte[]> pointBytes, byte[] quantileBytes) {
        this.state = state;
        this.pointBytes = List.copyOf(pointBytes);
        this.points = pointBytes.stream().map(Boosting::read).toList();
        this.quantileBytes = quantileBytes;
        this.quantiles = Boosting.read(quantileBytes);
    }

    @Override
    public List<RulEstimate> estimates(TrainingMatrix rows) {
        TrainingMatrix own = rows.withColumns(state.columns());
        double[] point = point(own);
        float[][] error = Boosting.predict(quantiles, own.withFirstColumn(PREDICTED, point), 0);
        ConformalCorrection correction = state.correction();
        List<RulEstimate> estimates = new ArrayList<>();
        for (int row = 0; row < point.length; row++) {
            ConformalCorrection.Interval interval = correction.apply(
                    IntervalCalibration.band(point[row], state.capHours()),
                    point[row] + Math.min(error[row][0], error[row][1]),
                    point[row],
                    point[row] + Math.max(error[row][0], error[row][1]));
            estimates.add(RulEstimate.of(interval.lower(), point[row], interval.upper(), state.capHours()));
        }
        return estimates;
    }

    private double[] point(TrainingMatrix own) {
        double[] mean = new double[own.rows()];
        for (Booster booster : points) {
            float[][] predicted = Boosting.predict(booster, own, 0);
            for (int row = 0; row < mean.length; row++) {
                mean[row] += predicted[row][0] / points.size();
            }
        }
        for (int row = 0; row < mean.length; row++) {
            mean[row] = Math.max(0, Math.min(state.capHours(), mean[row]));
        }
        return mean;
    }

    /** Whether intervals were held to their promise by lives that ended. */
    public boolean calibrated() {
        return state.calibrated();
    }

    /** The same of a model's files, without reading its trees; true where there is no model of remaining life among them. */
    public static boolean calibrated(Map<String, byte[]> files) {
        byte[] state = files.get(FILE);
        return state == null || Json.read(state, State.class, FILE).calibrated();
    }

    /** The first point model alone: what explanations of a short life look at. */
    public BoostedModel firstPoint() {
        return new BoostedModel(state.columns(), points.get(0));
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(FILE, Json.bytes(state));
        files.put(QUANTILES_FILE, quantileBytes);
        for (int i = 0; i < pointBytes.size(); i++) {
            files.put(pointFile(i), pointBytes.get(i));
        }
        return files;
    }

    private static String pointFile(int number) {
        return "xgboost-rul-" + (number + 1) + ".json";
    }

    public static BoostedRul read(Map<String, byte[]> files) {
        State state = Json.read(ModelFiles.file(files, FILE), State.class, FILE);
        List<byte[]> points = new ArrayList<>();
        for (int i = 0; i < state.points(); i++) {
            points.add(ModelFiles.file(files, pointFile(i)));
        }
        return new BoostedRul(state, points, ModelFiles.file(files, QUANTILES_FILE));
    }
}

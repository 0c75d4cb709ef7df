package io.millwright.training.candidate;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;

/** Boosted trees of one output after fitting. Missing values go the way the trees learned for them. */
public final class BoostedModel implements FittedModel {

    public static final String FILE = "xgboost-model.json";

    public static final String COLUMNS_FILE = "columns.json";

    private final List<String> columns;
    private final byte[] bytes;
    private final Booster booster;

    public BoostedModel(List<String> columns, Booster booster) {
        this(columns, Boosting.bytes(booster));
    }

    private BoostedModel(List<String> columns, byte[] bytes) {
        this.columns = List.copyOf(columns);
        this.bytes = bytes;
        this.booster = Boosting.read(bytes);
    }

    public static BoostedModel read(Map<String, byte[]> files) {
        String[] columns = Json.read(ModelFiles.file(files, COLUMNS_FILE), String[].class, COLUMNS_FILE);
        return new BoostedModel(List.of(columns), ModelFiles.file(files, FILE));
    }

    @Override
    public double[] scores(TrainingMatrix rows) {
        return first(Boosting.predict(booster, rows.withColumns(columns), 0));
    }

    static double[] first(float[][] predictions) {
        double[] scores = new double[predictions.length];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = predictions[row][0];
        }
        return scores;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public double[][] contributions(TrainingMatrix rows) {
        return pushes(Boosting.shapValues(booster, rows.withColumns(columns), 0), columns.size());
    }

    /** TreeSHAP values without their base. */
    static double[][] pushes(float[][] values, int columns) {
        double[][] pushes = new double[values.length][columns];
        for (int row = 0; row < pushes.length; row++) {
            for (int column = 0; column < columns; column++) {
                pushes[row][column] = values[row][column];
            }
        }
        return pushes;
    }

    /** Predictions before the link function. */
    public double[] margins(TrainingMatrix rows) {
        return first(Boosting.margins(booster, rows.withColumns(columns)));
    }

    /** What {@link #contributions} start from: with them it sums to the margin. */
    public double[] baseValues(TrainingMatrix rows) {
        float[][] values = Boosting.shapValues(booster, rows.withColumns(columns), 0);
        double[] base = new double[values.length];
        for (int row = 0; row < base.length; row++) {
            base[row] = values[row][columns.size()];
        }
        return base;
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(FILE, bytes, COLUMNS_FILE, Json.bytes(columns));
    }
}

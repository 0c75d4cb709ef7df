package io.millwright.training.candidate;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/** Logistic regression after fitting: probability = 1 / (1 + exp(-(intercept + sum of coefficient x standardised value))). */
public final class LinearModel implements FittedModel {

    static final String FILE = "logistic.json";

    private final State state;

    /** What the file holds. */
    @SuppressWarnings("ArrayRecordComponent")
    record State(Preparation preparation, double intercept, double[] coefficients) {}

    LinearModel(Preparation preparation, double intercept, double[] coefficients) {
        this(new State(preparation, intercept, coefficients));
    }

    private LinearModel(State state) {
        this.state = state;
    }

    static LinearModel read(Map<String, byte[]> files) {
        return new LinearModel(Json.read(ModelFiles.file(files, FILE), State.class, FILE));
    }

    @Override
    public double[] scores(TrainingMatrix rows) {
        double[][] pushes = contributions(rows);
        double[] scores = new double[pushes.length];
        for (int row = 0; row < scores.length; row++) {
            double margin = state.intercept();
            for (double push : pushes[row]) {
                margin += push;
            }
            scores[row] = 1 / (1 + Math.exp(-margin));
        }
        return scores;
    }

    @Override
    public List<String> columns() {
        return state.preparation().columns();
    }

    @Override
    public double[][] contributions(TrainingMatrix rows) {
        double[][] pushes = state.preparation().standardised(rows);
        for (double[] row : pushes) {
            for (int column = 0; column < row.length; column++) {
                row[column] *= state.coefficients()[column];
            }
        }
        return pushes;
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(FILE, Json.bytes(state));
    }
}

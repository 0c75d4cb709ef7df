package io.millwright.training.candidate;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/** A random forest after fitting, whichever library grew it: the score is the mean of the trees' leaf probabilities. */
public final class ForestModel implements FittedModel {

    static final String FILE = "forest.json";

    private final State state;

    /** What the file holds. */
    record State(Preparation preparation, List<Tree> trees) {}

    ForestModel(Preparation preparation, List<Tree> trees) {
        this(new State(preparation, List.copyOf(trees)));
    }

    private ForestModel(State state) {
        this.state = state;
    }

    static ForestModel read(Map<String, byte[]> files) {
        return new ForestModel(Json.read(ModelFiles.file(files, FILE), State.class, FILE));
    }

    @Override
    public double[] scores(TrainingMatrix rows) {
        double[][] values = state.preparation().filled(rows);
        double[] scores = new double[values.length];
        for (int row = 0; row < scores.length; row++) {
            double sum = 0;
            for (Tree tree : state.trees()) {
                sum += tree.score(values[row]);
            }
            scores[row] = sum / state.trees().size();
        }
        return scores;
    }

    @Override
    public List<String> columns() {
        return state.preparation().columns();
    }

    /**
     * Along each tree's path, the change of the node value belongs to the feature split on.
     *
     * @see "Saabas, Interpreting random forests, 2014"
     */
    @Override
    public double[][] contributions(TrainingMatrix rows) {
        double[][] values = state.preparation().filled(rows);
        double[][] pushes = new double[values.length][columns().size()];
        for (int row = 0; row < values.length; row++) {
            for (Tree tree : state.trees()) {
                tree.addPath(values[row], pushes[row]);
            }
            for (int column = 0; column < pushes[row].length; column++) {
                pushes[row][column] /= state.trees().size();
            }
        }
        return pushes;
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(FILE, Json.bytes(state));
    }
}

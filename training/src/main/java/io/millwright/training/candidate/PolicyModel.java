package io.millwright.training.candidate;

import io.millwright.training.matrix.Json;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A policy that learns no labels: waits for the failure, goes by age, or by how far a machine is from its own normal. */
public final class PolicyModel implements FittedModel {

    static final String FILE = "policy.json";

    /** Scale of the median absolute deviation that makes it a standard deviation under a normal distribution. */
    private static final double NORMAL_SCALE = 1.4826;

    private final State state;

    /**
     * What the file holds.
     *
     * @param columns looked at; the score is the largest over them
     * @param normals the normal of each column by machine; empty where raw values are the score
     * @param fleet the normal of each column over all machines, for machines without their own
     */
    record State(List<String> columns, Map<String, List<Normal>> normals, List<Normal> fleet) {}

    /** Median and scaled median absolute deviation. */
    record Normal(double centre, double spread) {

        static Optional<Normal> of(float[] values, int fewest) {
            double[] known = known(values);
            if (known.length < fewest) {
                return Optional.empty();
            }
            double centre = middle(known);
            double[] distances = Arrays.stream(known)
                    .map(value -> Math.abs(value - centre))
                    .sorted()
                    .toArray();
            double spread = NORMAL_SCALE * middle(distances);
            return spread > 0 ? Optional.of(new Normal(centre, spread)) : Optional.empty();
        }

        private static double[] known(float[] values) {
            double[] known = new double[values.length];
            int count = 0;
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    known[count++] = value;
                }
            }
            double[] sorted = Arrays.copyOf(known, count);
            Arrays.sort(sorted);
            return sorted;
        }

        private static double middle(double[] sorted) {
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        double distance(float value) {
            return Math.abs(value - centre) / spread;
        }
    }

    /** The score is the largest of the columns' values; 0 for a row without any. */
    static PolicyModel largestOf(List<String> columns) {
        return new PolicyModel(new State(List.copyOf(columns), Map.of(), List.of()));
    }

    PolicyModel(State state) {
        this.state = state;
    }

    static PolicyModel read(Map<String, byte[]> files) {
        return new PolicyModel(Json.read(ModelFiles.file(files, FILE), State.class, FILE));
    }

    @Override
    public double[] scores(TrainingMatrix rows) {
        double[][] pushes = contributions(rows);
        return Arrays.stream(pushes)
                .mapToDouble(row -> Arrays.stream(row).max().orElse(0))
                .toArray();
    }

    @Override
    public List<String> columns() {
        return state.columns();
    }

    @Override
    public double[][] contributions(TrainingMatrix rows) {
        TrainingMatrix own = rows.withColumns(state.columns());
        double[][] pushes = new double[own.rows()][own.width()];
        for (int row = 0; row < pushes.length; row++) {
            List<Normal> normals = state.normals().getOrDefault(own.machine(row), state.fleet());
            for (int column = 0; column < own.width(); column++) {
                float value = own.value(row, column);
                if (!Float.isNaN(value)) {
                    pushes[row][column] =
                            normals.isEmpty() ? value : normals.get(column).distance(value);
                }
            }
        }
        return pushes;
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(
                FILE, Json.bytes(new State(state.columns(), new LinkedHashMap<>(state.normals()), state.fleet())));
    }
}

package io.millwright.training.anomaly;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;

/**
 * The health indicators that are watched: a row is one machine at one {@code as_of}, a column one statistic of one sensor over one
 * window; NaN where it could not be computed.
 *
 * @param sensors of each column
 * @param types equipment type of each machine
 */
public record Indicators(TrainingMatrix matrix, List<String> sensors, Map<String, String> types) {

    public Indicators {
        if (sensors.size() != matrix.width()) {
            throw new IllegalArgumentException(
                    "one sensor a column, got " + sensors.size() + " for " + matrix.width() + " columns");
        }
        sensors = List.copyOf(sensors);
        types = Map.copyOf(types);
    }

    public Indicators select(int[] rows) {
        return new Indicators(matrix.select(rows), sensors, types);
    }

    String type(int row) {
        return types.getOrDefault(matrix.machine(row), "");
    }
}

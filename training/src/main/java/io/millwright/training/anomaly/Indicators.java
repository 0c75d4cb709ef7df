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
 * @param sites of each machine
 * @param regimes operating regime of each machine by moment in milliseconds; empty where none are fitted
 */
public record Indicators(
        TrainingMatrix matrix,
        List<String> sensors,
        Map<String, String> types,
        Map<String, String> sites,
        Map<String, Map<Long, Integer>> regimes) {

    /** Of a row whose regime is not known. */
    public static final int NO_REGIME = -1;

    public Indicators {
        if (sensors.size() != matrix.width()) {
            throw new IllegalArgumentException(
                    "one sensor a column, got " + sensors.size() + " for " + matrix.width() + " columns");
        }
        sensors = List.copyOf(sensors);
        types = Map.copyOf(types);
        sites = Map.copyOf(sites);
        regimes = Map.copyOf(regimes);
    }

    public Indicators select(int[] rows) {
        return new Indicators(matrix.select(rows), sensors, types, sites, regimes);
    }

    String type(int row) {
        return types.getOrDefault(matrix.machine(row), "");
    }

    String site(int row) {
        return sites.getOrDefault(matrix.machine(row), "");
    }

    /** {@link #NO_REGIME} where it is not known. */
    public int regime(int row) {
        return regimes.getOrDefault(matrix.machine(row), Map.of()).getOrDefault(matrix.asOfMillis(row), NO_REGIME);
    }
}

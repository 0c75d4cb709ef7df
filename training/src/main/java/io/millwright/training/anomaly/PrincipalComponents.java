package io.millwright.training.anomaly;

import io.millwright.training.fitted.Components;
import java.util.Arrays;

/** Distances from the principal components of normal time, see {@link Components}. */
final class PrincipalComponents implements PointDetector {

    private static final double SHARE_OF_VARIANCE = 0.9;
    private static final double LEAST_VARIANCE = 1e-9;

    /** Which of the two distances. */
    enum Distance {
        T2,
        SPE
    }

    private final Distance distance;

    PrincipalComponents(Distance distance) {
        this.distance = distance;
    }

    @Override
    public String name() {
        return distance == Distance.T2 ? "pca_t2" : "pca_spe";
    }

    @Override
    public FittedPoints fit(double[][] normal, long seed) {
        if (normal[0].length == 1) {
            return oneIndicator(normal, Components.means(normal)[0]);
        }
        Components components = Components.fit(normal, SHARE_OF_VARIANCE);
        return rows ->
                Univariate.each(rows, distance == Distance.T2 ? row -> components.t2(row) : row -> components.spe(row));
    }

    /** With one indicator there is nothing to leave: T-squared is its square, SPE nothing. */
    private FittedPoints oneIndicator(double[][] normal, double mean) {
        double variance = Math.max(
                LEAST_VARIANCE,
                Arrays.stream(normal)
                        .mapToDouble(row -> (row[0] - mean) * (row[0] - mean))
                        .average()
                        .orElse(1));
        return rows -> Univariate.each(
                rows, row -> distance == Distance.T2 ? (row[0] - mean) * (row[0] - mean) / variance : Double.NaN);
    }
}

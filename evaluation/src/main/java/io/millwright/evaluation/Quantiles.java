package io.millwright.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Quantiles of values that come in clusters. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The smallest of the values that at least so large a share of them does not exceed; NaN without values, n = values.
     *
     * @param cluster of each value, in [0, clusters)
     * @param share above 0, at most 1
     */
    public static ClusterMetric of(double[] values, int[] cluster, int clusters, double share) {
        if (values.length != cluster.length || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("one cluster a value and a share in (0, 1], got " + values.length + ", "
                    + cluster.length + " and " + share);
        }
        int[] rising = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return ClusterMetric.of(clusters, values.length, draw -> {
            long total = 0;
            for (int of : cluster) {
                total += draw[of];
            }
            long seen = 0;
            for (int i : rising) {
                seen += draw[cluster[i]];
                if (seen >= share * total && seen > 0) {
                    return values[i];
                }
            }
            return Double.NaN;
        });
    }
}

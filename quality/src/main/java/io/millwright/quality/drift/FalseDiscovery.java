package io.millwright.quality.drift;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Benjamini and Hochberg's control of the false discovery rate over many tests (1995). */
final class FalseDiscovery {

    private FalseDiscovery() {}

    /**
     * The adjusted p-values, in the order given: a test is a discovery at rate q where its adjusted p-value is at most q.
     */
    static double[] adjusted(double[] pValues) {
        Integer[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> pValues[i]).reversed())
                .toArray(Integer[]::new);
        double[] adjusted = new double[pValues.length];
        double least = 1;
        for (int fromLargest = 0; fromLargest < order.length; fromLargest++) {
            int rank = order.length - fromLargest;
            least = Math.min(least, pValues[order[fromLargest]] * order.length / rank);
            adjusted[order[fromLargest]] = least;
        }
        return adjusted;
    }
}

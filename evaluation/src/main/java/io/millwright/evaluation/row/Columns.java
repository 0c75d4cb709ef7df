package io.millwright.evaluation.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns of primitives for {@link ScoredRows}. */
final class Columns {

    private Columns() {}

    /** Each value's position among the distinct ones. */
    static int[] indexed(List<String> values, List<String> distinct) {
        Map<String, Integer> position = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            position.put(distinct.get(i), i);
        }
        return values.stream()
                .mapToInt(value -> position.getOrDefault(value, -1))
                .toArray();
    }

    static int[] permuted(int[] column, Integer[] order) {
        int[] permuted = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            permuted[i] = column[order[i]];
        }
        return permuted;
    }

    static long[] permuted(long[] column, Integer[] order) {
        long[] permuted = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            permuted[i] = column[order[i]];
        }
        return permuted;
    }

    static double[] permuted(double[] column, Integer[] order) {
        double[] permuted = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            permuted[i] = column[order[i]];
        }
        return permuted;
    }
}

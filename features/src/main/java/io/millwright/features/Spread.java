package io.millwright.features;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Which features of a training set vary.
 *
 * @param allNull features without a value
 * @param constant features with one value on every row where they have one
 */
record Spread(long rows, long machines, List<String> allNull, List<String> constant) {

    /** Reads the table once, where it lies. */
    static Spread of(Dataset<Row> rows, List<String> features) {
        int offset = rows.schema().size() - features.size();
        int width = features.size();
        Range range = rows
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(items -> List.of(Range.of(items, offset, width)).iterator())
                .collect()
                .stream()
                .reduce(new Range(width), Range::merge);
        List<String> allNull = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            if (range.min[i] > range.max[i]) {
                allNull.add(features.get(i));
            } else if (range.min[i] == range.max[i]) {
                constant.add(features.get(i));
            }
        }
        return new Spread(range.rows, range.machines.size(), allNull, constant);
    }

    /** Smallest and largest value of each column: a commutative monoid. */
    private static final class Range implements Serializable {
        private final double[] min;
        private final double[] max;
        private final Set<String> machines = new HashSet<>();
        private long rows;

        Range(int width) {
            min = new double[width];
            max = new double[width];
            java.util.Arrays.fill(min, Double.POSITIVE_INFINITY);
            java.util.Arrays.fill(max, Double.NEGATIVE_INFINITY);
        }

        static Range of(Iterator<InternalRow> items, int offset, int width) {
            Range range = new Range(width);
            while (items.hasNext()) {
                InternalRow row = items.next();
                range.rows++;
                range.machines.add(row.getUTF8String(0).toString());
                for (int i = 0; i < width; i++) {
                    if (!row.isNullAt(offset + i)) {
                        range.min[i] = Math.min(range.min[i], row.getDouble(offset + i));
                        range.max[i] = Math.max(range.max[i], row.getDouble(offset + i));
                    }
                }
            }
            return range;
        }

        Range merge(Range that) {
            for (int i = 0; i < min.length; i++) {
                min[i] = Math.min(min[i], that.min[i]);
                max[i] = Math.max(max[i], that.max[i]);
            }
            machines.addAll(that.machines);
            rows += that.rows;
            return this;
        }
    }
}

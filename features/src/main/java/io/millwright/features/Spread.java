package io.millwright.features;

import io.millwright.features.table.FeatureStatistics;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

    /**
     * Of what the feature job told of the rows as it wrote them, where that is of all of them; else reads the table.
     *
     * @param rows the training set, of which one column is read
     */
    static Spread of(Lake lake, Dataset<Row> rows, List<String> features) {
        Range counted = Range.of(rows.select(TrainingSet.EQUIPMENT_ID), 1, 0);
        Range all = new Range(features.size());
        all.rows = counted.rows;
        all.machines.addAll(counted.machines);
        Map<String, Told> told = told(lake);
        for (int i = 0; i < features.size(); i++) {
            Told feature = told.get(features.get(i));
            if (feature == null || feature.rows != counted.rows) {
                return of(rows, features);
            }
            all.min[i] = feature.min;
            all.max[i] = feature.max;
        }
        return of(all, features);
    }

    /** What was told of one feature. */
    private record Told(long rows, double min, double max) implements Serializable {

        Told merge(Told that) {
            return new Told(rows + that.rows, Math.min(min, that.min), Math.max(max, that.max));
        }
    }

    private static Map<String, Told> told(Lake lake) {
        if (!lake.has(FeatureStatistics.TABLE)) {
            return Map.of();
        }
        return lake
                .read(FeatureStatistics.TABLE)
                .select(FeatureStatistics.NAME, FeatureStatistics.ROWS, FeatureStatistics.MIN, FeatureStatistics.MAX)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(items -> List.of(told(items)).iterator())
                .collect()
                .stream()
                .reduce(new HashMap<>(), (all, part) -> {
                    part.forEach((name, told) -> all.merge(name, told, Told::merge));
                    return all;
                });
    }

    private static Map<String, Told> told(Iterator<InternalRow> items) {
        Map<String, Told> told = new HashMap<>();
        while (items.hasNext()) {
            InternalRow row = items.next();
            told.merge(
                    row.getUTF8String(0).toString(),
                    new Told(
                            row.getLong(1),
                            row.isNullAt(2) ? Double.POSITIVE_INFINITY : row.getDouble(2),
                            row.isNullAt(3) ? Double.NEGATIVE_INFINITY : row.getDouble(3)),
                    Told::merge);
        }
        return told;
    }

    /** Reads the table once, where it lies. */
    static Spread of(Dataset<Row> rows, List<String> features) {
        int offset = rows.schema().size() - features.size();
        return of(Range.of(rows, offset, features.size()), features);
    }

    private static Spread of(Range range, List<String> features) {
        List<String> allNull = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
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

        static Range of(Dataset<Row> rows, int offset, int width) {
            return rows
                    .queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .mapPartitions(
                            items -> List.of(Range.of(items, offset, width)).iterator())
                    .collect()
                    .stream()
                    .reduce(new Range(width), Range::merge);
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

package io.millwright.features;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * Rows of several groups side by side, by machine and moment.
 *
 * @param first position of each group's first number in a joined row
 * @param width numbers in a joined row
 * @param machines machine to site and type
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
record Joining(int[] first, int width, Map<String, List<String>> machines) implements Serializable {

    /** A group's part of a row. */
    @SuppressWarnings("ArrayRecordComponent") // As above.
    private record Part(int group, long asOfMs, double[] value) implements Serializable {}

    /** The joined table: machine, moment, site, type, numbers; rows sorted by key within a partition. */
    Dataset<Row> table(SparkSession spark, List<JavaRDD<FeatureRow>> groups, StructType schema, int partitions) {
        JavaPairRDD<String, Part> parts = null;
        for (int i = 0; i < groups.size(); i++) {
            int group = i;
            JavaPairRDD<String, Part> more = groups.get(i)
                    .mapToPair(row -> new Tuple2<>(row.equipmentId(), new Part(group, row.asOfMs(), row.value())));
            parts = parts == null ? more : parts.union(more);
        }
        if (parts == null) {
            throw new IllegalArgumentException("no group to join");
        }
        JavaRDD<InternalRow> joined = parts.groupByKey(partitions).mapPartitions(this::ofMachines);
        return spark.internalCreateDataFrame(joined.rdd(), schema, false);
    }

    private Iterator<InternalRow> ofMachines(Iterator<Tuple2<String, Iterable<Part>>> machinesHere) {
        List<Tuple2<String, Iterable<Part>>> sorted = new ArrayList<>();
        machinesHere.forEachRemaining(sorted::add);
        sorted.sort(Comparator.comparing(Tuple2::_1));
        UnsafeRowWriter writer = new UnsafeRowWriter(width + 4);
        return sorted.stream()
                .flatMap(machine -> joined(machine._2()).entrySet().stream()
                        .map(row -> written(writer, machine._1(), row.getKey(), row.getValue())))
                .iterator();
    }

    private TreeMap<Long, double[]> joined(Iterable<Part> parts) {
        TreeMap<Long, double[]> rows = new TreeMap<>();
        for (Part part : parts) {
            double[] row = rows.computeIfAbsent(part.asOfMs(), any -> {
                double[] empty = new double[width];
                Arrays.fill(empty, Double.NaN);
                return empty;
            });
            System.arraycopy(part.value(), 0, row, first[part.group()], part.value().length);
        }
        return rows;
    }

    private InternalRow written(UnsafeRowWriter writer, String machine, long asOfMs, double[] value) {
        List<String> facts = machines.getOrDefault(machine, List.of("", ""));
        writer.reset();
        writer.zeroOutNullBytes();
        writer.write(0, UTF8String.fromString(machine));
        writer.write(1, asOfMs * 1000);
        writer.write(2, UTF8String.fromString(facts.get(0)));
        writer.write(3, UTF8String.fromString(facts.get(1)));
        WideRows.put(writer, 4, value, 0, width);
        return writer.getRow().copy();
    }
}

package io.millwright.features;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Meanwhile;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Tables of hundreds of double columns, written and read as Spark keeps them inside. An encoder or an expression for each
 * column would make Spark generate and compile code by the hundred kilobytes: measured on 88,000 rows of 313 columns, that
 * took longer than computing the numbers.
 */
final class WideRows {

    private static final long MICROS_PER_MS = 1000;

    /** A setting of Parquet; Spark hands its own settings on. */
    private static final String DICTIONARY = "parquet.enable.dictionary";

    private WideRows() {}

    /**
     * Rows of key and numbers as a table of a feature group; NaN becomes null.
     *
     * @param first position of the first number taken
     * @param schema machine, {@code as_of}, one double column a number, type
     * @param types machine to type
     */
    static Dataset<Row> table(
            SparkSession spark, JavaRDD<FeatureRow> rows, int first, StructType schema, Map<String, String> types) {
        int width = schema.size() - FeatureGroups.FACTS.size();
        JavaRDD<InternalRow> written = rows.mapPartitions(items -> written(items, first, width, types));
        return spark.internalCreateDataFrame(written.rdd(), schema, false);
    }

    private static Iterator<InternalRow> written(
            Iterator<FeatureRow> rows, int first, int width, Map<String, String> types) {
        UnsafeRowWriter writer = new UnsafeRowWriter(width + FeatureGroups.FACTS.size());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public InternalRow next() {
                FeatureRow row = rows.next();
                writer.reset();
                writer.zeroOutNullBytes();
                writer.write(0, UTF8String.fromString(row.equipmentId()));
                writer.write(1, row.asOfMs() * MICROS_PER_MS);
                put(writer, 2, row.value(), first, width);
                writer.write(2 + width, UTF8String.fromString(types.getOrDefault(row.equipmentId(), "")));
                return writer.getRow();
            }
        };
    }

    /**
     * Writes a table without dictionaries: measured numbers hardly repeat, and building dictionaries that are then thrown
     * away took a third of the time of writing.
     */
    static <T> T withoutDictionaries(SparkSession spark, Supplier<T> write) {
        return Meanwhile.with(spark, Map.of(DICTIONARY, "false"), write);
    }

    /** Writes numbers into columns, NaN as null. */
    static void put(UnsafeRowWriter writer, int column, double[] value, int first, int width) {
        for (int i = 0; i < width; i++) {
            double number = value[first + i];
            if (Double.isNaN(number)) {
                writer.setNullAt(column + i);
            } else {
                writer.write(column + i, number);
            }
        }
    }

    /** A table of machine, {@code as_of} and double columns as rows of key and numbers; null becomes NaN. */
    static JavaRDD<FeatureRow> rows(Dataset<Row> table) {
        int width = table.schema().size() - 2;
        return table.queryExecution().toRdd().toJavaRDD().map(row -> read(row, width));
    }

    private static FeatureRow read(InternalRow row, int width) {
        double[] value = new double[width];
        for (int i = 0; i < width; i++) {
            value[i] = row.isNullAt(i + 2) ? Double.NaN : row.getDouble(i + 2);
        }
        return new FeatureRow(row.getUTF8String(0).toString(), row.getLong(1) / MICROS_PER_MS, value);
    }
}

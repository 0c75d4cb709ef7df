package io.millwright.fleet.grade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * A run's features as columns, rows ordered by machine and time.
 *
 * @param values {@code [feature][row]}, NaN where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a matrix; identity is never asked for
record FeatureMatrix(List<String> machines, long[] asOfMillis, List<String> names, float[][] values) {

    static FeatureMatrix read(SparkSession spark, String path) {
        Dataset<Row> table = spark.read().parquet(path);
        List<String> names = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        columns.add(functions.col("equipment_id"));
        columns.add(functions.col("as_of"));
        List<Column> cells = new ArrayList<>();
        for (StructField field : table.schema().fields()) {
            if (field.dataType() instanceof NumericType) {
                names.add(field.name());
                cells.add(functions.col("`" + field.name() + "`").cast("float"));
            }
        }
        columns.add(functions.array(cells.toArray(Column[]::new)).as("cells"));
        List<Row> rows = new ArrayList<>(
                table.select(columns.toArray(Column[]::new)).collectAsList());
        rows.sort(Comparator.<Row, String>comparing(row -> row.getString(0)).thenComparing(FeatureMatrix::asOf));
        return of(rows, names);
    }

    private static FeatureMatrix of(List<Row> rows, List<String> names) {
        float[][] values = new float[names.size()][rows.size()];
        List<String> machines = new ArrayList<>(rows.size());
        long[] asOfMillis = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            machines.add(rows.get(i).getString(0));
            asOfMillis[i] = asOf(rows.get(i)).toEpochMilli();
            List<Float> cells = rows.get(i).getList(2);
            for (int f = 0; f < names.size(); f++) {
                Float cell = cells.get(f);
                values[f][i] = cell == null ? Float.NaN : cell;
            }
        }
        return new FeatureMatrix(machines, asOfMillis, names, values);
    }

    private static Instant asOf(Row row) {
        Object value = row.get(1);
        return value instanceof java.sql.Timestamp time ? time.toInstant() : (Instant) value;
    }

    int rows() {
        return asOfMillis.length;
    }
}

package io.millwright.fleet.grade;

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
        for (StructField field : table.schema().fields()) {
            if (field.dataType() instanceof NumericType) {
                names.add(field.name());
                columns.add(functions.col("`" + field.name() + "`").cast("double"));
            }
        }
        int width = names.size();
        // Spark's own rows: an encoder of hundreds of columns takes longer to compile than to run.
        List<FeatureRow> rows = new ArrayList<>(table.select(columns.toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(row -> FeatureRow.of(row, width))
                .collect());
        rows.sort(Comparator.comparing(FeatureRow::equipmentId).thenComparingLong(FeatureRow::asOfMillis));
        return of(rows, names);
    }

    private static FeatureMatrix of(List<FeatureRow> rows, List<String> names) {
        float[][] values = new float[names.size()][rows.size()];
        List<String> machines = new ArrayList<>(rows.size());
        long[] asOfMillis = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            machines.add(rows.get(i).equipmentId());
            asOfMillis[i] = rows.get(i).asOfMillis();
            float[] cells = rows.get(i).cells();
            for (int f = 0; f < names.size(); f++) {
                values[f][i] = cells[f];
            }
        }
        return new FeatureMatrix(machines, asOfMillis, names, values);
    }

    int rows() {
        return asOfMillis.length;
    }
}

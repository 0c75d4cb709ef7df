package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Marks, among rows of one key, all but the one that stays. */
final class Duplicates {

    /** The column that says so. */
    static final String MERGED = "merged";

    private Duplicates() {}

    /** Marks rows, too, that agree in the key with one of {@code earlier}. */
    static Dataset<Row> alsoIn(Dataset<Row> rows, Dataset<Row> earlier, List<String> key) {
        if (earlier.isEmpty()) {
            return rows;
        }
        Dataset<Row> known = earlier.select(key.stream()
                        .map(name -> col(name).as("earlier_" + name))
                        .toArray(Column[]::new))
                .distinct()
                .withColumn("is_known", lit(true));
        Column agrees = key.stream()
                .map(name -> col(name).eqNullSafe(col("earlier_" + name)))
                .reduce(Column::and)
                .orElseThrow();
        Column[] columns = Arrays.stream(rows.columns())
                .map(name -> name.equals(MERGED)
                        ? col(MERGED).or(col("is_known").isNotNull()).as(MERGED)
                        : col(name))
                .toArray(Column[]::new);
        return rows.join(known, agrees, "left").select(columns);
    }

    /**
     * Rows with {@link #MERGED} added.
     *
     * @param key columns in which duplicates agree; nulls agree with nulls
     * @param first columns by which the one that stays is the smallest; ties are broken by all other columns
     */
    static Dataset<Row> marked(Dataset<Row> rows, List<String> key, List<String> first) {
        List<Column> order = new ArrayList<>();
        first.forEach(name -> order.add(col(name).asc_nulls_last()));
        Arrays.stream(rows.schema().fields())
                .filter(field -> !key.contains(field.name()) && !first.contains(field.name()))
                .filter(field -> !field.dataType().typeName().equals("map"))
                .forEach(field -> order.add(col(field.name()).asc_nulls_last()));
        Column number = row_number()
                .over(Window.partitionBy(key.stream().map(name -> col(name)).toArray(Column[]::new))
                        .orderBy(order.toArray(new Column[0])));
        return rows.withColumn(MERGED, number.gt(1));
    }
}

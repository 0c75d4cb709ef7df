package io.millwright.etl;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Marks, among rows of one key, all but the one that stays. */
final class Duplicates {

    /** The column that says so. */
    static final String MERGED = "merged";

    private Duplicates() {}

    /** Marks rows, too, that agree in the key with one of {@code earlier} that was known no later. */
    static Dataset<Row> alsoIn(Dataset<Row> rows, Dataset<Row> earlier, List<String> key, String known) {
        if (earlier.isEmpty()) {
            return rows;
        }
        Dataset<Row> first = renamed(earlier, key, known)
                .groupBy(key.stream().map(Duplicates::renamed).toArray(Column[]::new))
                .agg(min(renamed(known)).as("first_known"));
        Column isKnown = coalesce(col("first_known").leq(col(known)), lit(false));
        Column[] columns = Arrays.stream(rows.columns())
                .map(name -> name.equals(MERGED) ? col(MERGED).or(isKnown).as(MERGED) : col(name))
                .toArray(Column[]::new);
        return rows.join(first, agrees(key), "left").select(columns);
    }

    /** Those of earlier rows that agree in the key with one of {@code rows} that was known before them. */
    static Dataset<Row> givingWay(Dataset<Row> earlier, Dataset<Row> rows, List<String> key, String known) {
        if (earlier.isEmpty()) {
            return earlier;
        }
        Column before = renamed(known).lt(col(known));
        return earlier.join(renamed(rows, key, known), agrees(key).and(before), "left_semi");
    }

    /** The others of earlier rows. */
    static Dataset<Row> staying(Dataset<Row> earlier, Dataset<Row> givingWay, List<String> key, String known) {
        if (earlier.isEmpty()) {
            return earlier;
        }
        return earlier.join(
                renamed(givingWay, key, known), agrees(key).and(renamed(known).equalTo(col(known))), "left_anti");
    }

    /** Rows that agree in the key with none of others that was known no later. */
    static Dataset<Row> notIn(Dataset<Row> rows, Dataset<Row> others, List<String> key, String known) {
        Column noLater = renamed(known).leq(col(known));
        return rows.join(renamed(others, key, known), agrees(key).and(noLater), "left_anti");
    }

    private static Dataset<Row> renamed(Dataset<Row> rows, List<String> key, String known) {
        return rows.select(Stream.concat(key.stream(), Stream.of(known))
                .distinct()
                .map(name -> col(name).as("other_" + name))
                .toArray(Column[]::new));
    }

    private static Column renamed(String name) {
        return col("other_" + name);
    }

    private static Column agrees(List<String> key) {
        return key.stream()
                .map(name -> col(name).eqNullSafe(renamed(name)))
                .reduce(Column::and)
                .orElseThrow();
    }

    /** Counts marked rows, which have a source, by what became of them. */
    static void countInto(Accounting accounting, Dataset<Row> marked) {
        for (Row row :
                marked.groupBy(MergedRecords.SOURCE, MERGED).agg(count(lit(1))).collectAsList()) {
            boolean isMerged = row.getBoolean(1);
            accounting.add(row.getString(0), 0, isMerged ? 0 : row.getLong(2), isMerged ? row.getLong(2) : 0);
        }
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

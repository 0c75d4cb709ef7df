package io.millwright.features;

import io.millwright.lake.Lake;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Rows that a merge takes away. */
final class GoneRows {

    /** Of the tables whose rows are told by it, the partition. */
    private static final String MONTH = "month";

    private GoneRows() {}

    /**
     * The rows of some keys as {@link Lake#merge} wants them: null in all that is no key.
     *
     * @param of the table's other rows, for its columns
     * @param time the key that the table's month is of
     */
    static Dataset<Row> of(Dataset<Row> keys, Dataset<Row> of, String time) {
        List<String> key = List.of(keys.columns());
        Column[] columns = Arrays.stream(of.schema().fields())
                .map(field -> {
                    Column column = key.contains(field.name())
                            ? functions.col(field.name())
                            : field.name().equals(MONTH)
                                    ? Sql.month(functions.col(time))
                                    : functions.lit(null).cast(field.dataType());
                    return column.as(field.name());
                })
                .toArray(Column[]::new);
        return keys.select(columns).withColumn(Lake.GONE, functions.lit(true));
    }
}

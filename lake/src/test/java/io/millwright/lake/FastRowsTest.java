package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastRowsTest {

    @TempDir
    private Path folder;

    private Dataset<Row> table;

    @BeforeEach
    void a_table_with_a_partition() {
        String path = folder.resolve("table").toString();
        TestSpark.session()
                .range(4)
                .selectExpr("id", "id * 0.5D AS half", "array(id, id + 1) AS ids", "id % 2 AS part")
                .write()
                .partitionBy("part")
                .parquet(path);
        table = TestSpark.session().read().parquet(path);
    }

    @Test
    void columns_in_the_order_of_the_file_come_straight_from_the_readers_batches() {
        Dataset<Row> columns = table.select("id", "ids");

        assertThat(FastRows.of(columns)
                        .map(row -> row.getLong(0) + " of " + row.getArray(1).getLong(1) + " in "
                                + row.getClass().getSimpleName())
                        .collect())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 4)
                        .mapToObj(id -> id + " of " + (id + 1) + " in ColumnarBatchRow")
                        .toList());
    }

    @Test
    void long_rows_of_one_file_are_read_by_several_tasks_where_its_row_groups_allow_it() {
        String path = folder.resolve("long").toString();
        Dataset<Row> rows = TestSpark.session().range(0, 8, 1, 1).selectExpr("id", "sequence(id, id + 9999) AS ids");
        Meanwhile.with(
                TestSpark.session(),
                Map.of("parquet.block.size", "100000", "parquet.page.size.row.check.min", "1"),
                () -> {
                    rows.write().option("parquet.enable.dictionary", "false").parquet(path);
                    return path;
                });
        Dataset<Row> columns = TestSpark.session().read().parquet(path).select("id", "ids");

        JavaRDD<InternalRow> read = Meanwhile.with(
                TestSpark.session(),
                Map.of("spark.sql.files.openCostInBytes", "1"),
                () -> FastRows.ofLong(columns, 1, 4));

        assertThat(read.mapPartitions(task -> List.of(read(task)).iterator()).collect())
                .hasSizeGreaterThanOrEqualTo(4)
                .doesNotContain("")
                .satisfies(tasks ->
                        assertThat(String.join("", tasks)).hasSize(8).contains("0", "1", "2", "3", "4", "5", "6", "7"));
        assertThat(TestSpark.session().conf().get("spark.sql.parquet.columnarReaderBatchSize"))
                .isNotEqualTo("1");
    }

    private static String read(Iterator<InternalRow> task) {
        StringBuilder read = new StringBuilder();
        task.forEachRemaining(row -> read.append(row.getArray(1).getLong(9999) - 9999));
        return read.toString();
    }

    @Test
    void columns_in_another_order_are_what_was_asked_for() {
        assertThat(FastRows.of(table.select("half", "id"))
                        .map(row -> row.getDouble(0) - row.getLong(1) / 2.0)
                        .collect())
                .containsExactly(0.0, 0.0, 0.0, 0.0);
        assertThat(FastRows.of(table.select("part", "id"))
                        .map(row -> row.getLong(1) % 2 - row.getInt(0))
                        .collect())
                .containsExactly(0L, 0L, 0L, 0L);
    }
}

package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

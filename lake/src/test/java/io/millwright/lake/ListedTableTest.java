package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

class ListedTableTest {

    private static final TableSpec LOADS = new TableSpec(
            "loads",
            new StructType()
                    .add("day", DataTypes.DateType, true)
                    .add("load", DataTypes.DoubleType, false)
                    .add("site", DataTypes.StringType, true),
            List.of("day", "site"),
            List.of("day", "site", "load"));

    @TempDir
    private Path folder;

    @Test
    void reads_what_delta_reads_of_every_kind_of_partition_and_the_newest_version() {
        Lake lake = lake();
        lake.overwrite(
                rows(
                        row("2026-01-01", 1, "a b/c%"),
                        row("2026-01-02", 2, null),
                        row("2026-01-02", 2.5, "x=y"),
                        row(null, 3, "x")),
                LOADS,
                Map.of());
        lake.replaceWhere(rows(row("2026-01-02", 4, "x=y")), LOADS, "day = '2026-01-02'", Map.of());

        assertSame(lake);
        assertThat(listed(lake).orElseThrow().inputFiles()).hasSize(3);
    }

    @Test
    void reads_what_delta_reads_after_a_checkpoint() throws IOException {
        Lake lake = lake();
        lake.overwrite(rows(row("2026-01-01", 1, "a"), row("2026-01-02", 2, "a")), LOADS, Map.of());
        DeltaLog log = DeltaLog.forTable(spark(), lake.path("loads"));
        log.checkpoint(snapshot(lake), Option.empty());
        lake.replaceWhere(rows(row("2026-01-02", 3, "b")), LOADS, "day = '2026-01-02'", Map.of());
        Files.delete(folder.resolve("loads/_delta_log/00000000000000000000.json"));

        assertSame(lake);
    }

    @Test
    void opens_no_file_of_a_partition_that_was_not_asked_for() throws IOException {
        Lake lake = lake();
        lake.overwrite(rows(row("2026-01-01", 1, "a"), row("2026-01-02", 2, "a")), LOADS, Map.of());
        try (Stream<Path> files = Files.list(folder.resolve("loads/day=2026-01-02/site=a"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThat(lake.read(LOADS).filter("day = '2026-01-01'").collectAsList())
                .containsExactly(row("2026-01-01", 1, "a"));
    }

    @Test
    void leaves_a_table_with_rows_marked_as_deleted_to_delta() {
        Lake lake = lake();
        lake.overwrite(
                rows(IntStream.range(0, 100)
                        .mapToObj(i -> row("2026-01-01", i, "a"))
                        .toArray(Row[]::new)),
                LOADS,
                Map.of());
        spark().sql("ALTER TABLE delta.`" + lake.path("loads")
                + "` SET TBLPROPERTIES (delta.enableDeletionVectors = true)");
        spark().sql("DELETE FROM delta.`" + lake.path("loads") + "` WHERE load < 40");

        assertThat(listed(lake)).isEmpty();
        assertThat(lake.read(LOADS).count()).isEqualTo(60);
    }

    private static void assertSame(Lake lake) {
        Dataset<Row> byDelta = spark().read().format("delta").load(lake.path("loads"));
        Dataset<Row> byList = listed(lake).orElseThrow().rows(spark());
        assertThat(byList.schema()).isEqualTo(byDelta.schema());
        assertThat(byList.collectAsList()).isNotEmpty().containsExactlyInAnyOrderElementsOf(byDelta.collectAsList());
    }

    private static Optional<ListedTable> listed(Lake lake) {
        return ListedTable.of(spark(), lake.path("loads"), snapshot(lake));
    }

    private static org.apache.spark.sql.delta.Snapshot snapshot(Lake lake) {
        return DeltaLog.forTable(spark(), lake.path("loads")).update(false, Option.empty(), Option.empty());
    }

    private Lake lake() {
        return Lake.open(spark(), folder.toString(), "run-1");
    }

    private static SparkSession spark() {
        return TestSpark.session();
    }

    private static Row row(@Nullable String day, double load, @Nullable String site) {
        return RowFactory.create(day == null ? null : Date.valueOf(day), load, site);
    }

    private static Dataset<Row> rows(Row... rows) {
        return spark().createDataFrame(List.of(rows), LOADS.schema());
    }
}

package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {

    private static final TableSpec PUMPS = new TableSpec(
            "pumps",
            new StructType().add("day", DataTypes.StringType, false).add("load", DataTypes.DoubleType, false),
            List.of("day"),
            List.of("day", "load"));

    @TempDir
    private Path folder;

    @Test
    void overwriting_replaces_the_table_and_the_earlier_version_stays_readable() {
        Lake lake = lake();

        long first = lake.overwrite(rows("monday", 1, "tuesday", 2), PUMPS, Map.of());
        long second = lake.overwrite(rows("friday", 5), PUMPS, Map.of());

        assertThat(lake.read(PUMPS).collectAsList()).containsExactly(RowFactory.create("friday", 5.0));
        assertThat(lake.readVersion("pumps", first).count()).isEqualTo(2);
        assertThat(lake.version("pumps")).isEqualTo(second);
        assertThat(lake.versions(List.of("pumps"))).isEqualTo(Map.of("pumps", second));
    }

    @Test
    void replacing_a_part_leaves_the_rest_as_it_was() {
        Lake lake = lake();

        lake.replaceWhere(rows("monday", 1, "tuesday", 2), PUMPS, "day = 'monday'", Map.of());
        lake.replaceWhere(rows("tuesday", 3), PUMPS, "day = 'tuesday'", Map.of());

        assertThat(lake.read(PUMPS).orderBy("day").collectAsList())
                .containsExactly(RowFactory.create("monday", 1.0), RowFactory.create("tuesday", 3.0));
    }

    @Test
    void a_row_outside_the_replaced_part_is_refused_and_nothing_is_written() {
        Lake lake = lake();
        long before = lake.overwrite(rows("monday", 1), PUMPS, Map.of());

        assertThatThrownBy(() -> lake.replaceWhere(rows("friday", 5), PUMPS, "day = 'monday'", Map.of()))
                .isInstanceOf(Exception.class);

        assertThat(lake.version("pumps")).isEqualTo(before);
    }

    @Test
    void a_column_that_came_later_is_null_in_a_table_without_it_and_in_its_changes() {
        Lake lake = lake();
        TableSpec later = new TableSpec(
                "pumps",
                PUMPS.schema().add("generation", DataTypes.StringType, true),
                List.of("day"),
                PUMPS.key(),
                Set.of("generation"));
        long before = lake.overwrite(rows("monday", 1, "tuesday", 2), PUMPS, Map.of());

        assertThat(lake.read(later).orderBy("day").collectAsList())
                .containsExactly(RowFactory.create("monday", 1.0, null), RowFactory.create("tuesday", 2.0, null));
        Dataset<Row> second = lake.read(later).filter("day = 'tuesday'").withColumn("generation", functions.lit("2nd"));
        lake.replaceWhere(second, later, "day = 'tuesday'", Map.of());

        assertThat(lake.read(later).orderBy("day").collectAsList())
                .containsExactly(RowFactory.create("monday", 1.0, null), RowFactory.create("tuesday", 2.0, "2nd"));
        Changes changes = lake.changes(later, before).orElseThrow();
        assertThat(changes.removed().collectAsList()).containsExactly(RowFactory.create("tuesday", 2.0, null));
        assertThat(changes.added().collectAsList()).containsExactly(RowFactory.create("tuesday", 2.0, "2nd"));
        assertThat(lake.asSeenBy("run-1", Map.of("pumps", before)).read(later).columns())
                .as("as an older run saw it")
                .containsExactly("day", "load", "generation");
    }

    @Test
    void a_table_without_a_column_that_is_read_says_who_makes_it_again() {
        Lake lake = lake();
        lake.overwrite(rows("monday", 1), PUMPS, Map.of());
        TableSpec later = new TableSpec(
                "pumps", PUMPS.schema().add("generation", DataTypes.StringType, true), List.of("day"), PUMPS.key());

        assertThatThrownBy(() -> lake.read(later))
                .hasMessageContaining("'pumps'")
                .hasMessageContaining("no column 'generation'")
                .hasMessageContaining("run the job that makes it again");
    }

    @Test
    void the_same_rows_written_twice_have_the_same_fingerprint() {
        Lake lake = lake();

        lake.overwrite(rows("monday", 1, "tuesday", 2), PUMPS, Map.of());
        String first = lake.fingerprint(PUMPS);
        lake.overwrite(rows("tuesday", 2, "monday", 1), PUMPS, Map.of());

        assertThat(lake.fingerprint(PUMPS)).isEqualTo(first);
    }

    @Test
    void a_commit_says_which_run_made_it_from_which_inputs() {
        Lake lake = lake();

        lake.overwrite(rows("monday", 1), PUMPS, Map.of("events", 3L, "equipment", 0L));

        String note = DeltaTable.forPath(lake.spark(), lake.path("pumps"))
                .history(1)
                .select("userMetadata")
                .first()
                .getString(0);
        assertThat(note).isEqualTo("{\"run_id\":\"run-1\",\"inputs\":{\"equipment\":0,\"events\":3}}");
    }

    @Test
    void merging_replaces_adds_and_removes_rows_by_key_and_says_what_they_were_made_from() {
        Lake lake = lake();
        long before = lake.overwrite(rows("monday", 1, "tuesday", 2, "friday", 5), PUMPS, Map.of());
        Dataset<Row> changed = rows("monday", 7, "sunday", 8)
                .withColumn(Lake.GONE, functions.lit(false))
                .union(rows("friday", 0).withColumn(Lake.GONE, functions.lit(true)));

        lake.merge(changed, PUMPS, List.of("day"), new Origin(Map.of("events", 3L), "v1"));

        assertThat(lake.read(PUMPS).orderBy("day").collectAsList())
                .containsExactly(
                        RowFactory.create("monday", 7.0),
                        RowFactory.create("sunday", 8.0),
                        RowFactory.create("tuesday", 2.0));
        assertThat(lake.origin("pumps")).contains(new Origin(Map.of("events", 3L), "v1"));
        Changes changes = lake.changes("pumps", before).orElseThrow();
        assertThat(changes.removed().select("day").as(Encoders.STRING()).collectAsList())
                .as("files of other days stay")
                .containsExactlyInAnyOrder("monday", "friday");
        assertThat(changes.added().select("day").as(Encoders.STRING()).collectAsList())
                .containsExactlyInAnyOrder("monday", "sunday");
    }

    @Test
    void changes_since_a_version_whose_files_are_gone_cannot_be_told() {
        Lake lake = lake();
        lake.overwrite(rows("monday", 1), PUMPS, Map.of());
        lake.overwrite(rows("monday", 2), PUMPS, Map.of());
        Upkeep upkeep = new Upkeep(lake);

        upkeep.compact("pumps");
        assertThat(lake.changes("pumps", 0)).isPresent();
        assertThat(lake.isKept("pumps", 0)).isTrue();
        assertThat(lake.origin("pumps")).as("compaction changes no row").contains(Origin.of(Map.of()));
        upkeep.vacuum("pumps", java.time.Duration.ZERO);

        assertThat(lake.changes("pumps", 0)).isEmpty();
        assertThat(lake.changes("pumps", 99)).isEmpty();
        assertThat(lake.isKept("pumps", 0)).isFalse();
        assertThat(lake.isKept("pumps", lake.version("pumps"))).isTrue();
    }

    @Test
    void rows_of_a_version_that_were_only_put_together_since_are_read_from_the_newest() {
        Lake lake = lake();
        lake.overwrite(rows("monday", 1), PUMPS, Map.of());
        Dataset<Row> inTwoFiles =
                TestSpark.session().range(0, 2, 1, 2).selectExpr("'monday' AS day", "double(id) AS load");
        long together = lake.overwrite(inTwoFiles, PUMPS, Map.of());
        Upkeep upkeep = new Upkeep(lake);

        upkeep.compact("pumps");
        assertThat(lake.readable("pumps", 0)).contains(0L);
        assertThat(lake.readable("pumps", together)).contains(together);
        upkeep.vacuum("pumps", java.time.Duration.ZERO);

        assertThat(lake.version("pumps")).isGreaterThan(together);
        assertThat(lake.readable("pumps", together)).contains(lake.version("pumps"));
        assertThat(lake.readable("pumps", 0)).isEmpty();
        assertThat(lake.readable("pumps", 99)).isEmpty();
        assertThat(lake.readable("valves", 0)).isEmpty();
        assertThat(lake.lastRun("pumps")).as("upkeep is of no run").contains("run-1");
    }

    @Test
    void as_another_run_saw_it_a_table_is_read_at_its_version() {
        Lake lake = lake();
        long first = lake.overwrite(rows("monday", 1, "tuesday", 2), PUMPS, Map.of());
        lake.overwrite(rows("monday", 1), PUMPS, Map.of());

        Lake seen = lake.asSeenBy("run-0", Map.of("pumps", first));

        assertThat(seen.runId()).isEqualTo("run-0");
        assertThat(seen.read(PUMPS).count()).isEqualTo(2);
        assertThat(seen.readFewFiles("pumps").count()).isEqualTo(2);
        assertThat(seen.versions(List.of("pumps"))).isEqualTo(Map.of("pumps", first));
        assertThat(lake.read(PUMPS).count()).isEqualTo(1);
        assertThat(seen.fingerprint(PUMPS)).isNotEqualTo(lake.fingerprint(PUMPS));
    }

    @Test
    void a_table_that_is_seen_as_it_was_is_neither_written_nor_asked_for_its_commits() {
        Lake lake = lake();
        long first = lake.overwrite(rows("monday", 1), PUMPS, Map.of());
        Lake seen = lake.asSeenBy("run-0", Map.of("pumps", first));

        Stream.<ThrowingCallable>of(
                        () -> seen.overwrite(rows("monday", 2), PUMPS, Map.of()),
                        () -> seen.replaceWhere(rows("monday", 2), PUMPS, "day = 'monday'", Map.of()),
                        () -> seen.merge(rows("monday", 2), PUMPS, PUMPS.key(), Origin.of(Map.of())),
                        () -> seen.origin("pumps"),
                        () -> seen.lastRun("pumps"),
                        () -> seen.changes("pumps", first),
                        () -> seen.replaced("pumps", first))
                .forEach(asked -> assertThatThrownBy(asked)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the table 'pumps' is seen as at version 0"));
        assertThat(lake.version("pumps")).isEqualTo(first);
    }

    @Test
    void a_table_without_a_row_is_known_to_be_empty_and_so_is_one_that_is_not_there() {
        Lake lake = lake();
        TableSpec loads = new TableSpec("loads", PUMPS.schema(), List.of(), PUMPS.key());

        boolean before = lake.isKnownEmpty(loads);
        lake.overwrite(rows("monday", 1).limit(0), loads, Map.of());
        boolean empty = lake.isKnownEmpty(loads);
        lake.overwrite(rows("monday", 1), loads, Map.of());

        assertThat(before).isTrue();
        assertThat(empty).isTrue();
        assertThat(lake.isKnownEmpty(loads)).isFalse();
    }

    @Test
    void a_table_that_is_not_there_yet_says_which_jobs_make_it() {
        Lake lake = lake();

        assertThat(lake.has(PUMPS)).isFalse();
        assertThatThrownBy(() -> lake.read(PUMPS))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("no table 'pumps'")
                .hasMessageContaining("run the earlier jobs first");
    }

    @Test
    void a_lake_of_a_newer_version_is_refused_and_left_alone() throws IOException {
        Files.writeString(folder.resolve("_millwright_lake"), "format 2\n");

        assertThatThrownBy(this::lake)
                .isInstanceOfSatisfying(
                        MillwrightException.class,
                        e -> assertThat(e.category().exitCode()).isEqualTo(3))
                .hasMessageContaining("newer Millwright (format 2, this one reads up to 1)");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_folder_of_something_else_is_refused() throws IOException {
        Files.writeString(folder.resolve("_millwright_lake"), "hello");

        assertThatThrownBy(this::lake).isInstanceOf(MillwrightException.class).hasMessageContaining("is not a lake");
    }

    @Test
    void a_folder_that_cannot_be_written_is_one_clear_sentence() throws IOException {
        Path file = Files.writeString(folder.resolve("occupied"), "a file, where a folder should be");

        assertThatThrownBy(() ->
                        Lake.open(TestSpark.session(), file.resolve("lake").toString(), "run-1"))
                .isInstanceOfSatisfying(
                        MillwrightException.class,
                        e -> assertThat(e.category().exitCode()).isEqualTo(2))
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("--out");
    }

    private Lake lake() {
        return Lake.open(TestSpark.session(), folder.toString(), "run-1");
    }

    private static Dataset<Row> rows(Object... daysAndLoads) {
        List<Row> rows = new java.util.ArrayList<>();
        for (int i = 0; i < daysAndLoads.length; i += 2) {
            rows.add(RowFactory.create(daysAndLoads[i], ((Number) daysAndLoads[i + 1]).doubleValue()));
        }
        return TestSpark.session().createDataFrame(rows, PUMPS.schema());
    }
}

package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointInTimeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofHours(12);
    private static final int STEPS = 20;
    private static final List<String> MACHINES = List.of("belt-1", "belt-2", "pump-1");
    private static final StructType MOMENTS = new StructType()
            .add("who", DataTypes.StringType)
            .add(FeatureGroups.EQUIPMENT_ID, DataTypes.StringType)
            .add(PointInTime.AT, DataTypes.TimestampType);

    @TempDir
    private Path folder;

    private Lake lake;

    /** Two groups of one feature each, ten days of both in two commits; the value is the step, and a hundred more in the second group. */
    @BeforeEach
    void write() {
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run");
        lake.overwrite(
                lake.spark()
                        .createDataFrame(
                                List.of(
                                        entry("heat", FeatureGroups.TIME_DOMAIN, null, 0),
                                        entry("age", FeatureGroups.CONTEXT, null, 1),
                                        entry("never", FeatureGroups.CONTEXT, "too slowly sampled", 2),
                                        entry("fitted", FeatureGroups.FITTED, null, 3)),
                                FeatureCatalogue.SCHEMA),
                FeatureCatalogue.TABLE,
                Map.of());
        lake.overwrite(
                lake.spark()
                        .createDataFrame(
                                MACHINES.stream().map(PointInTimeTest::machine).toList(),
                                new StructType()
                                        .add(Equipment.EQUIPMENT_ID, DataTypes.StringType)
                                        .add(Equipment.TYPE, DataTypes.StringType)),
                new TableSpec(
                        Equipment.TABLE.name(),
                        new StructType()
                                .add(Equipment.EQUIPMENT_ID, DataTypes.StringType)
                                .add(Equipment.TYPE, DataTypes.StringType),
                        List.of(),
                        List.of(Equipment.EQUIPMENT_ID)),
                Map.of());
        write(FeatureGroups.TIME_DOMAIN, "heat", 0);
        write(FeatureGroups.CONTEXT, "age", 100);
    }

    private static Row machine(String name) {
        return RowFactory.create(name, type(name));
    }

    private static String type(String machine) {
        return machine.substring(0, machine.indexOf('-'));
    }

    private static Row entry(String name, String group, String reason, int position) {
        return RowFactory.create(name, group, "", "", null, "", "1", null, "mean", name, reason, position);
    }

    private void write(String group, String feature, int more) {
        TableSpec table = FeatureGroups.table(group, List.of(feature));
        for (int from : List.of(0, STEPS / 2)) {
            List<Row> rows = new ArrayList<>();
            for (String machine : MACHINES) {
                for (int step = from; step < from + STEPS / 2; step++) {
                    rows.add(RowFactory.create(machine, asOf(step), (double) step + more, type(machine)));
                }
            }
            String slice = "as_of >= timestamp'" + asOf(from).toInstant() + "'";
            lake.replaceWhere(lake.spark().createDataFrame(rows, table.schema()).coalesce(1), table, slice, Map.of());
        }
    }

    private static Timestamp asOf(int step) {
        return Timestamp.from(START.plus(STEP.multipliedBy(step)));
    }

    private Dataset<Row> moments(List<Row> rows) {
        return lake.spark().createDataFrame(rows, MOMENTS);
    }

    private List<String> joined(List<Row> moments, List<String> features, Duration oldest) {
        return PointInTime.join(lake, moments(moments), features, oldest).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void what_is_known_today_of_a_moment_comes_from_tables_of_its_own() {
        List<Row> moment = List.of(RowFactory.create("a", "belt-1", asOf(3)));

        assertThatThrownBy(() -> PointInTime.joinAsCorrected(lake, moments(moment), List.of("heat"), STEP))
                .hasMessageContaining("as_corrected: true");
        write(FeatureGroups.corrected(FeatureGroups.TIME_DOMAIN), "heat", 1_000);

        assertThat(PointInTime.joinAsCorrected(lake, moments(moment), List.of("heat"), STEP)
                        .first()
                        .<Double>getAs("heat"))
                .isEqualTo(1_003);
        assertThat(joined(moment, List.of("heat"), STEP).get(0)).endsWith(",3.0]");
    }

    @Test
    void each_moment_finds_the_newest_row_that_is_not_after_it() {
        Random random = new Random(7);
        List<Row> moments = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String machine = i % 40 == 0 ? "unknown" : MACHINES.get(random.nextInt(MACHINES.size()));
            // Every fifth exactly at the moment of a row; some before the first and after the last.
            long ms = i % 5 == 0
                    ? STEP.toMillis() * random.nextInt(STEPS)
                    : random.nextLong(-STEP.toMillis(), STEP.toMillis() * (STEPS + 3));
            Timestamp at = Timestamp.from(START.plusMillis(ms));
            moments.add(RowFactory.create("w" + i % 7, machine, at));
            expected.add(naive("w" + i % 7, machine, at, ms, Duration.ofHours(18)));
        }
        moments.add(moments.get(1));
        expected.add(expected.get(1));

        assertThat(joined(moments, List.of(), Duration.ofHours(18)))
                .isEqualTo(expected.stream().sorted().toList());
    }

    /** Step by step. */
    private static String naive(String who, String machine, Timestamp at, long ms, Duration oldest) {
        int newest = -1;
        for (int step = 0; step < STEPS; step++) {
            long rowMs = STEP.toMillis() * step;
            if (MACHINES.contains(machine) && rowMs <= ms && rowMs > ms - oldest.toMillis()) {
                newest = step;
            }
        }
        Row row = newest < 0
                ? RowFactory.create(who, machine, at, null, null, null)
                : RowFactory.create(who, machine, at, asOf(newest), (double) newest, newest + 100.0);
        return row.toString();
    }

    @Test
    void rows_after_the_moment_are_nothing_to_it() {
        List<Row> moments = List.of(RowFactory.create("w", "belt-1", asOf(7)));
        List<String> before = joined(moments, List.of(), STEP);
        TableSpec table = FeatureGroups.table(FeatureGroups.TIME_DOMAIN, List.of("heat"));
        Dataset<Row> garbled = lake.read(table)
                .selectExpr(
                        FeatureGroups.EQUIPMENT_ID,
                        FeatureGroups.AS_OF,
                        "if(as_of > timestamp'" + asOf(7).toInstant() + "', -1e9, heat) as heat",
                        FeatureGroups.TYPE);

        lake.overwrite(garbled.localCheckpoint(), table, Map.of());

        assertThat(joined(moments, List.of(), STEP)).isEqualTo(before);
        assertThat(joined(List.of(RowFactory.create("w", "belt-1", asOf(8))), List.of(), STEP))
                .as("a row later they tell")
                .allMatch(row -> row.contains("-1.0E9"));
    }

    @Test
    void files_of_other_types_and_times_are_not_even_opened() throws Exception {
        int destroyed = 0;
        for (String group : List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.CONTEXT)) {
            try (Stream<Path> files = Files.walk(Path.of(lake.path(group)))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".parquet"))
                        .toList()) {
                    Row rows = lake.spark()
                            .read()
                            .parquet(file.toString())
                            .selectExpr("max(as_of)")
                            .head();
                    boolean early = rows.getTimestamp(0).before(asOf(STEPS / 2));
                    if (!early || !file.getParent().getFileName().toString().equals("type=belt")) {
                        Files.write(file, new byte[] {0});
                        destroyed++;
                    }
                }
            }
        }

        assertThat(destroyed).isEqualTo(6);
        assertThat(joined(List.of(RowFactory.create("w", "belt-2", asOf(3))), List.of(), STEP))
                .containsExactly(RowFactory.create("w", "belt-2", asOf(3), asOf(3), 3.0, 103.0)
                        .toString());
    }

    @Test
    void only_the_features_asked_for_in_their_order() {
        Dataset<Row> joined = PointInTime.join(
                lake, moments(List.of(RowFactory.create("w", "pump-1", asOf(2)))), List.of("age"), STEP);

        assertThat(Arrays.asList(joined.columns())).containsExactly("who", "equipment_id", "at", "as_of", "age");
    }

    @Test
    void what_cannot_be_looked_up_is_named() {
        List<Row> moments = List.of(RowFactory.create("w", "pump-1", asOf(2)));

        assertThatThrownBy(() -> joined(moments, List.of("heet"), STEP))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("'heet' is no feature of the catalogue");
        assertThatThrownBy(() -> joined(moments, List.of("never"), STEP))
                .hasMessageContaining("never computed on this fleet (too slowly sampled)");
        assertThatThrownBy(() -> joined(moments, List.of("fitted"), STEP)).hasMessageContaining("stands in no table");
        assertThatThrownBy(() -> joined(List.of(), List.of(), STEP)).hasMessageContaining("there is no moment");
    }
}

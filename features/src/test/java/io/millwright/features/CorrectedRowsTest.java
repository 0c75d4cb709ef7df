package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.delta.tables.DeltaTable;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiles and the table of what is known now over three days of one sensor; {@link CorrectedStageTest} has the whole job. */
class CorrectedRowsTest {

    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final String CONTEXT = FeatureGroups.corrected(FeatureGroups.CONTEXT);
    private static final SparkSession SPARK = TestSpark.session();

    @TempDir
    private Path folder;

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    @Test
    void a_late_reading_rewrites_the_rows_whose_windows_hold_it_and_no_other() {
        PipelineConfig config = SmallFleet.config(folder, "  as_corrected: true\n  statistics: [max]\n");
        Lake lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 3, 99);
        Dataset<Row> inTime =
                lake.read(Series.TABLE).filter("sensor = 'heat' AND NOT late").localCheckpoint();
        lake.overwrite(inTime, Series.TABLE, Map.of());
        tilesAndRows(lake, config);
        String ofOthers = ofOthers(lake);
        assertThat(raised(lake)).isEmpty();

        lake.overwrite(inTime.union(late()).localCheckpoint(), Series.TABLE, Map.of());
        Rewrites planned =
                FeatureEngine.rewrites(lake, config, Optional.empty()).orElseThrow();
        tilesAndRows(lake, config, days(lake, config, Progress.silent()));

        assertThat(planned.machines())
                .extracting(Rewrites.Machine::equipmentId, Rewrites.Machine::late)
                .containsExactly(tuple("m2", 2));
        assertThat(raised(lake))
                .as("of the day that ends there")
                .containsExactly(day(1).plusMillis(12 * SmallFleet.HOUR), day(2));
        assertThat(ofOthers(lake)).isEqualTo(ofOthers);
    }

    @Tag("full")
    @Test
    void a_late_order_and_a_withdrawn_error_rewrite_what_knows_of_them_and_leave_the_time_domain() {
        PipelineConfig config = SmallFleet.config(
                folder, "  as_corrected: true\n  statistics: [max]\n  text: {windows: [24h], modes: [leak]}\n");
        Lake lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 3, 99);
        Dataset<Row> orders = lake.read(WorkOrders.TABLE).filter("false");
        Dataset<Row> errors = lake.read(Events.TABLE).filter("false");
        lake.overwrite(errors.union(error("m3")).localCheckpoint(), Events.TABLE, Map.of());
        lake.overwrite(orders.localCheckpoint(), WorkOrders.TABLE, Map.of());
        tilesAndRows(lake, config);
        String timeDomain = Fingerprint.of(lake.read(FeatureGroups.TIME_DOMAIN_CORRECTED), KEY);
        long version = lake.version(FeatureGroups.TIME_DOMAIN_CORRECTED);
        String ofM1 = ofM1(lake);
        assertThat(notes(lake)).isEmpty();
        assertThat(lake.read(CONTEXT)
                        .filter("equipment_id = 'm3' AND context__e1_count_24h = 1")
                        .count())
                .isEqualTo(2);

        lake.overwrite(orders.union(lateOrder()).localCheckpoint(), WorkOrders.TABLE, Map.of());
        lake.overwrite(errors.union(error("m2")).localCheckpoint(), Events.TABLE, Map.of());
        Rewrites planned =
                FeatureEngine.rewrites(lake, config, Optional.empty()).orElseThrow();
        tilesAndRows(lake, config);
        Rewrites afterwards =
                FeatureEngine.rewrites(lake, config, Optional.empty()).orElseThrow();

        assertThat(planned.machines())
                .extracting(Rewrites.Machine::equipmentId, Rewrites.Machine::records, Rewrites.Machine::rows)
                .containsExactly(tuple("m2", 2L, List.of()), tuple("m3", 1L, List.of()));
        assertThat(planned.machines().get(0).otherRows())
                .containsExactly(new Rewrites.Rows(day(1).plusMillis(SmallFleet.HOUR), day(3)));
        assertThat(notes(lake))
                .as("from the work on, though the order came a day later")
                .containsExactly(day(1).plusMillis(12 * SmallFleet.HOUR), day(2));
        assertThat(lake.read(CONTEXT)
                        .filter("context__e1_count_24h = 1")
                        .select("equipment_id")
                        .distinct()
                        .collectAsList())
                .as("an error of m3 was withdrawn, and one of m2 came")
                .containsExactly(RowFactory.create("m2"));
        assertThat(ofM1(lake)).isEqualTo(ofM1);
        assertThat(lake.version(FeatureGroups.TIME_DOMAIN_CORRECTED)).isEqualTo(version);
        assertThat(Fingerprint.of(lake.read(FeatureGroups.TIME_DOMAIN_CORRECTED), KEY))
                .isEqualTo(timeDomain);
        assertThat(afterwards.machines()).isEmpty();
    }

    @Tag("full")
    @Test
    void all_rows_are_written_in_slices_and_a_run_that_was_stopped_goes_on_behind_the_last() {
        PipelineConfig config = SmallFleet.config(folder, "  as_corrected: true\n  statistics: [max]\n");
        Lake lake = Lake.open(SPARK, folder.resolve("lake").toString(), "whole");
        SmallFleet.write(lake, 3, 99);
        tilesAndRows(lake, config);
        Lake sliced = Lake.open(SPARK, folder.resolve("sliced").toString(), "sliced");
        SmallFleet.write(sliced, 3, 99);

        assertThatThrownBy(() -> tilesAndRows(sliced, config, days(sliced, config, new StoppedAt(0.6))))
                .hasMessageStartingWith("stopped at 0.66");
        assertThat(FeatureEngine.rewrites(sliced, config, Optional.empty())
                        .orElseThrow()
                        .everything())
                .isEqualTo(
                        "a run that was making features_time_domain_corrected, features_context_corrected was stopped");
        tilesAndRows(sliced, config, days(sliced, config, Progress.silent()));

        for (String table : List.of(FeatureGroups.TIME_DOMAIN_CORRECTED, CONTEXT)) {
            assertThat(Fingerprint.of(sliced.read(table), KEY))
                    .as(table)
                    .isEqualTo(Fingerprint.of(lake.read(table), KEY));
            assertThat(DeltaTable.forPath(SPARK, sliced.path(table)).history().count())
                    .as("each slice once")
                    .isEqualTo(3);
        }
    }

    /** Moments at which a note of m2 speaks of a leak. */
    private static List<Instant> notes(Lake lake) {
        return lake
                .read(FeatureGroups.corrected(FeatureGroups.TEXT))
                .filter("equipment_id = 'm2' AND text__mode_leak_count_24h = 1")
                .orderBy(FeatureGroups.AS_OF)
                .select(FeatureGroups.AS_OF)
                .collectAsList()
                .stream()
                .map(row -> row.getTimestamp(0).toInstant())
                .toList();
    }

    private static String ofM1(Lake lake) {
        return Fingerprint.of(lake.read(CONTEXT).filter("equipment_id = 'm1'"), KEY);
    }

    private static void tilesAndRows(Lake lake, PipelineConfig config) {
        tilesAndRows(lake, config, Slicing.of(Progress.silent()));
    }

    /** In slices of a day of rows each. */
    private static Slicing days(Lake lake, PipelineConfig config, Progress progress) {
        int width = FeaturePlan.of(config, FleetFacts.read(lake, config)).width();
        return new Slicing(progress, 2L * 3 * width);
    }

    private static void tilesAndRows(Lake lake, PipelineConfig config, Slicing slicing) {
        FeaturePlan plan = FeaturePlan.of(config, FleetFacts.read(lake, config));
        new TileStage(lake, config, plan.timeDomain().quantiles(), null, 2)
                .write(Optional.empty(), Slicing.of(Progress.silent()));
        new CorrectedStage(lake, config, plan, 2).write(null, slicing);
    }

    private static String ofOthers(Lake lake) {
        return Fingerprint.of(lake.read(FeatureGroups.TIME_DOMAIN_CORRECTED).filter("equipment_id <> 'm2'"), KEY);
    }

    /** Moments at which m2 was hotter in the day before than it ever is. */
    private static List<Instant> raised(Lake lake) {
        return lake
                .read(FeatureGroups.TIME_DOMAIN_CORRECTED)
                .filter("equipment_id = 'm2' AND heat__24h__max > 400")
                .orderBy(FeatureGroups.AS_OF)
                .select(FeatureGroups.AS_OF)
                .collectAsList()
                .stream()
                .map(row -> row.getTimestamp(0).toInstant())
                .toList();
    }

    /** Two readings of m2 in the first hours of day 1 that arrive on day 2. */
    private static Dataset<Row> late() {
        Row chunk = SmallFleet.chunk(
                "m2",
                "heat",
                day(1).toEpochMilli(),
                true,
                day(2).toEpochMilli(),
                List.of(90_000, 7_300_000),
                List.of(500.0, 600.0));
        return SPARK.createDataFrame(List.of(chunk), Series.SCHEMA);
    }

    /** An hour into day 1. */
    private static Dataset<Row> error(String machine) {
        long at = day(1).plusMillis(SmallFleet.HOUR).toEpochMilli();
        return SPARK.createDataFrame(List.of(SmallFleet.event(machine, at, "error", "e1", null)), Events.SCHEMA);
    }

    /** Of work on m2 an hour into day 1 that nobody knew of before the end of day 2. */
    private static Dataset<Row> lateOrder() {
        long at = day(1).plusMillis(SmallFleet.HOUR).toEpochMilli();
        Row order = SmallFleet.order("m2", at, day(3).toEpochMilli(), "inspection", "motor", "mtr leaking oil");
        return SPARK.createDataFrame(List.of(order), WorkOrders.SCHEMA);
    }
}

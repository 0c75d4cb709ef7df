package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backfill of three slices of every family, stopped behind the second of them and started again. m2 delivers a reading of long before its
 * first one so late that the last slice, which no longer looks back on the machines' baselines, knows of it from its middle on.
 */
@Tag("full")
class BackfillInSlicesTest {

    private static final int DAYS = 10;
    private static final int DAY_OF_LATE_READING = -5;
    private static final int DAY_OF_ITS_ARRIVAL = 9;
    private static final int STEPS_IN_A_SLICE = 13;
    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final List<String> ALONE = FeatureGroups.ALL.stream()
            .filter(group -> !FeatureGroups.OF_FLEET.contains(group))
            .toList();

    @TempDir
    Path folder;

    private Lake lake(String run) {
        return Lake.open(TestSpark.session(), folder.resolve("lake").toString(), run);
    }

    @Test
    void a_run_that_was_stopped_goes_on_behind_its_last_slice_and_gives_what_one_slice_gives() {
        PipelineConfig config = SmallFleet.configOfAll(folder);
        Lake lake = lake("in one slice");
        SmallFleet.write(lake, DAYS, 99);
        SmallFleet.writeBursts(lake, DAYS, 99);
        SmallFleet.writeAround(lake, DAYS, 99);
        SmallFleet.add(lake, Series.TABLE, late("heat", 500), late("load", 1));
        FeatureReport whole = FeatureEngine.build(lake, config, Optional.empty(), Progress.silent());
        Map<String, String> expected = prints(lake);
        long mostNumbers = 3L * whole.features() * STEPS_IN_A_SLICE;
        Lake sliced = lake("in three slices");

        assertThatThrownBy(() -> FeatureEngine.build(
                        sliced, config, Optional.empty(), new StoppedAt("computing features", 0.6), mostNumbers))
                .hasMessageStartingWith("stopped at 0.66");
        long rowsBefore = sliced.read(FeatureGroups.TIME_DOMAIN).count();
        assertThatThrownBy(() -> FeatureEngine.build(
                        lake("an interval"),
                        config,
                        Optional.of(new Interval(day(DAYS - 1), day(DAYS))),
                        Progress.silent()))
                .as("what was begun is not taken for all")
                .isInstanceOf(MillwrightException.class)
                .hasMessageEndingWith("run features once more without --from and --to");
        FeatureReport report = FeatureEngine.build(sliced, config, Optional.empty(), Progress.silent(), mostNumbers);

        assertThat(whole.slices()).isEqualTo(1);
        assertThat(rowsBefore).isBetween(1L, whole.rows() - 1);
        assertThat(report.slices()).isEqualTo(3);
        assertThat(report.slicesKept()).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(whole.rows());
        assertThat(prints(sliced)).isEqualTo(expected);
        assertThat(FeatureGroups.ALL)
                .allSatisfy(group ->
                        assertThat(commits(sliced, group)).as("each slice once").isEqualTo(3));
        assertThat(sliced.read(FeatureStatistics.TABLE)
                        .groupBy(FeatureStatistics.NAME)
                        .agg(functions.sum(FeatureStatistics.ROWS), functions.count("*"))
                        .select("sum(rows)", "count(1)")
                        .distinct()
                        .collectAsList())
                .as("each slice told once, none missing")
                .containsExactly(RowFactory.create(report.rows(), 3L));
        looksNoFurtherBackOnWhatSurroundsMachinesThanItsWindows(sliced, config);
        LivePlan plan = LivePlan.of(sliced, config);
        LiveMachine alone = LiveMachines.of(sliced, config, plan, List.of("m2")).get("m2");
        for (Instant asOf : List.of(day(DAY_OF_ITS_ARRIVAL), day(DAY_OF_ITS_ARRIVAL + 1))) {
            assertThat(alone.row(asOf).orElseThrow())
                    .as("without Spark at %s", asOf)
                    .isEqualTo(SmallFleet.published(sliced, "m2", asOf, ALONE));
        }
    }

    private static void looksNoFurtherBackOnWhatSurroundsMachinesThanItsWindows(Lake lake, PipelineConfig config) {
        FeaturePlan plan = FeaturePlan.of(config, FleetFacts.read(lake, config));
        MachineRows machines = MachineRows.of(
                plan, null, SmallFleet.DAY, day(0).toEpochMilli(), day(DAYS).toEpochMilli());
        Slice last = new Slice(day(DAYS - 1).toEpochMilli(), day(DAYS).toEpochMilli());

        Row read = new FeatureStage(lake, plan, machines, Origin.of(Map.of()), 1)
                .entries(last).stream()
                        .reduce(Dataset::union)
                        .orElseThrow()
                        .filter("entry = '" + Entries.CONDITION + "'")
                        .selectExpr("min(timeMs)", "max(timeMs)")
                        .first();

        long first = day(DAYS - 2).toEpochMilli();
        assertThat(read.getLong(0)).isBetween(first, first + 6 * SmallFleet.HOUR);
        assertThat(read.getLong(1)).isLessThan(last.toMs());
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static Row late(String sensor, double value) {
        return SmallFleet.chunk(
                "m2",
                sensor,
                day(DAY_OF_LATE_READING).toEpochMilli(),
                true,
                day(DAY_OF_ITS_ARRIVAL).toEpochMilli() + 2 * SmallFleet.HOUR,
                List.of(90_000),
                List.of(value));
    }

    private static Map<String, String> prints(Lake lake) {
        return FeatureGroups.ALL.stream()
                .collect(Collectors.toMap(group -> group, group -> Fingerprint.of(lake.read(group), KEY)));
    }

    private static long commits(Lake lake, String table) {
        return DeltaTable.forPath(lake.spark(), lake.path(table))
                .history()
                .filter(functions.col("userMetadata").contains(lake.runId()))
                .count();
    }
}

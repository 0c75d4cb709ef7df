package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureLineage;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.features.table.FormerDefinitions;
import io.millwright.features.table.Labels;
import io.millwright.features.table.Regimes;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.Tiles;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a small fleet: sameness, point-in-time, intervals, labels and the training set. */
class FeatureEngineTest {

    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final List<String> GROUPS = List.of(
            FeatureGroups.TIME_DOMAIN,
            FeatureGroups.CONTEXT,
            FeatureGroups.WAVEFORM,
            FeatureGroups.TEXT,
            FeatureGroups.RELATION,
            FeatureGroups.OWN,
            FeatureGroups.PEER,
            FeatureGroups.ROLL_UP);
    private static final List<String> ALONE = GROUPS.stream()
            .filter(group -> !FeatureGroups.OF_FLEET.contains(group))
            .toList();
    private static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final SparkSession SPARK = TestSpark.session();

    @TempDir
    static Path shared;

    /** Eighteen days, built at once on eight partitions; tests only read it. */
    private static Lake whole;

    /** Fifteen days, then three more as a further interval, all on one partition. */
    private static Lake grown;

    private static String truncated;

    @BeforeAll
    static void build() {
        onPartitions(8, () -> whole = built(shared.resolve("whole"), 18, 99));
        onPartitions(1, () -> grow(shared.resolve("grown")));
    }

    private static void onPartitions(int partitions, Runnable work) {
        String before = SPARK.conf().get(PARTITIONS);
        SPARK.conf().set(PARTITIONS, Integer.toString(partitions));
        try {
            work.run();
        } finally {
            SPARK.conf().set(PARTITIONS, before);
        }
    }

    private static void grow(Path folder) {
        grown = built(folder, 15, 99);
        truncated = GROUPS.stream()
                .map(group -> Fingerprint.of(grown.read(group), KEY))
                .collect(Collectors.joining());
        SmallFleet.write(grown, 18, 99);
        SmallFleet.writeTurns(grown, 18, 99);
        SmallFleet.writeBursts(grown, 18, 99);
        SmallFleet.writeAround(grown, 18, 99);
        Interval interval = new Interval(day(15), day(18));
        FeatureEngine.build(grown, SmallFleet.configOfAll(folder), Optional.of(interval), Progress.silent());
    }

    private static Lake built(Path folder, int days, int garbledDay) {
        Lake lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, days, garbledDay);
        SmallFleet.writeTurns(lake, days, garbledDay);
        SmallFleet.writeBursts(lake, days, garbledDay);
        SmallFleet.writeAround(lake, days, garbledDay);
        FeatureEngine.build(lake, SmallFleet.configOfAll(folder), Optional.empty(), Progress.silent());
        return lake;
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static String print(Lake lake, String group, int untilDay) {
        String[] columns = whole.read(group).columns();
        return Fingerprint.of(
                lake.read(group)
                        .filter("as_of <= timestamp'" + day(untilDay) + "'")
                        .selectExpr(columns),
                KEY);
    }

    @Test
    void nothing_after_a_cut_changes_a_row_until_it(@TempDir Path folder) {
        Lake garbled = built(folder, 18, 15);

        for (String group : GROUPS) {
            assertThat(print(garbled, group, 15)).isEqualTo(print(whole, group, 15));
            assertThat(print(garbled, group, 16))
                    .as("the check sees a leak of a day")
                    .isNotEqualTo(print(whole, group, 16));
        }
    }

    @Test
    void what_becomes_of_other_machines_after_a_cut_changes_no_row_until_it_of_one_among_them(@TempDir Path folder) {
        Lake others = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(others, 18, 15);
        Dataset<Row> own = others.read(Series.TABLE)
                .filter("equipment_id <> 'm3'")
                .union(whole.read(Series.TABLE).filter("equipment_id = 'm3'"));
        others.overwrite(own.localCheckpoint(), Series.TABLE, Map.of());
        FeatureEngine.build(
                others,
                SmallFleet.config(folder, SmallFleet.REGIMES + SmallFleet.FLEET),
                Optional.empty(),
                Progress.silent());

        for (String group : FeatureGroups.OF_FLEET) {
            String[] columns = others.read(group).columns();
            assertThat(printOfM3(others, group, 15, columns)).isEqualTo(printOfM3(whole, group, 15, columns));
            assertThat(printOfM3(others, group, 16, columns))
                    .as("a day later they tell of the others")
                    .isNotEqualTo(printOfM3(whole, group, 16, columns));
        }
    }

    private static String printOfM3(Lake lake, String group, int untilDay, String[] columns) {
        return Fingerprint.of(
                lake.read(group)
                        .filter("equipment_id = 'm3' AND as_of <= timestamp'" + day(untilDay) + "'")
                        .selectExpr(columns),
                KEY);
    }

    @Test
    void a_history_that_ends_at_the_cut_gives_the_rows_of_the_whole_until_it() {
        assertThat(truncated)
                .isEqualTo(GROUPS.stream().map(group -> print(whole, group, 15)).collect(Collectors.joining()));
    }

    @Test
    void interval_after_interval_on_one_partition_gives_what_one_run_on_eight_gives() {
        for (String group : GROUPS) {
            assertThat(print(grown, group, 18)).isEqualTo(print(whole, group, 18));
        }
        assertThat(grown.fingerprint(Tiles.TABLE)).isEqualTo(whole.fingerprint(Tiles.TABLE));
        assertThat(grown.fingerprint(Regimes.TABLE)).isEqualTo(whole.fingerprint(Regimes.TABLE));
        assertThat(grown.fingerprint(Labels.TABLE)).isEqualTo(whole.fingerprint(Labels.TABLE));
        assertThat(grown.fingerprint(RulLabels.TABLE)).isEqualTo(whole.fingerprint(RulLabels.TABLE));
        assertThat(grown.fingerprint(FeatureCatalogue.TABLE))
                .as("no definition has changed, so each is in the same version")
                .isEqualTo(whole.fingerprint(FeatureCatalogue.TABLE));
        assertThat(grown.has(FormerDefinitions.TABLE)).isFalse();
    }

    @Test
    void a_machine_alone_without_spark_gives_the_rows_of_the_job_in_every_bit() throws Exception {
        PipelineConfig config = SmallFleet.configOfAll(shared.resolve("live"));
        LivePlan plan = sentAway(LivePlan.of(whole, config));
        Map<String, LiveMachine> machines = LiveMachines.of(whole, config, plan, List.of("m1", "m3"));
        assertThat(machines).containsOnlyKeys("m1", "m3");
        for (String id : machines.keySet()) {
            LiveMachine machine = machines.get(id);
            for (Instant asOf : List.of(
                    day(2), day(4), day(5), day(7), day(9), day(15).plusMillis(12 * SmallFleet.HOUR), day(18))) {
                Map<String, Double> row = machine.row(asOf).orElseThrow();

                assertThat(row.keySet()).containsExactlyElementsOf(plan.columns());
                assertThat(row).as("%s at %s", id, asOf).isEqualTo(SmallFleet.published(whole, id, asOf, ALONE));
            }
            assertThat(machine.row(day(-1))).as("before its first reading").isEmpty();
        }
        for (int day : new int[] {4, 5}) {
            assertThat(SmallFleet.published(whole, "m3", day(day), ALONE).get("vibration_x__latest__burst_shaft_1x"))
                    .as("m3 has no name plate: its newest burst says its speed itself, then the tachometer does")
                    .isNotNaN();
        }
    }

    @Test
    void a_process_that_has_no_spark_computes_the_same_row() throws Exception {
        PipelineConfig config = SmallFleet.configOfAll(shared.resolve("live"));
        LivePlan plan = LivePlan.of(whole, config);
        Path planFile = shared.resolve("plan.ser");
        Path rowFile = shared.resolve("row.ser");
        WithoutSpark.write(plan, planFile);

        String said = WithoutSpark.run(planFile, rowFile);

        assertThat(said).as("what the process wrote").isEmpty();
        Map<String, Double> beside = WithoutSpark.row(plan);
        assertThat(WithoutSpark.read(rowFile)).isEqualTo(beside);
        assertThat(beside.keySet()).containsExactlyElementsOf(plan.columns());
        assertThat(beside.values().stream().filter(value -> !value.isNaN()))
                .as("most can be computed")
                .hasSizeGreaterThan(beside.size() / 2);
    }

    @Test
    void a_machine_among_others_without_spark_gives_the_comparisons_and_roll_ups_of_the_job_in_every_bit()
            throws Exception {
        PipelineConfig config = SmallFleet.configOfAll(shared.resolve("live"));
        LivePlan plan = LivePlan.of(whole, config);
        Map<String, LiveMachine> machines = LiveMachines.of(whole, config, plan, List.of("m1", "m2", "m3"));
        Instant asOf = day(9);
        Map<String, Map<String, Double>> told = new HashMap<>();
        machines.forEach((id, machine) -> {
            Map<String, Double> row = machine.row(asOf).orElseThrow();
            told.put(
                    id,
                    row.keySet().stream()
                            .filter(plan.told()::contains)
                            .collect(Collectors.toMap(key -> key, row::get)));
        });
        FleetSummary fleet = sentAway(FleetSummary.of(plan, told));

        for (String id : machines.keySet()) {
            Map<String, Double> row = machines.get(id).row(asOf, fleet).orElseThrow();
            assertThat(row).as(id).isEqualTo(SmallFleet.published(whole, id, asOf, GROUPS));
            assertThat(row)
                    .containsKeys("heat__24h__mean_peer_rank", "heat__site__max")
                    .doesNotContainEntry("heat__24h__mean_peer_z", Double.NaN);
        }
        assertThatThrownBy(() -> machines.get("m1").row(asOf, FleetSummary.of(plan, Map.of())))
                .hasMessage("the summary of the fleet was made without the row of m1");
    }

    @Test
    void a_belt_that_wanders_keeps_its_age_and_its_hours_in_other_machines() {
        Row row = whole.read(FeatureGroups.CONTEXT)
                .filter("equipment_id = 'm3' AND as_of = timestamp'" + day(8) + "'")
                .select(
                        "context__hours_since_belt_first_installed",
                        "context__belt_earlier_serials",
                        "context__belt_hours_elsewhere")
                .first();

        assertThat(row.getDouble(0)).as("in m2 since two days before the start").isEqualTo(10 * 24);
        assertThat(row.getDouble(1)).isEqualTo(1);
        assertThat(row.getDouble(2))
                .as("in m2 until day 5, in m1 until day 7, at six")
                .isEqualTo(9 * 24 + 6);
    }

    @Test
    void a_row_tells_of_work_ahead_of_what_is_around_and_of_load_against_the_plan() {
        Instant noon = day(8).plusMillis(12 * SmallFleet.HOUR);
        Map<String, Double> row = SmallFleet.published(whole, "m2", noon, GROUPS);

        assertThat(row)
                .as("an order of day 6 at nine, planned for day 9, done an hour ago and not yet written so")
                .containsEntry("context__open_orders", 1.0)
                .containsEntry("context__hours_since_oldest_open_order", 51.0)
                .containsEntry("context__hours_until_planned_order", 21.0);
        assertThat(row)
                .as("the stop of day 10 at noon is just published")
                .containsEntry("context__hours_until_planned_stop", 48.0);
        assertThat(row).as("the reading of this night is late").containsEntry("context__air_24h", (9.0 + 10 + 1) / 3);
        assertThat(row.get("context__load_over_plan_24h"))
                .isCloseTo(row.get("load__24h__mean") / ((0.1 + 0.2) / 2), within(1e-12));
    }

    @Test
    void every_feature_goes_back_to_a_source_and_its_files() {
        Dataset<Row> lineage = whole.read(FeatureLineage.TABLE);

        assertThat(whole.read(FeatureCatalogue.TABLE)
                        .filter("inputs NOT LIKE '%waveforms%' AND inputs NOT LIKE '%equipment%'")
                        .join(lineage, FeatureCatalogue.NAME, "left_anti")
                        .count())
                .as("of bursts and machines the pipeline file has no source")
                .isZero();
        assertThat(lineage.filter("name = 'context__load_over_plan_24h'").collectAsList())
                .extracting(row -> row.toString())
                .containsExactlyInAnyOrder(
                        "[context__load_over_plan_24h,1,series,load,readings,load,none]",
                        "[context__load_over_plan_24h,1,operations,null,plan,null,none]");
    }

    @Test
    void statistics_are_those_of_the_rows_written_slice_after_slice() {
        for (Lake lake : List.of(whole, grown)) {
            for (String group : GROUPS) {
                Map<String, Row> told = new HashMap<>();
                lake.read(FeatureStatistics.TABLE)
                        .filter(functions.col(FeatureStatistics.GROUP).equalTo(group))
                        .groupBy(FeatureStatistics.NAME)
                        .agg(
                                functions.sum(FeatureStatistics.ROWS),
                                functions.sum(FeatureStatistics.MISSING),
                                functions.min(FeatureStatistics.MIN),
                                functions.max(FeatureStatistics.MAX))
                        .collectAsList()
                        .forEach(row -> told.put(row.getString(0), row));
                List<Row> rows = lake.read(group).collectAsList();
                String[] columns = lake.read(group).columns();
                for (int i = 2; i < columns.length - 1; i++) {
                    int column = i;
                    List<Double> known = rows.stream()
                            .filter(row -> !row.isNullAt(column))
                            .map(row -> row.getDouble(column))
                            .sorted()
                            .toList();
                    Row of = told.get(columns[i]);
                    assertThat(of.getLong(1)).as(columns[i]).isEqualTo(rows.size());
                    assertThat(of.getLong(2)).as(columns[i]).isEqualTo(rows.size() - known.size());
                    assertThat(of.get(3)).as(columns[i]).isEqualTo(known.isEmpty() ? null : known.get(0));
                    assertThat(of.get(4))
                            .as(columns[i])
                            .isEqualTo(known.isEmpty() ? null : known.get(known.size() - 1));
                }
            }
        }
        List<Row> pieces = grown.read(FeatureStatistics.TABLE)
                .filter("name = 'heat__24h__mean'")
                .orderBy(FeatureStatistics.AFTER)
                .select(FeatureStatistics.AFTER, FeatureStatistics.TO, FeatureStatistics.ROWS)
                .collectAsList();
        assertThat(pieces)
                .extracting(row -> row.getTimestamp(0).toInstant(), row -> row.getTimestamp(1)
                        .toInstant())
                .as("the row at the beginning of an interval is written again")
                .containsExactly(tuple(day(0), day(15).minusMillis(1)), tuple(day(15).minusMillis(1), day(18)));
        assertThat(pieces.get(1).getLong(2)).isEqualTo(3 * (1 + 2 * 3));
    }

    /** Through bytes, as on its way to a machine. */
    @SuppressWarnings("unchecked") // What comes back is what was sent.
    private static <T extends Serializable> T sentAway(T sent) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void what_comes_late_changes_no_bit_of_any_row_before_its_arrival(@TempDir Path folder) {
        Lake lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 18, 99);
        SmallFleet.writeTurns(lake, 18, 99);
        SmallFleet.writeBursts(lake, 18, 99);
        SmallFleet.writeAround(lake, 18, 99);
        long happened = day(14).toEpochMilli() + 20 * SmallFleet.HOUR;
        long arrived = day(15).toEpochMilli() + 2 * SmallFleet.HOUR;
        int offset = (int) (happened - day(14).toEpochMilli()) + 90_000;
        SmallFleet.add(
                lake,
                Series.TABLE,
                SmallFleet.chunk("m2", "heat", day(14).toEpochMilli(), true, arrived, List.of(offset), List.of(500.0)));
        SmallFleet.add(lake, Events.TABLE, SmallFleet.event("m2", happened, arrived, "error", "e1", null));
        SmallFleet.add(
                lake,
                WorkOrders.TABLE,
                SmallFleet.order("m2", happened, arrived, "corrective", "belt", "belt torn, oil leaks"));
        SmallFleet.add(lake, Waveforms.TABLE, SmallFleet.burst(2, happened, arrived, new float[] {9, -9, 8, -8}));

        FeatureEngine.build(lake, SmallFleet.configOfAll(folder), Optional.empty(), Progress.silent());

        assertThat(prints(lake, 15)).isEqualTo(prints(whole, 15));
        assertThat(GROUPS)
                .as("once it has come, every group tells of it")
                .allSatisfy(group -> assertThat(print(lake, group, 16)).isNotEqualTo(print(whole, group, 16)));
    }

    private static Map<String, String> prints(Lake lake, int untilDay) {
        return GROUPS.stream().collect(Collectors.toMap(group -> group, group -> print(lake, group, untilDay)));
    }

    @Test
    void the_training_set_holds_every_row_and_feature_once_and_says_what_it_was_made_of() {
        PipelineConfig config = SmallFleet.configOfAll(shared.resolve("whole"));

        TrainingManifest manifest = TrainingSets.build(whole, config, Progress.silent());

        Dataset<Row> rows = whole.read(TrainingSet.NAME);
        long features =
                whole.read(FeatureCatalogue.TABLE).filter("reason is null").count();
        assertThat(rows.columns()).as("all but the two that training fits").hasSize((int) features - 2 + 4);
        assertThat(rows.count()).isEqualTo(3 * 36).isEqualTo(manifest.rows());
        assertThat(manifest.machines()).isEqualTo(3);
        assertThat(Spread.of(whole, rows, manifest.features()))
                .as("what was told while rows were written is what reading them gives")
                .isEqualTo(Spread.of(rows, manifest.features()));
        assertThat(manifest.allNull()).isNotEmpty();
        assertThat(manifest.constant()).isNotEmpty();
        assertThat(manifest.neverComputable())
                .as("a kilohertz is too slow for a zone")
                .containsOnlyKeys("vibration_x__latest__burst_iso_20816_zone", "vibration_x__5d__burst_iso_20816_zone");
        assertThat(manifest.inputVersions()).containsKeys("series", "tiles", "features_context", "labels", "regimes");
        assertThat(manifest.regimeVersion()).hasSize(16);
        assertThat(manifest.positives()).containsEntry("soon", 12L);
        assertThat(manifest.unlabelled().get("soon"))
                .containsKeys("repair_window", "end_of_data", "inside_minimum_lead", "at_failure");
        assertThat(manifest.toJson()).contains("\"config_hash\": \"" + config.hash(), "\"mode\": \"as_known\"");
        assertThat(whole.origin(TrainingSet.NAME).orElseThrow().definition())
                .as("the table says it itself")
                .isEqualTo("as_known");
        assertThat(rows.filter("isnan(heat__24h__mean)").count()).isZero();
        assertThat(rows.filter("heat__24h__mean is not null").count()).isEqualTo(3 * 36);
        for (String group : GROUPS) {
            String[] columns = Arrays.stream(whole.read(group).columns())
                    .filter(column -> !manifest.neverComputable().containsKey(column))
                    .toArray(String[]::new);
            assertThat(Fingerprint.of(rows.selectExpr(columns), KEY))
                    .isEqualTo(Fingerprint.of(whole.read(group).selectExpr(columns), KEY));
        }
        assertThat(rows.filter("type = 'press' and site = 's1'").count()).isEqualTo(36);
    }
}

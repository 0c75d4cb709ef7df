package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.millwright.features.table.Bursts;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Tile;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of what is known now on a small fleet: built while nothing was late; then readings came late, were corrected and withdrawn,
 * one machine fell silent and two days were added. Against the same tables made from scratch.
 */
@Tag("full")
class CorrectedStageTest {

    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final String MORE = """
              as_corrected: true
              regimes: {settings: [load], count: 2}
              waveform_windows: [5d]
              text: {windows: [24h, 5d], modes: [leak, structural]}
              relations: [{kind: difference, of: heat, to: load}, {kind: residual, of: heat, to: [load]}]
              own: [io.millwright.features.own.SteadyHours]
              duty: [{sensor: load, above: 0.5}]
              genealogy: true
              schedule: true
              load_share: {sensor: load, windows: [24h]}
              environment: [{sensor: air, windows: [24h]}]
              peers: {by: [regime], windows: [24h], statistics: [mean]}
              roll_ups: [{name: heat, of: [heat__24h__mean], to: [line, site], by: [mean, max]}]
            """;
    private static final List<String> OTHERS = List.of(
            FeatureGroups.CONTEXT,
            FeatureGroups.WAVEFORM,
            FeatureGroups.TEXT,
            FeatureGroups.RELATION,
            FeatureGroups.OWN,
            FeatureGroups.PEER,
            FeatureGroups.ROLL_UP);
    private static final SparkSession SPARK = TestSpark.session();

    @TempDir
    static Path folder;

    private static Lake lake;
    private static String knownAtFirst;
    private static String correctedAtFirst;
    private static final Map<String, String> known = new TreeMap<>();
    private static final Map<String, String> corrected = new TreeMap<>();
    private static Set<String> filesAtFirst;
    private static Rewrites planned;
    private static Rewrites plannedAfterKill;
    private static Rewrites plannedAfterwards;
    private static Lake scratch;

    @BeforeAll
    static void build() {
        lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 36, 99);
        SmallFleet.writeBursts(lake, 36, 99);
        SmallFleet.writeAround(lake, 36, 99);
        records(inTime(Events.TABLE), inTime(WorkOrders.TABLE), inTime(Waveforms.TABLE));
        lake.overwrite(inTime(Operations.TABLE), Operations.TABLE, Map.of());
        lake.overwrite(inTime(Conditions.TABLE), Conditions.TABLE, Map.of());
        Dataset<Row> all = lake.read(Series.TABLE).filter("NOT late").localCheckpoint();
        lake.overwrite(all.filter(until(34) + " AND " + silent()), Series.TABLE, Map.of());
        features(lake, Optional.empty());
        knownAtFirst = print(FeatureGroups.TIME_DOMAIN, lake);
        correctedAtFirst = print(FeatureGroups.TIME_DOMAIN_CORRECTED, lake);
        OTHERS.forEach(group -> {
            known.put(group, print(group, lake));
            corrected.put(group, print(FeatureGroups.corrected(group), lake));
        });
        filesAtFirst = files(FeatureGroups.TIME_DOMAIN_CORRECTED);

        lake.overwrite(happened(all.filter(silent())), Series.TABLE, Map.of());
        happenedToRecords();
        planned = FeatureEngine.rewrites(lake, config(), Optional.empty()).orElseThrow();
        killedAfterTiles();
        plannedAfterKill =
                FeatureEngine.rewrites(lake, config(), Optional.empty()).orElseThrow();
        features(lake, Optional.of(new Interval(day(34), day(36))));
        plannedAfterwards =
                FeatureEngine.rewrites(lake, config(), Optional.empty()).orElseThrow();

        scratch = Lake.open(SPARK, folder.resolve("scratch").toString(), "run-1");
        SmallFleet.write(scratch, 36, 99);
        for (TableSpec table : List.of(
                Series.TABLE,
                Events.TABLE,
                WorkOrders.TABLE,
                Operations.TABLE,
                Conditions.TABLE,
                Waveforms.TABLE,
                Equipment.TABLE)) {
            scratch.overwrite(lake.read(table), table, Map.of());
        }
        features(scratch, Optional.empty());
    }

    private static PipelineConfig config() {
        return SmallFleet.configAround(folder, MORE);
    }

    private static void features(Lake where, Optional<Interval> interval) {
        FeatureEngine.build(where, config(), interval, Progress.silent());
    }

    private static void killedAfterTiles() {
        RegimeStage.Fitted regimes =
                new RegimeStage(lake, config(), config().features().regimes().orElseThrow(), 2).fit();
        new TileStage(lake, config(), Tile.Quantiles.KEPT, regimes, 2)
                .write(Optional.empty(), Slicing.of(Progress.silent()));
    }

    /** Records until day 34, nothing late. */
    private static Dataset<Row> inTime(TableSpec table) {
        boolean starts = table.equals(Waveforms.TABLE) || table.equals(Operations.TABLE);
        String time = starts ? Waveforms.START_TIME : Events.EVENT_TIME;
        return lake.read(table)
                .filter(time + " < timestamp'" + day(34) + "'")
                .withColumn(Events.KNOWN_TIME, functions.least(functions.col(Events.KNOWN_TIME), functions.col(time)))
                .localCheckpoint();
    }

    private static void records(Dataset<Row> events, Dataset<Row> orders, Dataset<Row> bursts) {
        lake.overwrite(events, Events.TABLE, Map.of());
        lake.overwrite(orders, WorkOrders.TABLE, Map.of());
        lake.overwrite(bursts, Waveforms.TABLE, Map.of());
    }

    /**
     * The air at m1's and m3's site on day 25 comes late, an order of m2 of day 28 comes late and its burst of day 10 is withdrawn, an error of m1 is withdrawn and it has another bearing, and
     * m3's burst of day 29 comes on day 34.
     */
    private static void happenedToRecords() {
        Row air = RowFactory.create("s1", null, "air", Timestamp.from(day(25)), Timestamp.from(day(34)), 90.0, "air");
        SmallFleet.add(lake, Conditions.TABLE, air);
        Row order = SmallFleet.order(
                "m2", day(28).toEpochMilli(), day(34).toEpochMilli(), "corrective", "belt", "belt torn, oil leaks");
        Dataset<Row> burst = lake.read(Waveforms.TABLE)
                .filter("equipment_id = 'm3' AND date = '2026-01-30'")
                .withColumn(Waveforms.KNOWN_TIME, functions.lit(Timestamp.from(day(34))))
                .withColumn(Waveforms.START_TIME, functions.expr(Waveforms.START_TIME + " + interval 1 hour"));
        records(
                lake.read(Events.TABLE)
                        .filter("NOT (equipment_id = 'm1' AND event_time > timestamp'" + day(24)
                                + "' AND event_time < timestamp'" + day(26) + "')")
                        .localCheckpoint(),
                lake.read(WorkOrders.TABLE)
                        .union(SPARK.createDataFrame(List.of(order), WorkOrders.SCHEMA))
                        .localCheckpoint(),
                lake.read(Waveforms.TABLE)
                        .filter("NOT (equipment_id = 'm2' AND date = '2026-01-11')")
                        .unionByName(burst)
                        .localCheckpoint());
        Dataset<Row> machines = lake.read(Equipment.TABLE)
                .withColumn(
                        Equipment.ATTRIBUTES,
                        functions.expr(
                                "if(equipment_id = 'm1', map_concat(map_filter(attributes, (name, value) -> name <> '"
                                        + PlateAttributes.BALLS + "'), map('" + PlateAttributes.BALLS
                                        + "', '8')), attributes)"));
        lake.overwrite(machines.localCheckpoint(), Equipment.TABLE, Map.of());
    }

    /** m2 delivers late of day 3; m1's setting of day 20 is corrected; of m3 a day and part of another are withdrawn. */
    private static Dataset<Row> happened(Dataset<Row> series) {
        Row late = SmallFleet.chunk(
                "m2",
                "heat",
                day(3).toEpochMilli(),
                true,
                day(20).toEpochMilli(),
                List.of(90_000, 7_300_000),
                List.of(500.0, 600.0));
        Row corrected = SmallFleet.chunk(
                "m1", "load", day(20).toEpochMilli(), false, day(21).toEpochMilli(), tens(144), ones());
        Row shorter = SmallFleet.chunk(
                "m3",
                "load",
                day(18).toEpochMilli(),
                false,
                day(19).toEpochMilli(),
                List.of(600_000, 8_000_000),
                List.of(1.0, 0.0));
        return series.filter("NOT (equipment_id = 'm1' AND sensor = 'load' AND date = '2026-01-21')"
                        + " AND NOT (equipment_id = 'm3' AND sensor = 'heat' AND date = '2026-01-18')"
                        + " AND NOT (equipment_id = 'm3' AND sensor = 'load' AND date = '2026-01-19')")
                .union(SPARK.createDataFrame(List.of(late, corrected, shorter), Series.SCHEMA))
                .localCheckpoint();
    }

    private static List<Integer> tens(int n) {
        Integer[] offsets = new Integer[n];
        Arrays.setAll(offsets, i -> i * 600_000);
        return List.of(offsets);
    }

    private static List<Double> ones() {
        Double[] values = new Double[144];
        Arrays.fill(values, 1.0);
        return List.of(values);
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static String until(int day) {
        return "chunk_start < timestamp'" + day(day) + "'";
    }

    /** m3 says nothing after day 30. */
    private static String silent() {
        return "(equipment_id <> 'm3' OR " + until(30) + ")";
    }

    private static String print(String group, Lake where) {
        return Fingerprint.of(
                where.read(group).filter("as_of < timestamp'" + day(34) + "'").drop("month"), KEY);
    }

    private static Set<String> files(String group) {
        return new TreeSet<>(Arrays.asList(lake.read(group).inputFiles()));
    }

    @Test
    void both_modes_give_the_same_where_nothing_was_late() {
        assertThat(correctedAtFirst).isEqualTo(knownAtFirst);
    }

    @Test
    void what_is_rewritten_is_in_every_bit_what_is_made_from_scratch() {
        assertThat(lake.fingerprint(Tiles.TABLE)).isEqualTo(scratch.fingerprint(Tiles.TABLE));
        assertThat(Fingerprint.of(lake.read(FeatureGroups.TIME_DOMAIN_CORRECTED), KEY))
                .isEqualTo(Fingerprint.of(scratch.read(FeatureGroups.TIME_DOMAIN_CORRECTED), KEY));
        assertThat(print(FeatureGroups.TIME_DOMAIN_CORRECTED, lake)).isNotEqualTo(correctedAtFirst);
    }

    @Test
    void every_family_of_one_machine_is_rewritten_and_as_known_stays() {
        for (String group : OTHERS) {
            String table = FeatureGroups.corrected(group);
            assertThat(corrected.get(group)).as("nothing was late in " + group).isEqualTo(known.get(group));
            assertThat(Fingerprint.of(lake.read(table), KEY))
                    .as(table)
                    .isEqualTo(Fingerprint.of(scratch.read(table), KEY));
            assertThat(print(table, lake)).as(table).isNotEqualTo(corrected.get(group));
            assertThat(print(group, lake)).as(group).isEqualTo(known.get(group));
        }
        assertThat(lake.fingerprint(Bursts.TABLE)).isEqualTo(scratch.fingerprint(Bursts.TABLE));
        assertThat(planned.machines())
                .as("what is told of a site counts for every machine")
                .extracting(Rewrites.Machine::records)
                .containsExactly(4L, 3L, 2L);
    }

    @Test
    void rows_as_known_stay_as_they_were() {
        assertThat(print(FeatureGroups.TIME_DOMAIN, lake)).isEqualTo(knownAtFirst);
        assertThat(print(FeatureGroups.TIME_DOMAIN, scratch))
                .as("made anew they would have changed")
                .isNotEqualTo(knownAtFirst);
    }

    @Test
    void rows_and_files_that_nothing_touched_stay() {
        Row merge = DeltaTable.forPath(SPARK, lake.path(FeatureGroups.TIME_DOMAIN_CORRECTED))
                .history(1)
                .select("operation", "operationMetrics")
                .first();
        Map<String, String> metrics = merge.getJavaMap(1);
        Set<String> ofFebruary = new TreeSet<>(filesAtFirst);
        ofFebruary.removeIf(file -> !file.contains("month=2026-02"));

        assertThat(merge.getString(0)).isEqualTo("MERGE");
        assertThat(files(FeatureGroups.TIME_DOMAIN_CORRECTED)).containsAll(ofFebruary);
        assertThat(ofFebruary).isNotEmpty();
        assertThat(Long.parseLong(metrics.get("numTargetRowsUpdated")))
                .as("5 days and a tile's worth of m2, m1 and m3, two rows a day")
                .isBetween(30L, 38L);
        assertThat(Long.parseLong(metrics.get("numTargetRowsInserted"))).isEqualTo(2 * 2 * 2 + 1);
    }

    @Test
    void the_plan_says_which_machines_tiles_and_rows_and_why() {
        assertThat(planned.everything()).isEmpty();
        assertThat(planned.from()).isEqualTo(day(34));
        assertThat(planned.to()).isEqualTo(day(36));
        assertThat(planned.machines()).extracting(Rewrites.Machine::equipmentId).containsExactly("m1", "m2", "m3");
        Rewrites.Machine m2 = planned.machines().get(1);
        assertThat(m2.late()).isEqualTo(2);
        assertThat(m2.changed() + m2.withdrawn()).isZero();
        assertThat(m2.rows()).contains(new Rewrites.Rows(day(3), day(8).plusMillis(2 * SmallFleet.HOUR)));
        Rewrites.Machine m3 = planned.machines().get(2);
        assertThat(m3.withdrawn()).isPositive();
        assertThat(m3.changed()).isPositive();
        assertThat(m3.late() + m3.added()).isZero();
    }

    @Test
    void a_run_that_was_stopped_between_tiles_and_rows_goes_on() {
        assertThat(plannedAfterKill).isEqualTo(planned);
        assertThat(plannedAfterwards.machines()).isEmpty();
        assertThat(plannedAfterwards.from()).isEqualTo(plannedAfterwards.to());
    }
}

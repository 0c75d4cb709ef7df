package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FormerDefinitions;
import io.millwright.features.table.PartialFeatures;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four days of a small fleet, and a fifth as an interval that brings what was never seen: an error code, a component, a site, a rated range,
 * and bursts of a sensor that was thought to deliver readings. Against the same five days at once.
 */
class NewColumnsTest {

    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final String MORE = "  text: {windows: [24h], modes: [leak]}\n";
    private static final String CODE = "context__e9_count_24h";
    private static final List<String> NEW = List.of(
            CODE,
            "context__hours_since_gear_replaced",
            "context__site_s2",
            "heat__6h__rated_position",
            "text__component_gear_count_24h");
    private static final String GONE = "vibration_x__24h__mean";
    private static final String OF_BURSTS = "vibration_x__24h__burst_rms";
    private static final SparkSession SPARK = TestSpark.session();

    @TempDir
    static Path folder;

    private static Lake lake;
    private static Lake whole;
    private static final Map<String, List<String>> columnsBefore = new java.util.TreeMap<>();
    private static final Map<String, String> printsBefore = new java.util.TreeMap<>();

    @BeforeAll
    static void build() {
        lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
        SmallFleet.write(lake, 4, 99);
        features(lake, Optional.empty());
        for (String group : List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.CONTEXT, FeatureGroups.TEXT)) {
            columnsBefore.put(group, List.of(lake.read(group).columns()));
            printsBefore.put(group, print(lake, group, 4));
        }
        anotherDay(lake);
        features(lake, Optional.of(new Interval(day(4), day(5))));

        whole = Lake.open(SPARK, folder.resolve("whole").toString(), "run-1");
        anotherDay(whole);
        features(whole, Optional.empty());
    }

    private static void features(Lake where, Optional<Interval> interval) {
        FeatureEngine.build(where, config(MORE), interval, Progress.silent());
    }

    private static PipelineConfig config(String more) {
        return SmallFleet.configWithBursts(folder, more);
    }

    private static void anotherDay(Lake where) {
        SmallFleet.write(where, 5, 99);
        SmallFleet.writeBursts(where, 5, 99);
        long at = day(4).toEpochMilli() + SmallFleet.HOUR;
        add(where, Events.TABLE, SmallFleet.event("m1", at, "error", "e9", null));
        add(
                where,
                Components.TABLE,
                RowFactory.create("m1-gear", "m1", null, "gear", null, null, new Timestamp(at), null, "parts"));
        Dataset<Row> machines = where.read(Equipment.TABLE)
                .withColumn(Equipment.SITE, functions.expr("if(equipment_id = 'm2', 's2', site)"))
                .withColumn(
                        Equipment.ATTRIBUTES,
                        functions.expr("if(equipment_id = 'm3', map('rated_heat', '80'), attributes)"));
        where.overwrite(machines.localCheckpoint(), Equipment.TABLE, Map.of());
    }

    private static void add(Lake where, TableSpec table, Row row) {
        where.overwrite(
                where.read(table)
                        .union(SPARK.createDataFrame(List.of(row), table.schema()))
                        .localCheckpoint(),
                table,
                Map.of());
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static Dataset<Row> before(Lake where, String group, int day) {
        return where.read(group).filter("as_of < timestamp'" + day(day) + "'");
    }

    private static Dataset<Row> from(Lake where, String group, int day) {
        return where.read(group).filter("as_of >= timestamp'" + day(day) + "'");
    }

    private static String print(Lake where, String group, int day) {
        return print(before(where, group, day), columnsBefore.get(group));
    }

    private static String print(Dataset<Row> rows, List<String> columns) {
        return Fingerprint.of(
                rows.select(columns.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new)), KEY);
    }

    private static String groupOf(String feature) {
        return feature.startsWith("context")
                ? FeatureGroups.CONTEXT
                : feature.startsWith("text") ? FeatureGroups.TEXT : FeatureGroups.TIME_DOMAIN;
    }

    @Test
    void rows_of_before_keep_every_bit_and_are_null_in_what_is_new() {
        printsBefore.forEach(
                (group, print) -> assertThat(print(lake, group, 4)).as(group).isEqualTo(print));
        for (String feature : NEW) {
            assertThat(columnsBefore.get(groupOf(feature))).doesNotContain(feature);
            assertThat(before(lake, groupOf(feature), 4)
                            .filter(feature + " is not null")
                            .count())
                    .as(feature)
                    .isZero();
        }
        assertThat(before(lake, FeatureGroups.WAVEFORM, 4).count()).isZero();
    }

    @Test
    void rows_of_the_new_day_are_those_of_one_run_over_all_days() {
        for (String group :
                List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.CONTEXT, FeatureGroups.TEXT, FeatureGroups.WAVEFORM)) {
            List<String> columns = List.of(whole.read(group).columns());
            assertThat(print(from(lake, group, 4), columns)).as(group).isEqualTo(print(from(whole, group, 4), columns));
        }
        assertThat(from(lake, FeatureGroups.CONTEXT, 4)
                        .filter("equipment_id = 'm1' AND " + CODE + " = 1")
                        .count())
                .isEqualTo(2);
        assertThat(from(lake, FeatureGroups.TIME_DOMAIN, 4)
                        .filter(GONE + " is not null")
                        .count())
                .as("its sensor delivers bursts now")
                .isZero();
    }

    @Test
    void the_catalogue_has_what_is_new_and_what_is_no_more_and_says_which_rows_have_it() {
        Map<String, String> versions = lake.read(FeatureCatalogue.TABLE).collectAsList().stream()
                .collect(Collectors.toMap(
                        row -> row.getAs(FeatureCatalogue.NAME), row -> row.getAs(FeatureCatalogue.VERSION)));
        assertThat(versions).containsKeys(GONE, OF_BURSTS).containsKeys(NEW.toArray(String[]::new));
        assertThat(versions.values()).containsOnly("1");
        assertThat(lake.has(FormerDefinitions.TABLE)).isFalse();

        Map<String, List<Object>> parts = lake.read(PartialFeatures.TABLE).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> Arrays.asList(row.get(2), row.get(3))));
        Timestamp then = Timestamp.from(day(4).minusMillis(1));
        assertThat(parts)
                .containsEntry(GONE, Arrays.asList(null, then))
                .containsEntry(OF_BURSTS, Arrays.asList(then, null))
                .doesNotContainKey("heat__24h__mean");
        NEW.forEach(feature -> assertThat(parts).containsEntry(feature, Arrays.asList(then, null)));
        assertThat(whole.has(PartialFeatures.TABLE)).isFalse();
    }

    @Test
    void a_training_set_has_all_of_them_so_that_a_model_of_before_finds_its_own() {
        TrainingManifest manifest = TrainingSets.build(lake, config(MORE), Progress.silent());

        assertThat(manifest.features()).contains(GONE, OF_BURSTS).containsAll(NEW);
        Dataset<Row> rows = lake.read(TrainingSet.NAME);
        assertThat(rows.count()).isEqualTo(3 * 10);
        assertThat(rows.filter(CODE + " is not null").count()).isEqualTo(3 * 3);
    }

    @Test
    void other_features_because_the_pipeline_file_is_another_are_refused() {
        PipelineConfig other = config(MORE + "  statistics: [mean]\n");

        assertThatThrownBy(() ->
                        FeatureEngine.build(lake, other, Optional.of(new Interval(day(4), day(5))), Progress.silent()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageStartingWith("the feature tables hold other features than the pipeline file asks for")
                .hasMessageEndingWith("run features once without --from and --to to rebuild them");
    }

    @Test
    void codes_and_models_of_which_there_are_too_many_are_named(@TempDir Path other) {
        Lake many = Lake.open(SPARK, other.resolve("lake").toString(), "run-1");
        List<Row> events = new ArrayList<>();
        for (int code = 0; code < 56; code++) {
            events.add(SmallFleet.event(
                    "m1", day(1).toEpochMilli() - code * SmallFleet.HOUR, "error", "e" + (10 + code), null));
        }
        events.add(SmallFleet.event("m1", day(1).toEpochMilli() - 99 * SmallFleet.HOUR, "alarm", null, null));
        events.add(SmallFleet.event("m1", day(1).toEpochMilli() - 99 * SmallFleet.HOUR, "failure", null, "belt"));
        List<Row> machines = new ArrayList<>();
        for (int machine = 0; machine < 21; machine++) {
            machines.add(RowFactory.create(
                    "m" + machine, "s", "t", null, "model " + machine, null, null, 1.0, Map.of(), "meta"));
        }
        many.overwrite(SPARK.createDataFrame(events, Events.SCHEMA), Events.TABLE, Map.of());
        many.overwrite(SPARK.createDataFrame(machines, Equipment.SCHEMA), Equipment.TABLE, Map.of());

        FleetFacts facts = FleetFacts.read(many, config(""));

        assertThat(facts.codes()).hasSize(50).contains("alarm event", "e65").doesNotContain("e16");
        assertThat(facts.models()).isEmpty();
        assertThat(facts.leftOut())
                .containsExactly(
                        "equipment.model, which has 21 values, more than the 20 that get a column each",
                        "7 of 57 codes and kinds of events, those known last: e16, e15, e14, e13, e12 and 2 more");

        Row hasColumn = RowFactory.create(
                "context__model_model_7",
                FeatureGroups.CONTEXT,
                "1 where the machine's model is model 7, else 0",
                "",
                null,
                "equipment.model",
                "1",
                null,
                "one_hot",
                "equipment",
                null,
                0);
        many.overwrite(
                SPARK.createDataFrame(List.of(hasColumn), FeatureCatalogue.SCHEMA), FeatureCatalogue.TABLE, Map.of());
        FleetFacts later = FleetFacts.read(many, config(""));
        assertThat(later.models())
                .as("what models have learned from is not taken away")
                .containsExactly("model 7");
        assertThat(later.leftOut().get(0))
                .isEqualTo("20 of 21 values of equipment.model, those that came later: model 0, model 1, model 10,"
                        + " model 11, model 12 and 15 more");
    }
}

package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FormerDefinitions;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableSpec;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feature groups of one row, each feature of which has the same number, and their catalogue. */
class FeatureVersionsTest {

    private static final SparkSession SPARK = TestSpark.session();
    private static final String HEAT = "heat__24h__mean";
    private static final String LOAD = "load__24h__mean";
    private static final String OF_HEAT = "warmth__site__max";

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.open(SPARK, folder.resolve("lake").toString(), "run-1");
    }

    /** Heat is normalised by as many regimes of load. */
    private FeaturePlan plan(int regimes) {
        return plan("  statistics: [mean, sd]\n", regimes);
    }

    private FeaturePlan plan(String more, int regimes) {
        String yaml = more + "  regimes: {settings: [load], count: " + regimes + "}\n"
                + "  roll_ups: [{name: warmth, of: [" + HEAT + "], to: [site], by: [max]}]\n";
        return FeaturePlan.of(SmallFleet.config(folder, yaml), FACTS);
    }

    private static final FleetFacts FACTS = new FleetFacts(
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            new java.util.TreeMap<>(),
            List.of(),
            Map.of(),
            List.of());

    /** As a feature job does it. */
    private void features(FeaturePlan plan, double number) {
        groups(plan, number);
        new CatalogueStage(lake, SmallFleet.config(folder), plan, FeatureVersions.of(lake, plan, ""))
                .write(Optional.empty());
    }

    private void groups(FeaturePlan plan, double number) {
        for (FeaturePlan.Group group : plan.groups()) {
            TableSpec table = FeatureGroups.table(group.name(), group.columns());
            FeatureRow row = new FeatureRow("m1", 0, numbers(group.columns().size(), number));
            lake.overwrite(
                    WideRows.table(
                            SPARK,
                            new org.apache.spark.api.java.JavaSparkContext(SPARK.sparkContext())
                                    .parallelize(List.of(row), 1),
                            0,
                            table.schema(),
                            Map.of()),
                    table,
                    Map.of());
        }
    }

    private static double[] numbers(int width, double number) {
        double[] numbers = new double[width];
        java.util.Arrays.fill(numbers, number);
        return numbers;
    }

    private String version(String feature) {
        return lake.read(FeatureCatalogue.TABLE)
                .filter(functions.col(FeatureCatalogue.NAME).equalTo(feature))
                .select(FeatureCatalogue.VERSION)
                .first()
                .getString(0);
    }

    @Test
    void a_changed_definition_is_a_new_version_and_the_old_numbers_stay_readable() {
        features(plan(2), 2);
        features(plan(2), 2);
        assertThat(List.of(version(HEAT), version(LOAD), version(OF_HEAT))).containsOnly("1");
        assertThat(lake.has(FormerDefinitions.TABLE)).isFalse();

        features(plan(3), 3);

        assertThat(version(HEAT)).isEqualTo("2");
        assertThat(version(OF_HEAT)).as("made of what is another").isEqualTo("2");
        assertThat(version(LOAD)).as("not normalised").isEqualTo("1");
        Row former = lake.read(FormerDefinitions.TABLE)
                .filter(functions.col(FormerDefinitions.NAME).equalTo(HEAT))
                .first();
        assertThat(former.<String>getAs(FormerDefinitions.VERSION)).isEqualTo("1");
        assertThat(former.<String>getAs(FormerDefinitions.DEFINITION)).contains("(2 by load)");
        assertThat(number(former)).isEqualTo(2);
        assertThat(lake.read(FeatureGroups.TIME_DOMAIN).select(HEAT).first().getDouble(0))
                .isEqualTo(3);
    }

    /** Of the feature, where a former definition says its numbers are. */
    private double number(Row former) {
        return lake.readVersion(former.getAs(FormerDefinitions.GROUP), former.getAs(FormerDefinitions.TABLE_VERSION))
                .select(former.<String>getAs(FormerDefinitions.NAME))
                .first()
                .getDouble(0);
    }

    @Test
    void a_job_that_was_stopped_before_the_catalogue_counts_its_definitions_once() {
        features(plan(2), 2);
        groups(plan(3), 3);
        FeatureVersions.of(lake, plan(3), "").keepFormer();

        features(plan(3), 3);

        assertThat(version(HEAT)).isEqualTo("2");
        List<Row> former = lake.read(FormerDefinitions.TABLE)
                .filter(functions.col(FormerDefinitions.NAME).equalTo(HEAT))
                .collectAsList();
        assertThat(former).hasSize(1);
        assertThat(number(former.get(0))).isEqualTo(2);
    }

    @Test
    void a_feature_that_was_left_out_comes_back_as_a_new_version() {
        features(plan(2), 2);
        features(plan("  statistics: [mean]\n", 2), 3);
        features(plan(2), 4);

        assertThat(version("load__24h__sd")).isEqualTo("2");
        assertThat(version(HEAT)).isEqualTo("1");
    }

    @Test
    void an_interval_of_another_definition_is_refused() {
        features(plan(2), 2);
        FeatureVersions.of(lake, plan(2), "").requireSame();

        assertThatThrownBy(() -> FeatureVersions.of(lake, plan(3), "").requireSame())
                .isInstanceOf(MillwrightException.class)
                .hasMessageStartingWith("the table features_time_domain has heat__")
                .hasMessageContaining("(2 by load)")
                .hasMessageEndingWith("run features once without --from and --to to make it anew, as version 2");
    }
}

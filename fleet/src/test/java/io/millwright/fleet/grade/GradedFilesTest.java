package io.millwright.fleet.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.evaluation.Horizon;
import io.millwright.fleet.FleetGenerator;
import io.millwright.fleet.FleetSpec;
import io.millwright.fleet.LocalSpark;
import io.millwright.fleet.TruthFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grading through files: a run whose probability is the true degradation. */
class GradedFilesTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    @BeforeAll
    static void generate_and_predict() throws IOException {
        FleetSpec spec = FleetSpec.small().withMachines(4).withDays(14);
        FleetGenerator.generate(SPARK, spec, path("landing"), path("truth"), (files, of) -> {});
        Files.createDirectories(folder.resolve("out/grading"));
        Files.writeString(
                folder.resolve("out/metrics.json"),
                "{\"failure\": {\"horizon_hours\": 72, \"minimum_lead_hours\": 0, \"cool_down_hours\": 48}}");
        Files.writeString(
                folder.resolve("out/grading/thresholds.csv"),
                "operating_point,fold,threshold\nprecision_85,0,0.05\nalert_budget,0,0.05\n");
        SPARK.read()
                .option("header", true)
                .csv(path("truth") + "/" + TruthFiles.HEALTH)
                .selectExpr(
                        "equipment_id",
                        "cast(as_of as timestamp) as as_of",
                        "1 - cast(health as double) as p",
                        "0 as fold",
                        "timestamp'2025-01-04 00:00:00' as test_from",
                        "timestamp'2025-01-15 00:00:00' as test_to",
                        "'bearing_wear' as mode",
                        "50.0D as rul_median_h")
                .withColumn("rul_low_h", functions.lit(10.0))
                .withColumn("rul_high_h", functions.lit(90.0))
                .write()
                .parquet(path("out/grading/predictions.parquet"));
    }

    @Test
    void a_perfect_run_reaches_the_oracle() throws IOException {
        GradedReport report = FleetGrader.grade(SPARK, path("truth"), path("out"));

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("out/graded.json").toFile());
        JsonNode group = json.path("events_with_precursor");
        assertThat(report.withPrecursor().averagePrecision())
                .isEqualTo(report.oracle().averagePrecision())
                .satisfies(figure -> assertThat(figure.value()).isGreaterThan(0.5));
        assertThat(group.path("average_precision").path("value").asDouble())
                .isEqualTo(report.oracle().averagePrecision().value());
        assertThat(group.path("operating_points")
                        .path("precision_85")
                        .path("event_recall")
                        .path("value")
                        .asDouble())
                .isEqualTo(
                        json.path("oracle").path("event_recall").path("value").asDouble());
        assertThat(json.path("scenario").asText()).isEqualTo("default");
        assertThat(json.path("planted_faults").path("spike").path("planted").asInt())
                .isPositive();
        assertThat(json.path("planted_faults").path("spike").has("recall")).isTrue();
        assertThat(json.path("planted_faults").path("duplicate").has("recall"))
                .as("what is merged is listed nowhere, so nothing can be said of it one by one")
                .isFalse();
        assertThat(json.path("robust_z").path("what").asText()).contains("no features");
    }

    @Test
    void a_machines_site_is_the_file_of_the_truth_it_stands_in() throws IOException {
        Truth truth = Truth.read(SPARK.sparkContext().hadoopConfiguration(), path("truth"));

        assertThat(truth.sites().values()).contains("site-1", "site-2");
        truth.sites().forEach((machine, site) -> assertThat(machine)
                .startsWith("S" + site.substring("site-".length()) + "-"));
    }

    @Test
    void alerts_cool_down_as_the_runs_did_and_for_the_horizon_where_it_does_not_say() throws IOException {
        assertThat(RunResult.read(SPARK, path("out")).coolDown()).isEqualTo(Duration.ofHours(48));
        assertThat(RunResult.coolDown(new ObjectMapper().readTree("{}"), Horizon.ofHours(72, 0)))
                .isEqualTo(Duration.ofHours(72));
    }

    @Test
    void what_is_missing_is_said_in_one_sentence() {
        assertThatThrownBy(() -> FleetGrader.grade(SPARK, path("nowhere"), path("out")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot grade: " + path("nowhere") + "/fleet is missing");
        assertThatThrownBy(() -> FleetGrader.grade(SPARK, path("truth"), path("landing")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot grade: " + path("landing") + "/metrics.json is missing");
    }

    @Test
    void means_over_the_shortest_window_of_a_day_or_more_are_the_recent_ones() {
        List<String> names = List.of("a_std_24h", "a_mean_1h", "a_mean_24h", "a_mean_7d", "b_mean_24h");

        assertThat(RobustZ.meanColumns(names)).containsExactly(2, 4);
        assertThat(RobustZ.meanColumns(List.of("a", "b"))).containsExactly(0, 1);
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}

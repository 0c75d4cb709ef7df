package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples, run by the assembled jar as the launcher starts it, reach what they are there to reach. Every figure is added to
 * {@code target/bars/figures.md}, a table for {@code docs/evidence}.
 */
@Tag("full")
class BarsIT {

    private static final Path FOLDER = Path.of("target/bars").toAbsolutePath();
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();
    private static final String HEAP = "4g";
    private static final int SEEDS = 5;

    @Test
    void azure_hourly_foretells_nine_of_eleven_failures() throws Exception {
        JsonNode failure = figures(run("azure-pdm-hourly")).path("failure");
        JsonNode budget = failure.at("/operating_points/alert_budget");

        reported("Azure hourly, within 24 h: average precision", failure.path("average_precision"));
        reported("Azure hourly, within 24 h: failures foretold at the alert budget", budget.path("event_recall"));

        assertThat(failure.at("/average_precision/value").asDouble()).isGreaterThanOrEqualTo(0.87);
        assertThat(failure.path("events").asInt()).isEqualTo(11);
        assertThat(budget.path("detected").asInt()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void azure_daily_ranks_rows_in_each_of_its_three_tests() throws Exception {
        JsonNode folds = figures(run("azure-pdm-daily")).path("folds");

        assertThat(folds).hasSize(3);
        for (JsonNode fold : folds) {
            reported("Azure daily, within a day, test " + fold.path("fold").asInt(), fold.path("average_precision"));
            assertThat(fold.at("/average_precision/value").asDouble()).isGreaterThanOrEqualTo(0.98);
        }
    }

    @Test
    void turbofans_are_told_their_remaining_cycles_within_intervals_that_hold() throws Exception {
        JsonNode one = figures(run("cmapss-fd001")).path("rul");
        JsonNode six = figures(run("cmapss-fd002")).path("rul");
        for (Map.Entry<String, JsonNode> each :
                Map.of("FD001", one, "FD002", six).entrySet()) {
            reported(
                    "C-MAPSS " + each.getKey() + ": capped RMSE, cycles",
                    each.getValue().path("rmse_capped"));
            reported(
                    "C-MAPSS " + each.getKey() + ": RMSE, cycles",
                    each.getValue().path("rmse"));
            reported(
                    "C-MAPSS " + each.getKey() + ": NASA score, capped",
                    each.getValue().path("nasa_score_sum_capped"));
        }
        int units = one.path("units").asInt() + six.path("units").asInt();
        long covered = covered(one) + covered(six);
        double width = (width(one) * one.path("units").asInt()
                        + width(six) * six.path("units").asInt())
                / units;
        row(
                "C-MAPSS, both: intervals of 0.90 that hold",
                "%d of %d, mean width %.1f cycles".formatted(covered, units, width));

        assertThat(one.at("/rmse_capped/value").asDouble()).isLessThanOrEqualTo(12.0);
        assertThat(six.at("/rmse_capped/value").asDouble()).isLessThanOrEqualTo(11.6);
        assertThat(width).isLessThanOrEqualTo(47);
        assertThat(quantile(0.025, covered, units - covered + 1)).isLessThanOrEqualTo(0.90);
        assertThat(quantile(0.975, covered + 1, units - covered)).isGreaterThanOrEqualTo(0.90);
    }

    private static long covered(JsonNode rul) {
        return Math.round(rul.at("/interval_coverage/value").asDouble()
                * rul.at("/interval_coverage/n").asInt());
    }

    private static double width(JsonNode rul) {
        return rul.at("/interval_mean_width/value").asDouble();
    }

    /** Of the Clopper-Pearson interval. */
    private static double quantile(double share, double alpha, double beta) {
        return new BetaDistribution(alpha, beta).inverseCumulativeProbability(share);
    }

    /** Seeds 1 to 5, on which settings were chosen, and 6 to 10, on which nothing was. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void five_fleets_graded_as_one(int first) throws Exception {
        List<String> graded = new ArrayList<>(List.of("grade"));
        for (int seed = first; seed < first + SEEDS; seed++) {
            Path out = FOLDER.resolve("demo-" + seed);
            done("demo-" + seed, List.of("demo", "--seed", String.valueOf(seed), "--out", out.toString()));
            graded.addAll(List.of("--truth", out.resolve("truth").toString(), "--out", out.toString()));
        }
        Path pooled = Files.createDirectories(FOLDER.resolve("pooled-" + first));
        graded.addAll(List.of("--pooled", pooled.toString()));
        done("pooled-" + first, graded);

        JsonNode all = Json.read(pooled.resolve("graded.json")).orElseThrow();
        JsonNode events = all.path("events_with_precursor");
        JsonNode point = events.at("/operating_points/precision_85");
        String seeds = "demo, seeds %d to %d as one, precision_85: ".formatted(first, first + SEEDS - 1);
        reported(seeds + "event recall", point.path("event_recall"));
        reported(seeds + "event precision", point.path("event_precision"));
        reported(seeds + "false positive rate", point.path("false_positive_rate"));
        reported(seeds + "average precision", events.path("average_precision"));
        reported(seeds + "oracle's average precision", all.at("/oracle/average_precision"));
        reported(seeds + "robust z's average precision", all.at("/robust_z/average_precision"));
        reported(seeds + "mode accuracy", all.path("mode_accuracy"));
        reported(seeds + "error of remaining life", all.path("rul_error"));

        assertThat(events.path("events").asInt()).isGreaterThanOrEqualTo(100);
        assertThat(point.at("/event_recall/value").asDouble()).isGreaterThan(0.70);
        assertThat(point.at("/event_precision/value").asDouble()).isGreaterThan(0.80);
        assertThat(events.at("/average_precision/value").asDouble()).isGreaterThan(0.80);
        assertThat(point.at("/false_positive_rate/value").asDouble()).isLessThan(0.05);
        for (String kind : List.of("stuck", "spike", "wrong_unit")) {
            JsonNode fault = all.at("/planted_faults/" + kind);
            row(
                    seeds + "planted " + kind,
                    "recall %.3f, precision %.3f (n %d)"
                            .formatted(
                                    fault.path("recall").asDouble(),
                                    fault.path("precision").asDouble(),
                                    fault.path("planted").asInt()));
            assertThat(fault.path("recall").asDouble()).as(kind).isGreaterThanOrEqualTo(0.9);
            assertThat(fault.path("precision").asDouble()).as(kind).isGreaterThanOrEqualTo(0.9);
        }
    }

    @Test
    void a_model_of_a_fleet_without_any_signal_is_not_promoted() throws Exception {
        JsonNode champion = figures(scenario("no-signal")).path("champion");

        row("no-signal", champion.path("reasons").toString());
        assertThat(champion.path("promoted").asBoolean()).isFalse();
        assertThat(champion.path("reasons")).isNotEmpty();
    }

    @Test
    void a_planted_precursor_is_recovered() throws Exception {
        Path out = scenario("planted-precursor");
        done("planted", List.of("grade", "--truth", out.resolve("truth").toString(), "--out", out.toString()));

        JsonNode graded = Json.read(out.resolve("graded.json")).orElseThrow();
        JsonNode budget = graded.at("/events_with_precursor/operating_points/alert_budget");
        reported("planted-precursor: event recall at the alert budget", budget.path("event_recall"));
        reported("planted-precursor: median lead, hours", budget.path("median_lead_hours"));
        assertThat(budget.at("/event_recall/value").asDouble()).isGreaterThanOrEqualTo(0.95);
        assertThat(graded.path("planted_precursor_recovered").asBoolean()).isTrue();
    }

    private static Path scenario(String scenario) throws Exception {
        Path out = SmallFleet.fresh(FOLDER.resolve(scenario));
        Path file = Files.createDirectories(FOLDER).resolve(scenario + ".yaml");
        Files.writeString(
                file,
                Files.readString(EXAMPLES.resolve("demo-fleet.yaml"))
                        .replace("scenario: default", "scenario: " + scenario));
        for (String job : List.of("generate", "run")) {
            done(scenario + "-" + job, List.of(job, "--config", file.toString(), "--out", out.toString()));
        }
        return out;
    }

    /** Runs an example on real data. */
    private static Path run(String example) throws Exception {
        assumeTrue(System.getenv("MILLWRIGHT_DATA") != null, "MILLWRIGHT_DATA is not set: the real data are not here");
        Path out = SmallFleet.fresh(FOLDER.resolve(example));
        done(
                example,
                List.of("run", "--config", EXAMPLES.resolve(example + ".yaml").toString(), "--out", out.toString()));
        return out;
    }

    private static void done(String name, List<String> arguments) throws IOException, InterruptedException {
        Child.requireDone(Child.start(new ProcessBuilder(Child.java(HEAP, arguments)), FOLDER.resolve(name + ".txt")));
    }

    private static JsonNode figures(Path out) throws IOException {
        return Json.read(out.resolve("metrics.json")).orElseThrow();
    }

    private static void reported(String what, JsonNode figure) throws IOException {
        row(
                what,
                "%.3f [%.3f, %.3f] (n %d)"
                        .formatted(
                                figure.path("value").asDouble(),
                                figure.path("low").asDouble(),
                                figure.path("high").asDouble(),
                                figure.path("n").asInt()));
    }

    private static void row(String what, String outcome) throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(
                FOLDER.resolve("figures.md"),
                "| " + what + " | " + outcome + " |\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}

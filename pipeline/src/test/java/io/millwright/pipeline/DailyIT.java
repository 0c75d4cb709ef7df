package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A day of a fleet whose lake holds a month: what is asked of the day ends well, and tells of the month. */
class DailyIT {

    private static final String[] LAST_DAY = {"--from", "2025-01-30", "--to", "2025-01-31"};

    @Test
    void monitoring_of_a_day_holds_the_newest_stretch_against_all_before_it_and_the_report_follows() throws Exception {
        Path out = SmallFleet.copyOfUndisturbed("daily");
        Files.delete(out.resolve("drift.json"));
        Files.delete(out.resolve("report.html"));
        Screen screen = new Screen();

        int monitored = screen.run(words("monitor", out, LAST_DAY));
        int reported = screen.run(words("report", out));

        assertThat(monitored + reported).as(screen.err()).isZero();
        JsonNode drift = Json.read(out.resolve("drift.json")).orElseThrow();
        assertThat(drift.path("current").path("to").asText()).isEqualTo("2025-01-31T00:00:00Z");
        assertThat(drift.path("current").path("machines").asInt()).isEqualTo(6);
        assertThat(drift.path("reference").path("from").asText()).startsWith("2025-01-0");
        assertThat(drift.path("reference").path("machines").asInt()).isEqualTo(6);
        assertThat(out.resolve("report.html")).exists();
    }

    /** Works holidays: the day's jobs go on to the list, which says so. */
    @Tag("full")
    @Test
    void a_day_of_a_fleet_at_rest_ends_in_a_list_that_says_nobody_has_sent_anything() throws Exception {
        Path out = SmallFleet.copyOfUndisturbed("at-rest");
        Screen screen = new Screen();

        for (String job : List.of("ingest", "check", "features", "score", "monitor")) {
            assertThat(screen.run(words(job, out, "--from", "2025-04-01", "--to", "2025-04-02")))
                    .as(job + ": " + screen.err())
                    .isZero();
        }

        assertThat(screen.out()).contains("no reading has come since", "so there is nothing to compute");
        assertThat(Files.readString(out.resolve("worklist.txt")))
                .contains("NO READINGS: nobody has sent anything after 2025-01-");
    }

    @Tag("full")
    @Test
    void a_run_over_a_day_after_a_run_over_everything_leaves_its_report() throws Exception {
        Path out = SmallFleet.copyOfUndisturbed("daily-run");
        Files.delete(out.resolve("report.html"));

        Child.requireDone(Child.start(
                new ProcessBuilder(Child.java(List.of(words(
                        "run", out, "--from", "2025-01-30", "--to", "2025-01-31", "--look-again", "a day more")))),
                out.resolveSibling("daily-run.txt")));

        assertThat(out.resolve("report.html")).exists();
    }

    /** Named by {@code plan}, but of nothing the small fleet asks for, or no table and no file beside the lake. */
    private static final Set<String> NOT_OF_THE_SMALL_FLEET = Set.of(
            "anomalies",
            "anomalies.html",
            "anomalies.json",
            "anomaly_thresholds",
            "detectors",
            "feature-store, or the groups of aws.feature_store",
            "features_*_corrected",
            "features_own",
            "features_roll_up",
            "features_text",
            "former_definitions",
            "grading of a simulated fleet",
            "group_models",
            "merged_records",
            "models",
            "partial_features",
            "regimes",
            "registry",
            "scored_anomalies",
            "severities",
            "trials");

    @Test
    void what_plan_says_is_written_is_what_a_run_writes() throws Exception {
        Path out = SmallFleet.undisturbed();
        Set<String> said = Stages.RUN.stream()
                .flatMap(stage -> stage.writes().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> written = new TreeSet<>(SmallFleet.tables(out));
        try (Stream<Path> files = Files.list(out)) {
            files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .forEach(written::add);
        }
        written.add("quality_results");
        written.remove("timings.json");

        assertThat(said).containsAll(written);
        said.removeAll(written);
        assertThat(said).isEqualTo(NOT_OF_THE_SMALL_FLEET);
    }

    private static String[] words(String job, Path out, String... more) {
        List<String> words = new ArrayList<>(Child.arguments(job, out));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }
}

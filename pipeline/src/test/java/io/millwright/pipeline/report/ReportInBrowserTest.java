package io.millwright.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.Evaluation;
import io.millwright.pipeline.evaluate.FabricatedFleet;
import io.millwright.pipeline.evaluate.FabricatedTrials;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportInBrowserTest {

    private static final String PLOTS = "Array.from(document.querySelectorAll('.plot'))";

    @TempDir
    static Path folder;

    private static final Instant LISTED_AT = FabricatedFleet.START.plus(Duration.ofDays(FabricatedFleet.DAYS + 3));

    private static JobContext job;
    private static Path page;
    private static Path anomalies;
    private static Path feature;
    private static Path lives;
    private static Optional<Browser> browser = Optional.empty();

    @BeforeAll
    static void drawn() throws IOException {
        job = FabricatedFleet.withSignal(
                folder, yaml -> yaml.replace("  seed: 1\n", "  seed: 1\n  search_trials: 3\n"));
        FabricatedTrials.write(job.lake());
        Evaluation.run(job, Optional.empty());
        // A day brings no evaluation: what the page says of the data is of the tables as they are.
        Files.delete(folder.resolve("quality.json"));
        FabricatedList.write(folder);
        FabricatedList.listed(job.lake(), LISTED_AT);
        page = ReportFile.run(job);
        anomalies = FabricatedAnomalies.page(job);
        feature = FeaturePage.write(folder, job.config(), heat());
        lives = lives();
        browser = Browser.start();
    }

    /** The page of the same fleet where no failure is foretold, only remaining life, and where nothing was scored yet. */
    private static Path lives() throws IOException {
        JobContext onlyLives = FabricatedFleet.withSignal(
                Files.createDirectory(folder.resolve("lives")),
                yaml -> yaml.replaceAll("  failure:\n(    - .*\n)+", ""));
        Evaluation.run(onlyLives, Optional.empty());
        return ReportFile.run(onlyLives);
    }

    /** What {@code features explain} knows of a feature of two pumps. */
    private static FeatureFacts heat() {
        FeatureFacts.Definition definition = new FeatureFacts.Definition(
                "heat__24h__mean",
                "features_time_domain",
                "mean of the window",
                "degC",
                "24h",
                "series.value",
                "1",
                "heat",
                "mean",
                "");
        List<FeatureFacts.Bin> bins = IntStream.range(0, 20)
                .mapToObj(bin -> new FeatureFacts.Bin(40 + bin, 41 + bin, 10 + bin * (20 - bin)))
                .toList();
        List<FeatureFacts.Machine> pumps = Stream.of("pump-1", "pump-2")
                .map(pump -> new FeatureFacts.Machine(
                        pump,
                        IntStream.range(0, 60)
                                .mapToObj(day -> new FeatureFacts.Point(
                                        1_767_225_600L + 86_400L * day, 50 + 9 * Math.sin(day + pump.length())))
                                .toList()))
                .toList();
        return new FeatureFacts(
                definition,
                List.of(new FeatureFacts.From("telemetry", "landing/telemetry", ", column heat")),
                new FeatureFacts.Values(120, 118, 41, 45, 50, 55, 59),
                bins,
                pumps,
                List.of(new FeatureFacts.Former("1", "median of the window", "in version 7 of features_time_domain")),
                List.of(new FeatureFacts.Month("2026-01", 62, 2, 50.5, 41, 59)));
    }

    @AfterAll
    static void closed() {
        browser.ifPresent(Browser::close);
    }

    @Test
    void the_page_is_one_small_file_that_loads_nothing() throws IOException {
        String html = Files.readString(page);

        assertThat(html.length()).isLessThan(4_000_000);
        assertThat(html).doesNotContain("src=\"http", "<link", "@import", "@@");
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void every_plot_is_drawn_without_complaint_and_nothing_sticks_out(int width) throws IOException {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(page, width, 900);

        assertThat(open.complaints()).isEmpty();
        assertThat(open.number(PLOTS + ".length")).isGreaterThanOrEqualTo(14);
        assertThat(open.evaluate(PLOTS + ".filter(p => !echarts.getInstanceByDom(p)).map(p => p.id).join()"))
                .isEqualTo("");
        assertThat(open.evaluate(PLOTS + ".filter(p => !" + painted() + ").map(p => p.id).join()"))
                .isEqualTo("");
        assertThat(open.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        String kept = System.getProperty("millwright.screenshots");
        if (kept != null) {
            open.screenshot(Path.of(kept, "report-" + width + ".png"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void the_page_of_anomalies_is_drawn_without_complaint_and_nothing_sticks_out(int width) throws IOException {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(anomalies, width, 900);

        assertThat(open.complaints()).isEmpty();
        assertThat(open.number(PLOTS + ".length")).isEqualTo(2);
        assertThat(open.evaluate(PLOTS + ".filter(p => !" + painted() + ").map(p => p.id).join()"))
                .isEqualTo("");
        assertThat(open.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(open.evaluate("document.querySelector('#now tbody').textContent"))
                .asString()
                .contains("pump-1", "site-3", "0.960", "0.910", "load, heat")
                .doesNotContain("pump-2");
        assertThat(open.evaluate("document.querySelector('#alerts tbody tr').textContent"))
                .asString()
                .contains("pump-2", "0.970", "heat, load", "hit");
        assertThat(open.evaluate("document.querySelector('#detectors thead').textContent"))
                .asString()
                .contains("failures foretold (look 2)", "VUS-PR by series (look 2)");
        assertThat(open.evaluate("document.querySelector('#detectors').textContent"))
                .asString()
                .contains("the mean over 2 machines in tests", "buffers of up to 7 rows", "0.610", "0.410", "0.570");
        String kept = System.getProperty("millwright.screenshots");
        if (kept != null) {
            open.screenshot(Path.of(kept, "anomalies-" + width + ".png"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void the_page_of_a_feature_is_drawn_without_complaint_and_nothing_sticks_out(int width) throws IOException {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(feature, width, 900);

        assertThat(open.complaints()).isEmpty();
        assertThat(open.number(PLOTS + ".length")).isEqualTo(2);
        assertThat(open.evaluate(PLOTS + ".filter(p => !" + painted() + ").map(p => p.id).join()"))
                .isEqualTo("");
        assertThat(open.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(open.evaluate("document.body.textContent").toString())
                .contains(
                        "heat__24h__mean",
                        "mean of the window",
                        "24h before the row",
                        "landing/telemetry",
                        "median of the window; values in version 7 of features_time_domain",
                        "2026-0162250.50041.00059.000");
        String kept = System.getProperty("millwright.screenshots");
        if (kept != null) {
            open.screenshot(Path.of(kept, "feature-" + width + ".png"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void the_page_of_remaining_life_alone_and_without_a_list_is_drawn_without_complaint(int width) {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(lives, width, 900);

        assertThat(open.complaints()).isEmpty();
        assertThat(open.evaluate(PLOTS + ".map(p => p.id).join()").toString())
                .contains("plot-life")
                .doesNotContain("plot-calibration");
        assertThat(open.evaluate(PLOTS + ".filter(p => !" + painted() + ").map(p => p.id).join()"))
                .isEqualTo("");
        assertThat(open.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(open.evaluate("document.querySelector('#today').textContent").toString())
                .contains("No work list yet: run ./millwright score first.");
    }

    @Test
    void what_lists_said_after_the_tests_is_held_against_what_happened_too() {
        Metrics metrics = ResultFiles.read(folder.resolve("metrics.json"), Metrics.class, "evaluate");

        MachineTimeline timeline =
                ReportFile.timeline(job.lake(), job.config(), metrics, FabricatedFleet.machine(0), "listed");

        assertThat(timeline.predictions()).filteredOn(score -> score.fold() > 0).isNotEmpty();
        assertThat(timeline.predictions())
                .filteredOn(score -> score.fold() == MachineTimeline.LISTED)
                .containsExactly(new MachineTimeline.Score(LISTED_AT.getEpochSecond(), 0.25, MachineTimeline.LISTED));
    }

    @Test
    void the_page_says_up_to_when_the_data_were_checked_and_the_model_tested() {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(page, 1280, 900);

        assertThat(open.evaluate("document.querySelector('#data .why').textContent")
                        .toString())
                .contains("Checked up to 1\u00a0May\u00a02025");
        assertThat(open.evaluate("document.querySelector('#figures .why').textContent")
                        .toString())
                .contains("the last of them up to ");
    }

    @Test
    void the_first_thing_a_planner_reads_is_what_to_do() {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(page, 1280, 900);

        assertThat(open.evaluate("document.querySelector('.sentence').textContent"))
                .isEqualTo("3 jobs to plan this morning, 2 of them urgent.");
        assertThat(open.evaluate("document.querySelector('.job .title').textContent")
                        .toString())
                .contains("M-05", "bearing");
        assertThat(open.evaluate("document.querySelector('#worklist').textContent")
                        .toString())
                .contains(
                        "Unusual, though no failure is foretold (1)",
                        "anomaly score 0.960, alerts begin at 0.910, most by vibration");
    }

    @Test
    void a_list_of_a_model_that_was_not_promoted_says_whether_only_a_person_is_missing() {
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(page, 1280, 900);

        assertThat(open.evaluate("document.querySelector('#today .note').textContent")
                        .toString())
                .contains("What the promotion rule has against its model");
        assertThat(open.evaluate("(() => { W.waits = true; return notPromoted().textContent; })()")
                        .toString())
                .contains("waits for a person", "models approve 3 --reason")
                .doesNotContain("against");
    }

    @Test
    void every_trial_of_the_search_stands_there_with_what_it_varied_the_chosen_one_marked() throws IOException {
        assertThat(Files.readString(page))
                .contains("\"family\":\"logistic\"", "\"windows\":[\"7d\"]", "\"kept_features\":60");
        assumeTrue(browser.isPresent(), "Chromium and its driver are not installed");

        Browser open = browser.get().open(page, 1280, 900);

        assertThat(open.number("document.querySelectorAll('#search tbody tr').length"))
                .isEqualTo(3);
        assertThat(
                        open.evaluate(
                                "Array.from(document.querySelectorAll('#search tr.us td')).slice(0, 9).map(c => c.textContent).join('|')"))
                .isEqualTo("2|gradient boosting|7d|60|no|0.3000|0.600|2|0.100");
        assertThat(open.evaluate("document.querySelector('#search tr.thin').textContent")
                        .toString())
                .startsWith("3logistic regressionallallno0.5000–1––");
        assertThat(open.evaluate("document.querySelector('#search .caption').textContent")
                        .toString())
                .contains("labels@v1, training_set@v0", "0123456789ab");
    }

    /** Whether some pixel of the canvas is not blank. */
    private static String painted() {
        return "(() => { const c = p.querySelector('canvas'); if (!c || !c.width) return false;"
                + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v !== 0); })()";
    }
}

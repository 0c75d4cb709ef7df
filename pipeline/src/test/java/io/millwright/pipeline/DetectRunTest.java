package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.Lake;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.table.GroupModels;
import io.millwright.training.table.ScoredAnomalies;
import io.millwright.worklist.WorklistCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run without any label: readings of one machine in, what was unusual out. */
class DetectRunTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOURS = 40 * 24;
    private static final int FAULT_FROM = 30 * 24;
    private static final int FAULT_HOURS = 24;
    private static final DateTimeFormatter NAB = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]");
    private static final String YAML = """
            landing:
              axis: clock
              sources:
                - {name: readings, kind: readings, path: %s, format: csv, time: {column: time}, equipment: {prefix: press-1}, columns: {heat: value}}
            sensors: [{name: heat, min: -1000, max: 1000, period: 1h}]
            features: {tile: 1h, chunk: 24h, as_of: {every: 6h}, windows: [6h, 24h], statistics: [mean, sd, integral]}
            targets: {anomaly: {detectors: [%s], alerts_per_machine_week: 0.2}}
            split: {kind: time, folds: 1, first_test_share: 0.5}
            """;

    @TempDir
    private Path folder;

    private int run(Screen screen, String job, String detectors) throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), YAML.formatted(readings(), detectors));
        return screen.run(
                job, "--config", file.toString(), "--out", folder.resolve("out").toString());
    }

    /** A sine of a day with noise, and a day on which it stands still and high. */
    private Path readings() throws IOException {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("time,value\n");
        for (int hour = 0; hour < HOURS; hour++) {
            boolean faulty = hour >= FAULT_FROM && hour < FAULT_FROM + FAULT_HOURS;
            double value = faulty ? 75 : 60 + 5 * Math.sin(hour * Math.PI / 12) + random.nextGaussian();
            csv.append(START.plus(Duration.ofHours(hour)))
                    .append(',')
                    .append(value)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("readings.csv"), csv);
    }

    private JsonNode figures(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("anomalies.json").toFile());
    }

    @Test
    void readings_of_one_machine_without_a_label_are_enough() throws IOException {
        Screen screen = new Screen();

        int code = run(screen, "run", "robust_z, iqr, pca_t2");

        assertThat(code).as(screen.err()).isZero();
        assertThat(screen.out()).contains("detect", "anomalies.html").doesNotContain("evaluate", "metrics.json");
        JsonNode alerts = figures(folder.resolve("out")).path("alerts");
        Instant fault = START.plus(Duration.ofHours(FAULT_FROM));
        assertThat(StreamSupport.stream(alerts.spliterator(), false)
                        .map(alert -> Instant.parse(alert.path("at").asText()))
                        .filter(at -> at.isAfter(fault) && at.isBefore(fault.plus(Duration.ofDays(1)))))
                .isNotEmpty();
        assertThat(alerts.get(0).path("equipment_id").asText()).isEqualTo("press-1");
        assertThat(alerts.get(0).path("sensors").get(0).asText()).isEqualTo("heat");
        assertThat(alerts.size()).as("of 80 rows").isLessThanOrEqualTo(6);
        assertThat(folder.resolve("out/anomalies.html")).exists();
        listsWhatIsUnusual();
        keepsItsDetectors();
        explainsItsFeatures();
        saysWhatTheyWere();
        rebuildsItsDetectors();
    }

    /** In a run detect comes before train, so nothing that training leaves is there yet. */
    @Tag("full")
    @Test
    void with_a_failure_log_what_is_unusual_is_held_against_it_before_anything_is_trained() throws IOException {
        Path failures = Files.writeString(
                folder.resolve("failures.csv"),
                "machine,time,component,mode\npress-1," + START.plus(Duration.ofHours(FAULT_FROM + 18))
                        + ",bearing,wear\n");
        Path file = Files.writeString(
                folder.resolve("pipeline.yaml"),
                YAML.formatted(readings(), "robust_z, iqr")
                        .replace(
                                "sensors:",
                                "    - {name: failures, kind: failures, path: " + failures
                                        + ", format: csv, time: {column: time}, equipment: machine,"
                                        + " columns: {component: component, mode: mode}}\nsensors:")
                        .replace("targets: {", "targets: {failure: [{name: fails, horizon: 24h, headline: true}], "));
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "earlier");
        lake.overwrite(
                lake.spark()
                        .createDataFrame(
                                List.of(RowFactory.create("press-1", "machine_svm", null, null, 9L, "too few rows")),
                                GroupModels.SCHEMA),
                GroupModels.TABLE,
                Map.of());
        for (String job : List.of("ingest", "features", "detect")) {
            Screen screen = new Screen();
            assertThat(screen.run(
                            job,
                            "--config",
                            file.toString(),
                            "--out",
                            folder.resolve("out").toString()))
                    .as(job + ": " + screen.err())
                    .isZero();
        }

        assertThat(figures(folder.resolve("out")).path("alerts")).isNotEmpty();
        assertThat(figures(folder.resolve("out")).path("looks").path("count").asInt())
                .isEqualTo(1);
        heldAgainstFailuresAgainNeedsAReason(file);
        assertThat(lake.read(GroupModels.TABLE).collectAsList())
                .as("models of an earlier detection, which no detector asks for any more")
                .isEmpty();
    }

    /** Of the end, which detect left, and of the fault, for which detectors are fitted on what came before it. */
    private void listsWhatIsUnusual() throws IOException {
        Screen end = new Screen();
        Screen fault = new Screen();
        Path list = folder.resolve("out/worklist.csv");

        assertThat(list).content().isEqualTo(String.join(",", WorklistCsv.COLUMNS) + "\r\n");
        assertThat(score(end)).as(end.err()).isZero();
        assertThat(end.out())
                .contains("UNUSUAL MACHINES", "0 of 1 machines", "1 machines looked at")
                .doesNotContain("fitting");
        assertThat(score(
                        fault,
                        "--from",
                        START.toString(),
                        "--to",
                        START.plus(Duration.ofHours(FAULT_FROM + 18)).toString()))
                .as(fault.err())
                .isZero();
        assertThat(fault.out()).contains("1 of 1 machines", "press-1, unusual for this machine: anomaly score 0.9");
        assertThat(list)
                .content()
                .contains(
                        "\r\n,info,unusual,site,press-1,,,low,,,48,,,,\"unusual for this machine: ", "most by heat\"");
        assertThat(folder.resolve("out/worklist.json")).content().contains("\"decision\" : \"unusual\"");
    }

    private int score(Screen screen, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "score",
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return screen.run(words.toArray(new String[0]));
    }

    /** With other detectors on the same tests. */
    private void heldAgainstFailuresAgainNeedsAReason(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).replace("robust_z, iqr", "robust_z"));
        String[] detect = {
            "detect",
            "--config",
            file.toString(),
            "--out",
            folder.resolve("out").toString()
        };
        String[] withReason = Arrays.copyOf(detect, detect.length + 2);
        withReason[detect.length] = "--look-again";
        withReason[detect.length + 1] = "one detector less";
        Screen refused = new Screen();
        Screen granted = new Screen();

        assertThat(refused.run(detect)).isEqualTo(2);
        assertThat(refused.err()).contains("have been looked at 1 time", "--look-again");
        assertThat(granted.run(withReason)).as(granted.err()).isZero();
        assertThat(granted.out()).contains("1 failures foretold (look 2)");
        JsonNode looks = figures(folder.resolve("out")).path("looks");
        assertThat(looks.path("count").asInt()).isEqualTo(2);
        assertThat(looks.path("reasons").get(0).asText()).isEqualTo("one detector less");
    }

    /** Those of the end and those of the fault; where a package is gone, the list is made again, and the package with it. */
    private void keepsItsDetectors() throws IOException {
        String ofTheEnd = figures(folder.resolve("out"))
                .path("detectors")
                .path("fingerprint")
                .asText();
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "reading");
        Screen again = new Screen();

        assertThat(named(lake)).hasSize(2).contains(ofTheEnd);
        Workplace.delete(folder.resolve("out/detectors"));
        assertThat(score(again)).as(again.err()).isZero();
        assertThat(folder.resolve("out/detectors/versions/1/state.json"))
                .content()
                .contains(ofTheEnd);
        assertThat(named(lake)).hasSize(2).contains(ofTheEnd);
    }

    private static List<String> named(Lake lake) {
        return lake.read(ScoredAnomalies.TABLE).select(ScoredAnomalies.DETECTORS).distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** From the rows as they were, although features were computed otherwise since. */
    private void rebuildsItsDetectors() throws IOException {
        Screen same = new Screen();
        Screen changed = new Screen();
        Path settings = folder.resolve("out/detectors/versions/1/package/model/settings.json");

        assertThat(reproduceDetectors(same)).as(same.err()).isZero();
        assertThat(same.out())
                .contains(
                        "same      learned.json: bytes", "same      newest.json: bytes", "rebuilt: the same detectors.")
                .doesNotContain("DIFFERENT");
        Files.writeString(settings, Files.readString(settings).replace("iqr", "pca_spe"));
        assertThat(reproduceDetectors(changed)).isEqualTo(3);
        assertThat(changed.err()).contains("the package was changed after it was made");
    }

    private int reproduceDetectors(Screen screen) {
        return screen.run(
                "reproduce",
                "detectors/1",
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString());
    }

    private void explainsItsFeatures() throws IOException {
        Screen right = new Screen();
        Screen part = new Screen();
        Screen misspelt = new Screen();

        assertThat(explain(right, "heat__24h__mean")).as(right.err()).isZero();
        assertThat(right.out())
                .contains(
                        "arithmetic mean",
                        "24h before as_of",
                        "readings.csv, column value",
                        "160, 160 of them known",
                        "2026-02  36 rows, 0 missing");
        assertThat(folder.resolve("out/feature-heat__24h__mean.html")).exists();
        assertThat(explain(part, "24h")).isEqualTo(2);
        assertThat(part.err()).contains("3 have it in their name: heat__24h__integral, heat__24h__mean, heat__24h__sd");
        assertThat(explain(misspelt, "heat__24h__maen")).isEqualTo(2);
        assertThat(misspelt.err()).contains("did you mean heat__24h__mean?");
    }

    /** Of an integral of another period, and a deviation that is no longer asked for. */
    private void saysWhatTheyWere() throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("period: 1h", "period: 30m")
                        .replace("[mean, sd, integral]", "[mean, integral]"));
        Screen features = new Screen();
        Screen another = new Screen();
        Screen gone = new Screen();

        assertThat(features.run(
                        "features",
                        "--config",
                        file.toString(),
                        "--out",
                        folder.resolve("out").toString()))
                .as(features.err())
                .isZero();
        assertThat(explain(another, "heat__24h__integral")).as(another.err()).isZero();
        assertThat(another.out())
                .contains(
                        "features_time_domain, definition version 2",
                        "version 1, values in version 0 of features_time_domain: sum of readings times the sensor's"
                                + " designed period (1h)");
        assertThat(explain(gone, "heat__24h__sd")).isEqualTo(2);
        assertThat(gone.err())
                .contains("'heat__24h__sd' is no longer computed; its values are in version 0 of features_time_domain");
    }

    private int explain(Screen screen, String feature) {
        return screen.run(
                "features",
                "explain",
                feature,
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString());
    }

    @Test
    void a_misspelt_detector_is_named_with_what_would_be_right() throws IOException {
        Screen screen = new Screen();

        int code = run(screen, "detect", "pca_t3");

        assertThat(code).isEqualTo(2);
        assertThat(screen.err()).contains("pca_t3", "pca_t2", "pipeline.yaml:");
    }

    @Tag("full")
    @Test
    void the_three_faults_of_nab_after_its_first_weeks_are_found() throws IOException {
        String data = System.getenv("MILLWRIGHT_DATA");
        assumeTrue(data != null, "MILLWRIGHT_DATA is not set: the real data are not here");
        Path out = folder.resolve("nab");
        Screen screen = new Screen();

        int code = screen.run(
                Map.of("MILLWRIGHT_DATA", data),
                "run",
                "--config",
                "../examples/nab-machine-temperature.yaml",
                "--out",
                out.toString());

        assertThat(code).as(screen.err()).isZero();
        JsonNode windows = new ObjectMapper()
                .readTree(Path.of(data, "nab/machine_temperature_windows.json").toFile())
                .elements()
                .next();
        int[] hits = new int[windows.size()];
        int falseAlarms = 0;
        for (JsonNode alert : figures(out).path("alerts")) {
            boolean hit = false;
            for (int window = 0; window < hits.length; window++) {
                if (inside(windows.get(window), Instant.parse(alert.path("at").asText()))) {
                    hits[window]++;
                    hit = true;
                }
            }
            falseAlarms += hit ? 0 : 1;
        }
        assertThat(new int[] {hits[1], hits[2], hits[3]}).doesNotContain(0);
        JsonNode test = figures(out).path("folds").get(0);
        double days = Duration.between(
                                Instant.parse(test.path("test_from").asText()),
                                Instant.parse(test.path("test_to").asText()))
                        .toHours()
                / 24.0;
        assertThat(falseAlarms / days * 30).isLessThanOrEqualTo(4);
    }

    private static boolean inside(JsonNode window, Instant at) {
        return !at.isBefore(instant(window.get(0))) && !at.isAfter(instant(window.get(1)));
    }

    private static Instant instant(JsonNode text) {
        return LocalDateTime.parse(text.asText(), NAB).toInstant(ZoneOffset.UTC);
    }
}

package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.table.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a technician's finding to the labels, by the command line. */
class FeedbackCommandTest {

    private static final int CONFIGURATION = 2;
    private static final String FEEDBACK = """
            - name: feedback
              kind: feedback
              path: %s/feedback/*.csv
              format: csv
              time: {column: looked_at}
              known: {column: written_at}
              equipment: machine
              columns: {component: component, verdict: verdict, mode: mode, action: action, note: note, author: author}
        """;

    @TempDir
    private Path folder;

    private Path landing;
    private Path pipelineFile;
    private Lake lake;

    @BeforeEach
    void a_fleet_nobody_looked_at_yet() throws IOException {
        landing = Files.createDirectory(folder.resolve("landing"));
        TinyFleet.write(landing);
        pipelineFile = Files.writeString(
                folder.resolve("pipeline.yaml"),
                TinyFleet.yaml(landing).replace("sensors:\n", FEEDBACK.formatted(landing) + "sensors:\n"));
        lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "test");
    }

    private int run(Screen screen, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--config",
                pipelineFile.toString(),
                "--out",
                folder.resolve("out").toString()));
        return screen.run(all.toArray(String[]::new));
    }

    private void require(String... words) {
        Screen screen = new Screen();
        assertThat(run(screen, words)).as(screen.err()).isZero();
    }

    private List<Row> labels(String reason) {
        return lake.read(Labels.TABLE)
                .filter(Labels.REASON + " = '" + reason + "'")
                .orderBy(Labels.AS_OF)
                .collectAsList();
    }

    @Test
    void a_finding_becomes_a_landing_file_then_a_label_and_the_same_finding_twice_is_one() throws IOException {
        for (int twice = 0; twice < 2; twice++) {
            require(
                    "feedback",
                    "m2",
                    "confirmed",
                    "--at",
                    "2025-01-05T06:00:00Z",
                    "--mode",
                    "wear",
                    "--by",
                    "J. \"Jo\" Doe");
        }
        Files.writeString(
                landing.resolve("feedback/by-hand.csv"),
                "machine,looked_at,written_at,component,verdict,mode,action,note,author\n"
                        + "m3,2025-01-04T00:00:00Z,2025-01-04T01:00:00Z,,False alarm,,,,x\n"
                        + "m3,2025-01-04T00:00:00Z,2025-01-04T01:00:00Z,,perhaps,,,,x\n");
        require("ingest");
        require("features");

        assertThat(lake.read(Feedback.TABLE).orderBy(Feedback.EQUIPMENT_ID).collectAsList())
                .extracting(row -> row.<String>getAs(Feedback.EQUIPMENT_ID) + " " + row.getAs(Feedback.VERDICT) + " "
                        + row.getAs(Feedback.AUTHOR))
                .containsExactly("m2 confirmed J. \"Jo\" Doe", "m3 false_alarm x");
        assertThat(lake.read(Quarantine.TABLE).filter("source = 'feedback'").collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.<String>getAs(Quarantine.RAW)).contains("perhaps"));
        assertThat(labels("confirmed_by_feedback")).singleElement().satisfies(row -> {
            assertThat(row.<String>getAs(Labels.EQUIPMENT_ID)).isEqualTo("m2");
            assertThat(row.<Timestamp>getAs(Labels.AS_OF).toInstant()).isEqualTo("2025-01-05T00:00:00Z");
            assertThat(row.<Integer>getAs(Labels.LABEL)).isEqualTo(1);
            assertThat(row.<String>getAs(Labels.MODE)).isEqualTo("wear");
        });
        try (Stream<Path> files = Files.list(landing.resolve("feedback"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".csv"))).hasSize(2);
        }
    }

    @Test
    void whom_to_ask_is_told_and_who_was_asked_is_not_asked_again() {
        Timestamp now = Timestamp.from(Instant.parse("2025-01-10T00:00:00Z"));
        List<Row> scores = List.of(score(now, "m1", 0.02), score(now, "m2", 0.45), score(now, "m3", 0.9));
        lake.overwrite(lake.spark().createDataFrame(scores, Scores.SCHEMA), Scores.TABLE, Map.of());
        Screen first = new Screen();
        Screen second = new Screen();

        assertThat(run(first, "feedback")).as(first.err()).isZero();
        lake.overwrite(
                lake.spark()
                        .createDataFrame(
                                List.of(RowFactory.create(
                                        "m2",
                                        null,
                                        now,
                                        now,
                                        Feedback.FALSE_ALARM,
                                        null,
                                        null,
                                        null,
                                        null,
                                        "feedback")),
                                Feedback.SCHEMA),
                Feedback.TABLE,
                Map.of());
        assertThat(run(second, "feedback")).as(second.err()).isZero();

        assertThat(first.out()).containsSubsequence("m2", "45%", "m3", "90%", "m1", "2%", "No feedback yet");
        assertThat(second.out()).doesNotContain("45%").contains("right in 0 of the 1 alerts");
    }

    private static Row score(Timestamp at, String machine, double p) {
        return RowFactory.create(
                at,
                machine,
                at,
                "site",
                "machine",
                "1",
                Map.of("fails_within_1d", p),
                Map.of("fails_within_1d", p),
                Map.of("wear", 1.0),
                "wear",
                "bearing",
                null,
                null,
                null,
                List.of("temperature 9 degC above its normal"));
    }

    @Test
    void what_the_source_has_no_column_for_is_refused_and_nothing_is_taken_down() throws IOException {
        String narrow = Files.readString(pipelineFile)
                .replace("      known: {column: written_at}\n", "")
                .replace("mode: mode, action: action, ", "");
        Files.writeString(pipelineFile, narrow);
        Screen screen = new Screen();
        String[] finding = {"feedback", "m1", "confirmed", "--at", "2025-01-05"};

        int mode = run(screen, with(finding, "--mode", "wear", "--action", "greased", "--note", "hot"));
        int written = run(screen, with(finding, "--written", "2025-01-06"));

        assertThat(List.of(mode, written)).containsOnly(CONFIGURATION);
        assertThat(screen.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("add columns: {action: action, mode: mode} to the source"),
                        line -> assertThat(line).contains("add known: {column: written_at} to the source"));
        assertThat(landing.resolve("feedback")).doesNotExist();
        require(with(finding, "--note", "hot"));
        assertThat(landing.resolve("feedback")).isNotEmptyDirectory();
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void what_is_missing_or_misspelt_gets_a_sentence() {
        Timestamp failed = Timestamp.from(Instant.parse("2025-01-06T12:00:00Z"));
        Row machine = RowFactory.create("m1", "site", "machine", null, null, null, null, null, Map.of(), "machines");
        Row failure = RowFactory.create("m1", failed, failed, "failure", null, null, "wear", "failures");
        lake.overwrite(lake.spark().createDataFrame(List.of(machine), Equipment.SCHEMA), Equipment.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(List.of(failure), Events.SCHEMA), Events.TABLE, Map.of());
        Screen screen = new Screen();

        int noVerdict = run(screen, "feedback", "m1");
        int noTime = run(screen, "feedback", "m1", "confirmed");
        int unknownMachine = run(screen, "feedback", "m11", "confirmed", "--at", "2025-01-05");
        int unknownMode = run(screen, "feedback", "m1", "confirmed", "--at", "2025-01-05", "--mode", "waer");
        int tooEarly = run(screen, "feedback", "m1", "unsure", "--at", "2025-01-05", "--written", "2025-01-04");

        assertThat(List.of(noVerdict, noTime, unknownMachine, unknownMode, tooEarly))
                .containsOnly(CONFIGURATION);
        assertThat(screen.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("Say confirmed, false_alarm or unsure"),
                        line -> assertThat(line).contains("--at 2025-05-02T08:00:00Z"),
                        line -> assertThat(line).contains("no machine is called 'm11'; did you mean 'm1'?"),
                        line -> assertThat(line).contains("no failure mode is called 'waer'; did you mean 'wear'?"),
                        line -> assertThat(line).contains("nothing is written down before it is seen"));
    }
}

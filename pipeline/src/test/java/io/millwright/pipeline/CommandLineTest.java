package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate",
                "ingest",
                "check",
                "features",
                "train",
                "evaluate",
                "register",
                "promote",
                "score",
                "monitor",
                "report",
                "run",
                "demo",
                "plan",
                "export-features",
                "audit",
                "reproduce",
                "feedback",
                "bearings",
                "notes",
                "models",
                "grade"
            })
    void every_job_explains_itself_with_an_example_and_says_its_version(String job) {
        Screen screen = new Screen();

        int exitCode = screen.run(job, "--help") + screen.run(job, "--version");

        assertThat(exitCode).isZero();
        assertThat(screen.out()).contains("millwright 0.1.0");
        assertThat(screen.out())
                .contains("Usage: millwright " + job)
                .contains("Examples:")
                .contains("./millwright " + job);
    }

    @Test
    void only_monitor_takes_an_exit_code_and_says_which() {
        Screen monitor = new Screen();
        Screen score = new Screen();

        monitor.run("monitor", "--help");
        int refused = score.run("score", "--config", "x.yaml", "--exit-code");

        assertThat(monitor.out()).containsPattern("--exit-code\\s+end with exit code 10 where a training is asked for");
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void without_a_job_one_sentence_says_where_help_is() {
        Screen screen = new Screen();

        int exitCode = screen.run();

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err()).isEqualToIgnoringNewLines("millwright: no job was named; see ./millwright --help");
    }

    @Test
    void a_misspelt_option_is_one_sentence() {
        Screen screen = new Screen();

        int exitCode = screen.run("run", "--confg", "x.yaml");

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err().lines()).hasSize(1);
    }

    @Test
    void a_time_that_is_none_says_how_to_write_one() {
        Screen screen = new Screen();

        int exitCode = screen.run("run", "--config", "x.yaml", "--from", "yesterday", "--to", "2025-01-01");

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err()).contains("'yesterday' is not a time").contains("2015-03-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --config x.yaml --out ",
                "run --config x.yaml --run-id ",
                "plan --config ",
                "demo --out ",
                "demo --run-id ",
                "grade --out x --truth "
            })
    void the_name_of_a_variable_that_is_not_set_is_no_name(String command) {
        Screen screen = new Screen();

        int exitCode = screen.run(command.split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err().lines())
                .singleElement()
                .asString()
                .contains(command.strip().replaceFirst(".* ", ""), "it is blank; is it a variable of the shell");
        assertThat(screen.run(command.replaceFirst(" $", "=").split(" "))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "a/b", "night ly", ".."})
    void a_name_of_a_run_that_is_none_of_a_file_is_refused_in_one_sentence(String name) {
        Screen screen = new Screen();

        int exitCode = screen.run("run", "--config", "x.yaml", "--run-id", name)
                + screen.run("demo", "--out", folder.resolve("out").toString(), "--run-id", name);

        assertThat(exitCode).isEqualTo(2 + 2);
        assertThat(screen.err()).contains("is no name of a run; use letters, digits");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"generate", "promote", "export-features", "audit", "maintain", "bearings", "notes", "models"})
    void an_interval_that_would_say_nothing_to_a_job_is_refused(String job) {
        Screen screen = new Screen();

        int exitCode = screen.run(job, "--config", "x.yaml", "--from", "2025-01-01", "--to", "2025-01-02");

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err()).contains(job + " takes no interval").hasLineCount(1);
    }

    @Test
    void half_an_interval_is_refused() {
        Screen screen = new Screen();

        int exitCode = screen.run("run", "--config", "x.yaml", "--from", "2025-01-01");

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err()).contains("give --to too");
    }

    @Test
    void a_pipeline_file_that_is_not_there_is_named() {
        Screen screen = new Screen();

        int exitCode =
                screen.run("ingest", "--config", folder.resolve("none.yaml").toString());

        assertThat(exitCode).isEqualTo(2);
        assertThat(screen.err()).contains("none.yaml");
    }

    @Test
    void on_a_platform_a_job_that_fails_ends_with_one_line_for_those_who_search_its_logs() {
        String[] command = {"ingest", "--config", folder.resolve("none.yaml").toString()};
        Screen here = new Screen();
        Screen platform = new Screen();

        int exitCode = here.run(command) + platform.runSubmitted(command);

        assertThat(exitCode).isEqualTo(2 + 2);
        assertThat(here.out()).isEmpty();
        assertThat(platform.out().lines())
                .singleElement()
                .asString()
                .matches("\\{\"job\":\"ingest\",\"run_id\":\"\",\"seconds\":\\d+\\.\\d,\"did\":\\{},\"exit_code\":2}");
    }

    @Test
    void plan_says_what_run_would_do_and_writes_nothing() throws Exception {
        Path landing = Files.createDirectory(folder.resolve("landing"));
        TinyFleet.write(landing);
        Path out = folder.resolve("out");
        Screen screen = new Screen();

        int exitCode = screen.run(
                "plan", "--config", TinyFleet.pipelineFile(folder, landing).toString(), "--out", out.toString());

        assertThat(exitCode).isZero();
        assertThat(screen.out()).contains("telemetry", "ingest", "training_set", "worklist.csv", out.toString());
        assertThat(screen.out()).doesNotContain("does not narrow");
        assertThat(out).doesNotExist();
    }

    @Test
    void an_interval_that_does_not_narrow_a_training_is_said_to_be_none() throws Exception {
        Path landing = Files.createDirectory(folder.resolve("landing"));
        TinyFleet.write(landing);
        Screen screen = new Screen();

        int exitCode = screen.run(
                "plan",
                "--config",
                TinyFleet.pipelineFile(folder, landing).toString(),
                "--from",
                "2025-01-02",
                "--to",
                "2025-01-05");

        assertThat(exitCode).isZero();
        assertThat(screen.out()).contains("The interval does not narrow detect, train, evaluate, register");
    }

    @Test
    void every_example_is_a_valid_pipeline_file() throws Exception {
        List<Path> examples;
        try (Stream<Path> files = Files.list(Path.of("../examples"))) {
            examples = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }

        assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
        assertThat(examples).allSatisfy(example -> assertThat(io.millwright.lake.config.PipelineFile.read(
                                example, java.util.Map.of("MILLWRIGHT_DATA", "data"), java.util.Optional.empty())
                        .sensors())
                .isNotEmpty());
    }
}

package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.aws.SparkPlatform;
import io.millwright.aws.SparkPlatforms;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a person gives to a job on Glue is what the script of the Glue job gives to the command line there. */
class GlueScriptTest {

    private static final String READ_BACK =
            "import sys, millwright_glue; print('\\n'.join(millwright_glue.command_line(sys.argv[1:])))";

    /** Of every job with options of its own, and with them those of the others. */
    private static final Map<String, CommandLine> JOBS = Map.of(
            "maintain", MaintainCommand.of(Map.of(), console()),
            "monitor", JobCommand.asking(Stages.MONITOR, Map.of(), console()));

    private static Console console() {
        return new Console(System.out, System.err, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maintain", "monitor"})
    void every_option_of_a_job_arrives_whatever_glue_adds_for_itself(String job) throws Exception {
        List<String> given = new ArrayList<>(List.of(job));
        for (OptionSpec option : JOBS.get(job).getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                given.add(option.longestName());
                if (option.arity().max() > 0) {
                    given.add("value of " + option.longestName());
                }
            }
        }

        assertThat(given).contains("--config", "--run-id", job.equals("maintain") ? "--yes" : "--exit-code");
        assertThat(readBack(sent(given))).startsWith(job).containsExactlyInAnyOrderElementsOf(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extra", "--vacuum=30d", "--config"})
    void a_word_that_glue_would_lose_is_refused(String word) {
        assertThatThrownBy(() -> sent(List.of("maintain", "--config", "s3://plant/p.yaml", word)))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("cannot hand on '" + word + "'; write each once, in full, as --name value");
    }

    /** Else a Glue whose launcher sets no master would run the job on the driver alone. */
    @Test
    void the_script_says_that_the_job_was_submitted_before_it_starts() throws Exception {
        String standIns = """
                import sys, types
                from unittest.mock import MagicMock
                said = []
                jvm = MagicMock()
                jvm.java.lang.System.setProperty = lambda name, value: said.append(name + '=' + value)
                jvm.io.millwright.pipeline.Main.run = lambda words: said.append('run') or 0
                context = types.SimpleNamespace(_ensure_initialized=lambda: None, _jvm=jvm, _gateway=MagicMock())
                sys.modules['pyspark'] = types.SimpleNamespace(SparkContext=context)
                import millwright_glue
                millwright_glue.main()
                print('\\n'.join(said))
                """;

        List<String> said = said(standIns, Map.of("--job", "plan"));

        assertThat(said).containsExactly("millwright.submitted=true", "run");
        assertThat(JobSession.isSubmitted()).isFalse();
        System.setProperty("millwright.submitted", "true");
        try {
            assertThat(JobSession.isSubmitted()).isTrue();
        } finally {
            System.clearProperty("millwright.submitted");
        }
    }

    @Test
    void a_run_without_a_job_says_so() throws Exception {
        assertThat(readBack(Map.of())).containsExactly("millwright: give --job NAME, for example --job run");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> sent(List<String> arguments) {
        Emulator.credentials();
        SparkPlatform glue = SparkPlatforms.open(
                new SparkPlatforms.Target(SparkPlatforms.GLUE, "millwright", "", ""), Optional.empty());
        return (Map<String, String>)
                glue.request(new SparkPlatform.Submission("name", "token", arguments, "", List.of(), 1, Map.of()))
                        .get("Arguments");
    }

    /** By the script as Glue starts it: flags of its own first. */
    private static List<String> readBack(Map<String, String> arguments) throws IOException {
        return said(READ_BACK, arguments);
    }

    private static List<String> said(String program, Map<String, String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Emulator.python(), "-B", "-c", program, "--enable-metrics", "--JOB_ID", "j_1"));
        arguments.forEach((name, value) -> command.addAll(List.of(name, value)));
        command.addAll(List.of("--TempDir", "s3://plant/temporary"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("PYTHONPATH", Path.of("../aws/glue").toAbsolutePath().toString());
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}

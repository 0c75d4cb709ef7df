package io.millwright.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.millwright.aws.testing.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.emr.model.StepSummary;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;

class SubmitCommandTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ROLE = "arn:aws:iam::123456789012:role/millwright-job";

    private static int submit(Screen screen, String... further) {
        List<String> args = new ArrayList<>(
                List.of("submit", "--endpoint", EMULATOR.address().toString(), "--jar", "s3://plant/millwright.jar"));
        args.addAll(List.of(further));
        return screen.run(args.toArray(new String[0]));
    }

    @Test
    void a_job_is_started_with_its_own_options_and_the_run_is_named() {
        String application = EMULATOR.emrServerless()
                .createApplication(
                        request -> request.name("millwright").type("SPARK").releaseLabel("emr-7.13.0"))
                .applicationId();
        Screen screen = new Screen();

        int code = submit(
                screen,
                "--target",
                "emr-serverless",
                "--id",
                application,
                "--role",
                ROLE,
                "--token",
                "monday",
                "--tag",
                "stage=dev",
                "--wait",
                "score",
                "--config",
                "s3://plant/pipeline.yaml",
                "--from",
                "2026-01-01",
                "--to",
                "2026-01-02");

        assertThat(code).as(screen.err()).isZero();
        List<JobRunSummary> runs = EMULATOR.emrServerless()
                .listJobRuns(request -> request.applicationId(application))
                .jobRuns();
        assertThat(runs).hasSize(1);
        assertThat(EMULATOR.emrServerless()
                        .getJobRun(request -> request.applicationId(application)
                                .jobRunId(runs.get(0).id()))
                        .jobRun()
                        .tags())
                .containsEntry("stage", "dev");
        assertThat(screen.out())
                .contains("Started millwright.score", runs.get(0).id(), "success");
        assertThat(EMULATOR.emrServerless()
                        .getJobRun(request -> request.applicationId(application)
                                .jobRunId(runs.get(0).id()))
                        .jobRun()
                        .jobDriver()
                        .sparkSubmit()
                        .entryPointArguments())
                .containsExactly(
                        "score",
                        "--config",
                        "s3://plant/pipeline.yaml",
                        "--from",
                        "2026-01-01T00:00:00Z",
                        "--to",
                        "2026-01-02T00:00:00Z");
    }

    @Test
    void further_options_of_the_job_are_handed_on_and_what_it_does_not_know_is_refused_before_anything_is_sent() {
        Screen screen = new Screen();
        String[] sent = {
            "--target", "glue", "--id", "millwright", "--dry-run", "maintain", "--config", "s3://plant/p.yaml", "--"
        };

        int code = submit(screen, with(sent, "--vacuum", "30d", "--yes"));

        assertThat(code).as(screen.err()).isZero();
        assertThat(screen.out())
                .contains("maintain --config s3://plant/p.yaml --vacuum 30d --yes", "\"--yes\" : \"true\"");
        Screen refused = new Screen();
        assertThat(submit(refused, with(sent, "--vacum", "30d"))).isEqualTo(2);
        assertThat(refused.err())
                .contains("the job maintain cannot be given this", "--vacum", "./millwright maintain --help");
        assertThat(refused.out()).doesNotContain("--vacum");
    }

    /** The documented command lines of {@code submit}, and what the documents say a scheduler sends without it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "emr-serverless | emr-serverless start-job-run --cli-input-json",
                "emr            | emr add-steps --cluster-id j-ABC --steps",
                "glue           | glue start-job-run --cli-input-json"
            })
    void what_the_documents_send_by_hand_is_what_is_submitted(String target, String command) throws IOException {
        String text = Files.readString(Path.of("../docs/aws.md"));
        String line = found("\\./millwright submit (--target " + target + " [^`]*?pipeline\\.yaml --out \\S+)\n", text);
        String json = found("(?s)\naws " + command + " '(.*?)'\n", text);
        Screen screen = new Screen();

        int code = screen.run(with(
                new String[] {"submit", "--jar", "s3://plant/jars/millwright.jar", "--dry-run"},
                line.replace("\\\n", " ").replace("--wait", "").trim().split("\\s+")));

        assertThat(code).as(screen.err()).isZero();
        ObjectNode sent = (ObjectNode)
                MAPPER.readTree(screen.out().substring(0, screen.out().lastIndexOf('}') + 1));
        JsonNode documented = MAPPER.readTree(json);
        if (target.equals("emr")) {
            ObjectNode step = (ObjectNode) sent.get("Steps").get(0);
            step.setAll((ObjectNode) step.remove("HadoopJarStep"));
            assertThat(documented).isEqualTo(sent.get("Steps"));
            assertThat(sent.get("JobFlowId").asText()).isEqualTo("j-ABC");
        } else if (target.equals("glue")) {
            assertThat(documented).isEqualTo(sent);
        } else {
            assertThat(sent.put("clientToken", "ingest-2026-01-31")).isEqualTo(documented);
        }
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String[] with(String[] first, String... further) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(further)).toArray(String[]::new);
    }

    /** Each runs for a while first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "emr-serverless | SUCCESS   | ''                                                     | 0",
                "emr-serverless | FAILED    | Job failed. ExitCode: 2. Last few exceptions           | 2",
                "emr-serverless | FAILED    | Job failed. ExitCode: 3. Last few exceptions           | 3",
                "emr-serverless | FAILED    | Job failed. ExitCode: 4. Last few exceptions           | 4",
                "emr-serverless | FAILED    | Job failed. ExitCode: 137. Last few exceptions         | 4",
                "emr-serverless | CANCELLED | ''                                                     | 4",
                "emr            | COMPLETED | ''                                                     | 0",
                "emr            | FAILED    | Command failed with exit code 70                       | 70",
                "emr            | FAILED    | Unknown Error                                          | 4",
                "glue           | SUCCEEDED | ''                                                     | 0",
                "glue           | FAILED    | SystemExit: millwright score ended with exit code 3    | 3",
                "glue           | FAILED    | SystemExit: millwright score ended with exit code 4    | 4",
                "glue           | TIMEOUT   | ''                                                     | 4",
            })
    void who_waits_exits_as_the_job_did_and_with_4_where_the_platform_ended_it(
            String target, String state, String said, int exitCode) {
        WireMockServer platform = new WireMockServer(options().dynamicPort());
        platform.start();
        Screen screen = new Screen();
        try {
            answers(platform, "RUNNING", "", "busy", "ended");
            answers(platform, state, said, "ended", "ended");

            int code = screen.run(
                    "submit",
                    "--endpoint",
                    platform.baseUrl(),
                    "--jar",
                    "s3://plant/millwright.jar",
                    "--target",
                    target,
                    "--id",
                    "x",
                    "--role",
                    ROLE,
                    "--wait",
                    "--poll-seconds",
                    "0",
                    "score",
                    "--config",
                    "s3://plant/pipeline.yaml");

            assertThat(code).isEqualTo(exitCode);
            assertThat(screen.out()).containsSubsequence("  running", "  " + state.toLowerCase(Locale.ROOT));
            assertThat(screen.err().lines()).hasSize(exitCode == 0 ? 0 : 1);
            assertThat(screen.err()).contains(exitCode == 0 ? "" : "the run r-1 ended as " + state, said);
        } finally {
            platform.stop();
        }
    }

    /** A run {@code r-1} in the words of all three: a field that is not its own each passes over. */
    private static void answers(WireMockServer platform, String state, String said, String when, String then) {
        String run = "{\"state\": \"%1$s\", \"stateDetails\": \"%2$s\"}";
        String gluesRun = "{\"JobRunState\": \"%1$s\", \"ErrorMessage\": \"%2$s\"}";
        String step = "{\"Status\": {\"State\": \"%1$s\", \"FailureDetails\": {\"Message\": \"%2$s\"}}}";
        knows(platform, "{}");
        platform.stubFor(any(anyUrl())
                .atPriority(3)
                .inScenario("run")
                .whenScenarioStateIs(when)
                .willReturn(okJson(("{\"jobRun\": " + run + ", \"JobRun\": " + gluesRun + ", \"Step\": " + step + "}")
                        .formatted(state, said)))
                .willSetStateTo(then));
        platform.stubFor(any(anyUrl())
                .atPriority(2)
                .inScenario("run")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(okJson("{\"jobRunId\": \"r-1\", \"JobRunId\": \"r-1\", \"StepIds\": [\"r-1\"]}"))
                .willSetStateTo("busy"));
    }

    /** What it answers when it is asked for runs that were started before. */
    private static void knows(WireMockServer platform, String runs) {
        platform.stubFor(get(urlPathMatching("/applications/[^/]+/jobruns"))
                .atPriority(1)
                .willReturn(okJson(runs)));
        platform.stubFor(post(anyUrl())
                .withHeader("X-Amz-Target", matching(".*\\.(ListSteps|GetJobRuns)"))
                .atPriority(1)
                .willReturn(okJson(runs)));
    }

    /** Of a cluster: the emulator's steps never end. */
    @Test
    void a_command_that_is_repeated_joins_its_run_unless_another_is_wanted() {
        String cluster = EMULATOR.emr()
                .runJobFlow(request -> request.name("millwright")
                        .releaseLabel("emr-7.13.0")
                        .jobFlowRole("r")
                        .serviceRole("s")
                        .instances(instances -> instances
                                .keepJobFlowAliveWhenNoSteps(true)
                                .instanceCount(1)
                                .masterInstanceType("m5.large")))
                .jobFlowId();
        String[] score = {"--target", "emr", "--id", cluster, "score", "--config", "s3://plant/pipeline.yaml"};
        Screen screen = new Screen();

        submit(screen, score);
        submit(screen, score);
        submit(screen, with(score, "--run-id", "monday"));
        submit(screen, with(score, "--again"));

        List<StepSummary> steps =
                EMULATOR.emr().listSteps(request -> request.clusterId(cluster)).steps();
        assertThat(steps)
                .extracting(StepSummary::name)
                .containsExactly("millwright.score", "millwright.score.monday", "millwright.score");
        String first = steps.get(2).id();
        assertThat(screen.out().lines().map(line -> line.replaceFirst(" millwright.*: run ", " ")))
                .startsWith("Started " + first)
                .element(1)
                .asString()
                .startsWith("Joined " + first + ", which is ")
                .endsWith("; --again starts another beside it");
    }

    @Test
    void of_runs_of_one_name_that_of_the_same_command_line_is_joined() {
        WireMockServer platform = new WireMockServer(options().dynamicPort());
        platform.start();
        String run =
                "{\"jobRun\": {\"state\": \"RUNNING\", \"jobDriver\": {\"sparkSubmit\": {\"entryPoint\": \"s3://plant/old.jar\","
                        + " \"entryPointArguments\": [\"ingest\", \"--config\", \"s3://plant/%s.yaml\"]}}}}";
        String known = "{\"id\": \"%s\", \"name\": \"millwright.%s\", \"state\": \"RUNNING\"}";
        Screen screen = new Screen();
        try {
            knows(
                    platform,
                    "{\"jobRuns\": ["
                            + String.join(
                                    ", ",
                                    known.formatted("r-1", "ingest"),
                                    known.formatted("r-2", "ingest"),
                                    known.formatted("r-3", "score"))
                            + "]}");
            platform.stubFor(
                    get(urlPathEqualTo("/applications/x/jobruns/r-1")).willReturn(okJson(run.formatted("other"))));
            platform.stubFor(
                    get(urlPathEqualTo("/applications/x/jobruns/r-2")).willReturn(okJson(run.formatted("pipeline"))));

            int code = screen.run(
                    "submit",
                    "--endpoint",
                    platform.baseUrl(),
                    "--jar",
                    "s3://plant/millwright.jar",
                    "--target",
                    "emr-serverless",
                    "--id",
                    "x",
                    "--role",
                    ROLE,
                    "ingest",
                    "--config",
                    "s3://plant/pipeline.yaml");

            assertThat(code).as(screen.err()).isZero();
            assertThat(screen.out())
                    .contains("Joined millwright.ingest on emr-serverless x: run r-2, which is running");
            platform.verify(exactly(0), postRequestedFor(anyUrl()));
        } finally {
            platform.stop();
        }
    }

    @Test
    void a_dry_run_says_what_would_be_sent_and_the_same_by_hand() {
        Screen screen = new Screen();

        int code = submit(
                screen,
                "--target",
                "emr",
                "--id",
                "j-1",
                "--dry-run",
                "promote",
                "--config",
                "s3://plant/pipeline.yaml");

        assertThat(code).as(screen.err()).isZero();
        assertThat(screen.out())
                .contains(
                        "command-runner.jar",
                        "j-1",
                        "Nothing was sent",
                        "spark-submit --jars",
                        "s3://plant/millwright.jar promote --config s3://plant/pipeline.yaml");
    }

    @Test
    void what_a_platform_could_never_run_is_refused_before_anything_is_sent() {
        Screen platform = new Screen();
        Screen job = new Screen();
        Screen file = new Screen();
        Screen role = new Screen();

        assertThat(submit(platform, "--target", "k8s", "--id", "x", "run", "--config", "s3://p/x.yaml"))
                .isEqualTo(2);
        assertThat(submit(job, "--target", "emr", "--id", "x", "dance", "--config", "s3://p/x.yaml"))
                .isEqualTo(2);
        assertThat(submit(file, "--target", "emr", "--id", "x", "run", "--config", "x.yaml"))
                .isEqualTo(2);
        assertThat(submit(role, "--target", "emr-serverless", "--id", "x", "run", "--config", "s3://p/x.yaml"))
                .isEqualTo(2);

        assertThat(platform.err()).contains("'k8s' is no platform; use one of emr, emr-serverless, glue");
        assertThat(job.err()).contains("there is no job 'dance'");
        assertThat(file.err()).contains("the platform cannot read x.yaml");
        assertThat(role.err()).contains("give --role with its ARN");
    }
}

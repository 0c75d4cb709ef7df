package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.aws.SparkPlatform.State;
import io.millwright.aws.SparkPlatform.Submission;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.Step;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.emrserverless.model.JobRun;
import software.amazon.awssdk.services.glue.GlueClient;

/** The three platforms, on an AWS of this machine. */
class SparkPlatformsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String ROLE = "arn:aws:iam::123456789012:role/millwright-job";
    private static final Submission SCORE = new Submission(
            "millwright.score.monday",
            "token-1",
            List.of("score", "--config", "s3://plant/pipeline.yaml", "--run-id", "monday"),
            "s3://plant/millwright.jar",
            List.of("--jars", "/usr/share/aws/delta/lib/delta-spark.jar"),
            2,
            Map.of("stage", "dev"));

    /** With a token as a command line makes one. */
    private static final Submission LONG_TOKEN = new Submission(
            SCORE.name(),
            "0123456789abcdef".repeat(4),
            SCORE.arguments(),
            SCORE.jar(),
            SCORE.sparkParameters(),
            SCORE.hours(),
            SCORE.tags());

    private static SparkPlatform open(String platform, String id, String role) {
        return SparkPlatforms.open(
                new SparkPlatforms.Target(platform, id, role, "s3://plant/logs/"), Optional.of(EMULATOR.address()));
    }

    @Test
    void a_job_run_of_emr_serverless_has_the_jar_its_class_and_the_command_line() {
        EmrServerlessClient client = EMULATOR.emrServerless();
        String application = client.createApplication(
                        request -> request.name("millwright").type("SPARK").releaseLabel("emr-7.13.0"))
                .applicationId();
        SparkPlatform platform = open(SparkPlatforms.EMR_SERVERLESS, application, ROLE);

        String run = platform.start(SCORE);

        JobRun made = client.getJobRun(
                        request -> request.applicationId(application).jobRunId(run))
                .jobRun();
        assertThat(platform.request(SCORE))
                .containsOnlyKeys(
                        "applicationId",
                        "clientToken",
                        "executionRoleArn",
                        "jobDriver",
                        "configurationOverrides",
                        "tags",
                        "executionTimeoutMinutes",
                        "name")
                .containsEntry("clientToken", "token-1")
                .containsEntry("executionTimeoutMinutes", 120L)
                .containsEntry("executionRoleArn", ROLE);
        assertThat(made.executionTimeoutMinutes()).isEqualTo(120L);
        assertThat(made.tags()).containsOnly(entry("application", "millwright"), entry("stage", "dev"));
        assertThat(platform.request(SCORE)).containsEntry("tags", made.tags());
        assertThat(made.jobDriver().sparkSubmit().entryPoint()).isEqualTo("s3://plant/millwright.jar");
        assertThat(made.jobDriver().sparkSubmit().entryPointArguments()).isEqualTo(SCORE.arguments());
        assertThat(made.jobDriver().sparkSubmit().sparkSubmitParameters())
                .isEqualTo("--class io.millwright.pipeline.Main --jars /usr/share/aws/delta/lib/delta-spark.jar");
        State state = platform.state(run);
        assertThat(state.name()).isNotEmpty();
        assertThat(state.done()).isEqualTo(state.name().equals("SUCCESS"));
    }

    @Test
    void a_step_of_emr_is_a_spark_submit_whose_driver_runs_with_the_step() {
        EmrClient client = EMULATOR.emr();
        String cluster = cluster();
        SparkPlatform platform = open(SparkPlatforms.EMR, cluster, "");

        String run = platform.start(SCORE);

        Step made = client.describeStep(request -> request.clusterId(cluster).stepId(run))
                .step();
        assertThat(made.name()).isEqualTo("millwright.score.monday");
        assertThat(made.config().args())
                .startsWith("spark-submit", "--deploy-mode", "client", "--jars")
                .containsSubsequence("--class", "io.millwright.pipeline.Main", "s3://plant/millwright.jar", "score")
                .endsWith("--run-id", "monday");
        assertThat(platform.state(run).name()).isNotEmpty();
        assertThat(platform.request(SCORE)).containsOnlyKeys("JobFlowId", "Steps");
        assertThat(open(SparkPlatforms.EMR, cluster, ROLE).request(SCORE))
                .containsEntry("ExecutionRoleArn", ROLE)
                .extractingByKey("Steps")
                .asString()
                .contains("Name=millwright.score.monday", "ActionOnFailure=CONTINUE", "Jar=command-runner.jar");
    }

    @Test
    void a_run_of_glue_gets_the_job_and_its_options_as_arguments() {
        GlueClient client = EMULATOR.glue();
        String job = glueJob();
        SparkPlatform platform = open(SparkPlatforms.GLUE, job, "");

        String run = platform.start(SCORE);

        assertThat(client.getJobRun(request -> request.jobName(job).runId(run))
                        .jobRun()
                        .arguments())
                .containsEntry("--job", "score")
                .containsEntry("--config", "s3://plant/pipeline.yaml")
                .containsEntry("--run-id", "monday");
        assertThat(platform.state(run).name()).isNotEmpty();
        assertThat(platform.request(SCORE))
                .containsOnlyKeys("JobName", "Arguments", "Timeout")
                .containsEntry("JobName", job)
                .containsEntry("Timeout", 120);
    }

    private static String cluster() {
        return EMULATOR.emr()
                .runJobFlow(request -> request.name("millwright")
                        .releaseLabel("emr-7.13.0")
                        .jobFlowRole("r")
                        .serviceRole("s")
                        .instances(instances -> instances
                                .keepJobFlowAliveWhenNoSteps(true)
                                .instanceCount(1)
                                .masterInstanceType("m5.large")))
                .jobFlowId();
    }

    /** With an argument of its own, as the jobs of the stacks have. */
    private static String glueJob() {
        String name = Emulator.fresh("millwright");
        EMULATOR.glue().createJob(request -> request.name(name)
                .role(ROLE)
                .defaultArguments(Map.of("--datalake-formats", "delta"))
                .command(command -> command.name("glueetl").scriptLocation("s3://plant/millwright_glue.py")));
        return name;
    }

    @ParameterizedTest
    @CsvSource({"emr, emr, AddJobFlowSteps", "glue, glue, StartJobRun", "emr-serverless, emr-serverless, StartJobRun"})
    void the_description_of_the_api_finds_nothing_wrong_with_a_start(String name, String service, String operation)
            throws IOException {
        String request = new ObjectMapper()
                .writeValueAsString(open(name, "00f1abc2de3gh4i5", ROLE).request(LONG_TOKEN));

        assertThat(Emulator.violations(service, operation, request)).isEmpty();
    }

    /** Neither service knows a token. */
    @ParameterizedTest
    @ValueSource(strings = {SparkPlatforms.EMR, SparkPlatforms.GLUE})
    void a_start_whose_answer_is_lost_is_looked_for_and_never_repeated(String name) {
        String id = name.equals(SparkPlatforms.EMR) ? cluster() : glueJob();
        SparkPlatform platform = open(name, id, "");
        try (BrokenLine line = new BrokenLine(EMULATOR.address())) {
            SparkPlatform broken =
                    SparkPlatforms.open(new SparkPlatforms.Target(name, id, "", ""), Optional.of(line.address()));
            line.breaks(1, BrokenLine.Break.BEFORE, 500);
            assertThatThrownBy(() -> broken.start(SCORE)).hasMessageContaining("try again later");
            assertThat(platform.runs(SCORE)).isEmpty();
            line.breaks(1, BrokenLine.Break.AFTER, 500);

            String run = broken.start(SCORE);

            assertThat(line.writes()).hasSize(1);
            assertThat(platform.runs(SCORE)).extracting(SparkPlatform.Run::id).containsExactly(run);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SparkPlatforms.EMR, SparkPlatforms.GLUE})
    void a_run_is_of_the_same_command_whatever_its_jar(String name) {
        SparkPlatform platform = open(name, name.equals(SparkPlatforms.EMR) ? cluster() : glueJob(), "");

        String run = platform.start(SCORE);

        assertThat(platform.runs(withJar("s3://plant/newer.jar", SCORE.arguments())))
                .extracting(SparkPlatform.Run::id)
                .containsExactly(run);
        assertThat(platform.runs(withJar(SCORE.jar(), List.of("score", "--config", "s3://plant/pipeline.yaml"))))
                .isEmpty();
    }

    private static Submission withJar(String jar, List<String> arguments) {
        return new Submission(
                SCORE.name(), SCORE.token(), arguments, jar, SCORE.sparkParameters(), SCORE.hours(), SCORE.tags());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Job failed, please check complete logs in configured logging destination. ExitCode: 3. Last few | 3",
                "Error Category: UNCLASSIFIED_ERROR; SystemExit: millwright score ended with exit code 70         | 70",
                "User application exited with status 2                                                           | 2",
                "SystemExit: 4                                                                                    | 4",
                "Step failed on 2026-01-03 after 4 hours                                                          |",
                "exit code 20260103                                                                               |",
                "''                                                                                               |",
            })
    void the_exit_code_of_a_job_is_read_from_what_the_platform_says(String said, @Nullable Integer exitCode) {
        assertThat(new State("FAILED", true, false, said).exitCode()).isEqualTo(Optional.ofNullable(exitCode));
    }

    @Test
    void a_platform_that_is_not_there_is_named_with_the_call() {
        SparkPlatform platform = open(SparkPlatforms.GLUE, "nothing", "");

        assertThatThrownBy(() -> platform.start(SCORE))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("glue:GetJobRuns on the Glue job nothing failed");
    }
}

package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millwright.aws.SparkPlatform.State;
import io.millwright.aws.SparkPlatform.Submission;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        String cluster = client.runJobFlow(request -> request.name("millwright")
                        .releaseLabel("emr-7.13.0")
                        .jobFlowRole("r")
                        .serviceRole("s")
                        .instances(instances -> instances
                                .keepJobFlowAliveWhenNoSteps(true)
                                .instanceCount(1)
                                .masterInstanceType("m5.large")))
                .jobFlowId();
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
        client.createJob(request -> request.name("millwright").role(ROLE).command(command -> command.name("glueetl")
                .scriptLocation("s3://plant/millwright_glue.py")));
        SparkPlatform platform = open(SparkPlatforms.GLUE, "millwright", "");

        String run = platform.start(SCORE);

        assertThat(client.getJobRun(request -> request.jobName("millwright").runId(run))
                        .jobRun()
                        .arguments())
                .containsEntry("--job", "score")
                .containsEntry("--config", "s3://plant/pipeline.yaml")
                .containsEntry("--run-id", "monday");
        assertThat(platform.state(run).name()).isNotEmpty();
        assertThat(platform.request(SCORE))
                .containsOnlyKeys("JobName", "Arguments", "Timeout")
                .containsEntry("JobName", "millwright")
                .containsEntry("Timeout", 120);
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
                .hasMessageContaining("glue:StartJobRun on the Glue job nothing failed");
    }
}

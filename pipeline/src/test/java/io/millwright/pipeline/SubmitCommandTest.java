package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;

class SubmitCommandTest {

    private static final Emulator EMULATOR = Emulator.started();
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
        assertThat(screen.out())
                .contains("Started millwright.score", runs.get(0).id());
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
    void a_dry_run_says_what_would_be_sent_and_the_same_by_hand() {
        Screen screen = new Screen();

        int code = submit(
                screen, "--target", "emr", "--id", "j-1", "--dry-run", "run", "--config", "s3://plant/pipeline.yaml");

        assertThat(code).as(screen.err()).isZero();
        assertThat(screen.out())
                .contains(
                        "command-runner.jar",
                        "j-1",
                        "Nothing was sent",
                        "spark-submit --jars",
                        "s3://plant/millwright.jar run --config s3://plant/pipeline.yaml");
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

package io.millwright.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.emrserverless.model.JobRun;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;
import software.amazon.awssdk.services.emrserverless.model.ListJobRunsRequest;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/**
 * Job runs of an EMR Serverless application.
 *
 * @param role of the job run
 * @param logs folder in S3 for the logs of driver and executors; empty keeps them with EMR
 */
record EmrServerlessPlatform(EmrServerlessClient client, String application, String role, String logs)
        implements SparkPlatform {

    private static final Set<String> OVER = Set.of("SUCCESS", "FAILED", "CANCELLED");
    private static final List<String> GOING =
            List.of("SUBMITTED", "PENDING", "SCHEDULED", "QUEUED", "RUNNING", "CANCELLING");
    private static final int MINUTES_OF_AN_HOUR = 60;

    @Override
    public String start(Submission job) {
        return AwsCall.made(
                "emr-serverless:StartJobRun", "the application " + application, () -> client.startJobRun(started(job))
                        .jobRunId());
    }

    /** Of those that are not over. */
    @Override
    public List<Run> runs(Submission job) {
        String resource = "the application " + application;
        ListJobRunsRequest request = ListJobRunsRequest.builder()
                .applicationId(application)
                .statesWithStrings(GOING)
                .build();
        List<JobRunSummary> going =
                AwsCall.made("emr-serverless:ListJobRuns", resource, () -> client.listJobRunsPaginator(request).stream()
                        .flatMap(page -> page.jobRuns().stream())
                        .filter(run -> job.name().equals(run.name()))
                        .toList());
        return going.stream()
                .filter(run -> commandLine(run.id()).equals(job.arguments()))
                .map(run -> new Run(run.id(), run.stateAsString(), false))
                .toList();
    }

    private List<String> commandLine(String id) {
        return found(id).jobDriver().sparkSubmit().entryPointArguments();
    }

    private JobRun found(String id) {
        return AwsCall.made("emr-serverless:GetJobRun", "the application " + application, () -> client.getJobRun(
                        request -> request.applicationId(application).jobRunId(id))
                .jobRun());
    }

    private StartJobRunRequest started(Submission job) {
        StartJobRunRequest.Builder request = StartJobRunRequest.builder()
                .applicationId(application)
                .executionRoleArn(role)
                .clientToken(job.token())
                .name(job.name())
                .executionTimeoutMinutes((long) job.hours() * MINUTES_OF_AN_HOUR)
                .tags(tags(job))
                .jobDriver(driver -> driver.sparkSubmit(submit -> submit.entryPoint(job.jar())
                        .entryPointArguments(job.arguments())
                        .sparkSubmitParameters(parameters(job))));
        if (!logs.isEmpty()) {
            request.configurationOverrides(overrides -> overrides.monitoringConfiguration(
                    watching -> watching.s3MonitoringConfiguration(place -> place.logUri(logs))));
        }
        return request.build();
    }

    private static Map<String, String> tags(Submission job) {
        Map<String, String> tags = new LinkedHashMap<>(Map.of("application", "millwright"));
        tags.putAll(job.tags());
        return tags;
    }

    /** One text, as the service wants it: words with blanks in quotation marks. */
    private static String parameters(Submission job) {
        return "--class " + MAIN
                + job.sparkParameters().stream()
                        .map(word -> word.contains(" ") ? '"' + word + '"' : word)
                        .map(" "::concat)
                        .collect(Collectors.joining());
    }

    @Override
    public State state(String id) {
        JobRun run = found(id);
        String name = run.stateAsString();
        return new State(
                name,
                OVER.contains(name),
                name.equals("SUCCESS"),
                run.stateDetails() == null ? "" : run.stateDetails());
    }

    @Override
    public Map<String, Object> request(Submission job) {
        return ShownRequest.of(started(job));
    }
}

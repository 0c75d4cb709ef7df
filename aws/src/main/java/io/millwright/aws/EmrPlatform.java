package io.millwright.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.FailureDetails;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.StepStatus;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * Steps of a running EMR cluster. The driver runs where the step does, so that its exit code is the step's. The service knows no tokens.
 *
 * @param unrepeated a client that tries once
 * @param role runtime role of the step; empty where the cluster has none
 */
record EmrPlatform(EmrClient client, EmrClient unrepeated, String cluster, String role) implements SparkPlatform {

    private static final String RUNNER = "command-runner.jar";
    private static final Set<String> OVER = Set.of("COMPLETED", "FAILED", "CANCELLED", "INTERRUPTED");

    @Override
    public String start(Submission job) {
        return new SingleTry(this, job).id(() -> AwsCall.made(
                        "elasticmapreduce:AddJobFlowSteps",
                        "the cluster " + cluster,
                        () -> unrepeated.addJobFlowSteps(started(job)))
                .stepIds()
                .get(0));
    }

    /** Among the newest steps, of which the service tells first. */
    @Override
    public List<Run> runs(Submission job) {
        return AwsCall.made(
                        "elasticmapreduce:ListSteps",
                        "the cluster " + cluster,
                        () -> client.listSteps(request -> request.clusterId(cluster)))
                .steps()
                .stream()
                .filter(step -> isOf(job, step))
                .map(step -> run(step.id(), step.status().stateAsString()))
                .toList();
    }

    /** The command line ends the words of a step; before it, jar and Spark's options may have become others. */
    private static boolean isOf(Submission job, StepSummary step) {
        List<String> words = step.config().args();
        int before = words.size() - job.arguments().size();
        return step.name().equals(job.name())
                && before >= 0
                && words.subList(before, words.size()).equals(job.arguments());
    }

    private static Run run(String id, String state) {
        return new Run(id, state, OVER.contains(state));
    }

    private AddJobFlowStepsRequest started(Submission job) {
        StepConfig step = StepConfig.builder()
                .name(job.name())
                .actionOnFailure(ActionOnFailure.CONTINUE)
                .hadoopJarStep(run -> run.jar(RUNNER).args(words(job)))
                .build();
        AddJobFlowStepsRequest.Builder request =
                AddJobFlowStepsRequest.builder().jobFlowId(cluster).steps(step);
        if (!role.isEmpty()) {
            request.executionRoleArn(role);
        }
        return request.build();
    }

    private static List<String> words(Submission job) {
        List<String> words = new ArrayList<>(List.of("spark-submit", "--deploy-mode", "client"));
        words.addAll(job.sparkParameters());
        words.addAll(List.of("--class", MAIN, job.jar()));
        words.addAll(job.arguments());
        return words;
    }

    @Override
    public State state(String id) {
        StepStatus status =
                AwsCall.made("elasticmapreduce:DescribeStep", "the cluster " + cluster, () -> client.describeStep(
                                request -> request.clusterId(cluster).stepId(id))
                        .step()
                        .status());
        String name = status.stateAsString();
        return new State(name, OVER.contains(name), name.equals("COMPLETED"), said(status.failureDetails()));
    }

    private static String said(@Nullable FailureDetails details) {
        return details == null
                ? ""
                : Stream.of(details.reason(), details.message(), details.logFile())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "));
    }

    @Override
    public Map<String, Object> request(Submission job) {
        return ShownRequest.of(started(job));
    }
}

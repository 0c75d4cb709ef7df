package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/**
 * Runs of a Glue job whose script is {@code aws/glue/millwright_glue.py}: it hands {@code --job NAME} and the other arguments on to the
 * command line. Jar and Spark's parameters are the job's own. The service knows no tokens.
 */
record GluePlatform(GlueClient client, String job) implements SparkPlatform {

    private static final Set<String> OVER = Set.of("SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED");
    private static final int MINUTES_OF_AN_HOUR = 60;
    private static final String OPTION = "--";
    private static final String GIVEN = "true";

    @Override
    public String start(Submission submission) {
        StartJobRunRequest request = started(submission);
        return AwsCall.made("glue:StartJobRun", "the Glue job " + job, () -> client.startJobRun(request)
                .jobRunId());
    }

    private StartJobRunRequest started(Submission submission) {
        return StartJobRunRequest.builder()
                .jobName(job)
                .arguments(arguments(submission))
                .timeout(submission.hours() * MINUTES_OF_AN_HOUR)
                .build();
    }

    /** The job, and each option with its value, because Glue hands pairs on; a flag's value is a word for that it is there. */
    private static Map<String, String> arguments(Submission submission) {
        Map<String, String> arguments = new LinkedHashMap<>();
        List<String> words = submission.arguments();
        arguments.put("--job", words.get(0));
        for (int i = 1; i < words.size(); i++) {
            String option = words.get(i);
            boolean isFlag = i + 1 == words.size() || words.get(i + 1).startsWith(OPTION);
            if (!option.startsWith(OPTION) || option.contains("=") || arguments.containsKey(option)) {
                throw MillwrightException.configuration("Glue hands options on by their names and cannot hand on '"
                        + option + "'; write each once, in full, as --name value");
            }
            arguments.put(option, isFlag ? GIVEN : words.get(++i));
        }
        return arguments;
    }

    @Override
    public State state(String id) {
        JobRun run = AwsCall.made("glue:GetJobRun", "the Glue job " + job, () -> client.getJobRun(
                        request -> request.jobName(job).runId(id))
                .jobRun());
        String name = run.jobRunStateAsString();
        return new State(
                name,
                OVER.contains(name),
                name.equals("SUCCEEDED"),
                run.errorMessage() == null ? "" : run.errorMessage());
    }

    @Override
    public Map<String, Object> request(Submission submission) {
        return ShownRequest.of(started(submission));
    }
}

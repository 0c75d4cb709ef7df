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
 *
 * @param unrepeated a client that tries once
 */
record GluePlatform(GlueClient client, GlueClient unrepeated, String job) implements SparkPlatform {

    private static final Set<String> OVER = Set.of("SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED");
    private static final int MINUTES_OF_AN_HOUR = 60;
    private static final String OPTION = "--";
    private static final String GIVEN = "true";

    /** What the script hands on. */
    private static final Set<String> COMMAND_LINE = Set.of(
            "--job",
            "--config",
            "--out",
            "--from",
            "--to",
            "--run-id",
            "--look-again",
            "--vacuum",
            "--catalog",
            "--yes",
            "--exit-code");

    @Override
    public String start(Submission submission) {
        StartJobRunRequest request = started(submission);
        return new SingleTry(this, submission)
                .id(() -> AwsCall.made("glue:StartJobRun", "the Glue job " + job, () -> unrepeated
                        .startJobRun(request)
                        .jobRunId()));
    }

    /** Among the newest runs, of which the service tells first. */
    @Override
    public List<Run> runs(Submission submission) {
        Map<String, String> arguments = arguments(submission);
        return AwsCall.made(
                        "glue:GetJobRuns",
                        "the Glue job " + job,
                        () -> client.getJobRuns(request -> request.jobName(job)))
                .jobRuns()
                .stream()
                .filter(run -> commandLine(run).equals(arguments))
                .map(run -> new Run(run.id(), run.jobRunStateAsString(), OVER.contains(run.jobRunStateAsString())))
                .toList();
    }

    /** Without what the Glue job and Glue add for themselves. */
    private static Map<String, String> commandLine(JobRun run) {
        Map<String, String> own = new LinkedHashMap<>(run.arguments());
        own.keySet().retainAll(COMMAND_LINE);
        return own;
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

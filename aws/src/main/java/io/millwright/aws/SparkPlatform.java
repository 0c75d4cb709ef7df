package io.millwright.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A platform of AWS that runs Spark jobs. */
public interface SparkPlatform {

    /** Millwright's class that takes a command line. */
    String MAIN = "io.millwright.pipeline.Main";

    /**
     * One job to run.
     *
     * @param name a person finds the run by
     * @param token where the platform knows tokens, the same one is the same run
     * @param arguments of Millwright's command line: the job, then its options
     * @param jar of Millwright, in S3
     * @param sparkParameters further options of {@code spark-submit}, word by word
     * @param hours after which the platform ends it
     * @param tags of the run, to split a bill by, where the platform's runs have tags; EMR Serverless's do
     */
    record Submission(
            String name,
            String token,
            List<String> arguments,
            String jar,
            List<String> sparkParameters,
            int hours,
            Map<String, String> tags) {

        public Submission {
            arguments = List.copyOf(arguments);
            sparkParameters = List.copyOf(sparkParameters);
            tags = Map.copyOf(tags);
        }
    }

    /**
     * How a run is.
     *
     * @param name as the platform has it, for example {@code RUNNING}
     * @param over whether it will not change any more
     * @param done whether it ended well
     * @param said what the platform says of a run that failed; may be empty
     */
    record State(String name, boolean over, boolean done, String said) {

        /** As EMR Serverless, Spark, a shell and Glue word it; the DAGs read the same. */
        private static final Pattern EXIT_CODE = Pattern.compile(
                "(?:exit\\s?code|exited with status|SystemExit)\\D{0,3}(\\d{1,3})(?!\\d)", Pattern.CASE_INSENSITIVE);

        /** Of the driver of a run that failed, where the platform tells it. */
        public Optional<Integer> exitCode() {
            Matcher told = EXIT_CODE.matcher(said);
            return told.find() ? Optional.of(Integer.valueOf(told.group(1))) : Optional.empty();
        }
    }

    /**
     * A run that was started before.
     *
     * @param state as the platform has it, for example {@code RUNNING}
     * @param over whether it will not change any more
     */
    record Run(String id, String state, boolean over) {}

    /** Runs of the same name and command line as this job's; of those that are over, what the platform tells readily. */
    List<Run> runs(Submission job);

    /** A run of the same name and command line that is not over. */
    default Optional<Run> going(Submission job) {
        return runs(job).stream().filter(run -> !run.over()).findFirst();
    }

    /** Starts a run and returns its id; an answer that is lost starts no second one. */
    String start(Submission job);

    State state(String id);

    /** The request that {@link #start} makes, for a person to read. */
    Map<String, Object> request(Submission job);
}

package io.millwright.pipeline;

import io.millwright.aws.SparkPlatform;
import io.millwright.aws.SparkPlatforms;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.Place;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code submit}: a job on EMR, EMR Serverless or Glue instead of on this machine. */
final class SubmitCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "JOB",
            description = "the job, as on the command line here: run, ingest, score, ...")
    private String job = "";

    @Parameters(
            index = "1..*",
            paramLabel = "-- OPTION",
            description = "after two dashes: what else the job is to be given, as on the command line here")
    private List<String> further = List.of();

    @Option(names = "--target", required = true, paramLabel = "PLATFORM", description = "emr, emr-serverless or glue")
    private String target = "";

    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            description = "the EMR cluster, the EMR Serverless application or the Glue job")
    private String id = "";

    @Option(
            names = "--jar",
            defaultValue = "${env:MILLWRIGHT_JAR}",
            paramLabel = "URL",
            description = "millwright.jar in S3; else the environment variable MILLWRIGHT_JAR; a Glue job has its own")
    private @Nullable String jar;

    @Option(names = "--role", paramLabel = "ARN", description = "role of the run; needed for EMR Serverless")
    private String role = "";

    @Option(names = "--logs", paramLabel = "URL", description = "folder in S3 for the logs of EMR Serverless")
    private String logs = "";

    @Option(
            names = "--spark",
            paramLabel = "WORDS",
            defaultValue = "--jars /usr/share/aws/delta/lib/delta-spark.jar,/usr/share/aws/delta/lib/delta-storage.jar",
            description = "further options of spark-submit (${DEFAULT-VALUE})")
    private String spark = "";

    @Option(names = "--hours", defaultValue = "6", paramLabel = "N", description = "ended after (${DEFAULT-VALUE})")
    private int hours;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "the same token is the same run on EMR Serverless, also once it is over")
    private @Nullable String token;

    @Option(
            names = "--again",
            description = "start another run although one of the same command is not over; else that one is joined")
    private boolean again;

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "tag of the run on EMR Serverless, to split a bill by; may be given again")
    private Map<String, String> tags = Map.of();

    @Option(
            names = "--wait",
            description =
                    "wait for the end, and exit as the job did; with 4 where the platform ended it or tells no exit code")
    private boolean wait;

    @Option(names = "--dry-run", description = "say what would be sent, and send nothing")
    private boolean dryRun;

    @Option(names = "--poll-seconds", hidden = true, defaultValue = "30")
    private int pollSeconds;

    @Option(names = "--endpoint", hidden = true, defaultValue = "${env:AWS_ENDPOINT_URL}")
    private @Nullable String endpoint;

    @Mixin
    private JobOptions options = new JobOptions();

    private final Console console;

    private SubmitCommand(Console console) {
        this.console = console;
    }

    static CommandLine of(Console console) {
        return JobCommand.described(
                new CommandLine(new SubmitCommand(console)),
                "Starts a job on EMR, EMR Serverless or Glue, or joins the run of the same command that is not over. Region and"
                        + " credentials come from the environment.",
                "./millwright submit --target emr-serverless --id 00abc --role arn:aws:iam::111122223333:role/millwright-dev-data"
                        + " --jar s3://plant/jars/millwright.jar ingest --config s3://plant/pipeline.yaml --out s3://plant/results",
                "./millwright submit --target glue --id millwright-dev-model --wait score --config s3://plant/pipeline.yaml",
                "./millwright submit --target emr --id j-123 maintain --config s3://plant/pipeline.yaml -- --vacuum 30d --yes");
    }

    @Override
    public Integer call() {
        return Attempt.at("submit", console, attempt -> submit());
    }

    private int submit() {
        requireKnown();
        Stages.requireMeaning(job, options);
        SparkPlatform.Submission submission = submission();
        requireUnderstood(submission.arguments());
        SparkPlatform platform = SparkPlatforms.open(
                new SparkPlatforms.Target(target, id, role, logs),
                Optional.of(given(endpoint)).filter(url -> !url.isEmpty()).map(URI::create));
        if (dryRun) {
            console.line(ResultFiles.text(platform.request(submission)));
            console.line("Nothing was sent. The same by hand: spark-submit " + spark + " --class " + SparkPlatform.MAIN
                    + " " + submission.jar() + " " + String.join(" ", submission.arguments()));
            return 0;
        }
        Optional<SparkPlatform.Run> going = again ? Optional.empty() : platform.going(submission);
        String run = going.map(SparkPlatform.Run::id).orElseGet(() -> platform.start(submission));
        String where = submission.name() + " on " + target + " " + id + ": run " + run;
        console.line(going.map(joined -> "Joined " + where + ", which is "
                        + joined.state().toLowerCase(Locale.ROOT) + "; --again starts another beside it")
                .orElse("Started " + where));
        return wait ? waited(platform, run) : 0;
    }

    private void requireKnown() {
        if (!SparkPlatforms.NAMES.contains(target)) {
            throw MillwrightException.configuration(
                    "--target '" + target + "' is no platform; use one of " + String.join(", ", SparkPlatforms.NAMES));
        }
        if (Stages.RUN.stream().noneMatch(stage -> stage.name().equals(job))
                && !List.of("run", "promote", "audit", "maintain").contains(job)) {
            throw MillwrightException.configuration(
                    "there is no job '" + job + "' to submit; use run or one of its jobs");
        }
        if (!Place.isUrl(options.config)) {
            throw MillwrightException.configuration("the platform cannot read " + options.config
                    + "; put the pipeline file into S3 and give --config s3://bucket/pipeline.yaml");
        }
        if (jar().isEmpty() && !target.equals(SparkPlatforms.GLUE)) {
            throw MillwrightException.configuration(
                    "the platform needs the jar; put pipeline/target/millwright.jar into S3 and give --jar"
                            + " s3://bucket/millwright.jar");
        }
        if (role.isEmpty() && target.equals(SparkPlatforms.EMR_SERVERLESS)) {
            throw MillwrightException.configuration("EMR Serverless runs a job as a role; give --role with its ARN");
        }
    }

    /** What the job's own command would not understand here it would not on the platform, an hour later. */
    private void requireUnderstood(List<String> arguments) {
        CommandLine command = Objects.requireNonNull(
                spec.root().commandLine().getSubcommands().get(job));
        try {
            command.parseArgs(arguments.subList(1, arguments.size()).toArray(new String[0]));
        } catch (CommandLine.ParameterException e) {
            throw MillwrightException.configuration(
                    "the job " + job + " cannot be given this: " + e.getMessage() + "; see ./millwright " + job
                            + " --help",
                    e);
        }
    }

    private String jar() {
        return given(jar);
    }

    /** Empty also where an environment variable was to give it and is not set. */
    private static String given(@Nullable String value) {
        return value == null || value.startsWith("${") ? "" : value;
    }

    private SparkPlatform.Submission submission() {
        List<String> arguments = new ArrayList<>(List.of(job, "--config", options.config));
        add(arguments, "--out", options.out);
        add(arguments, "--from", options.from);
        add(arguments, "--to", options.to);
        add(arguments, "--run-id", options.runId);
        add(arguments, "--look-again", options.lookAgain);
        arguments.addAll(further);
        String same = token == null ? UUID.randomUUID().toString() : token;
        return new SparkPlatform.Submission(
                "millwright." + job + (options.runId == null ? "" : "." + options.runId),
                Sha256.hex(same + arguments),
                arguments,
                jar(),
                Arrays.stream(spark.split(" +")).filter(word -> !word.isEmpty()).toList(),
                hours,
                tags);
    }

    private static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.addAll(List.of(name, value.toString()));
        }
    }

    private int waited(SparkPlatform platform, String run) {
        String last = "";
        while (true) {
            SparkPlatform.State state = platform.state(run);
            if (!state.name().equals(last)) {
                console.line("  " + state.name().toLowerCase(Locale.ROOT));
                last = state.name();
            }
            if (state.over()) {
                return state.done() ? 0 : failed(run, state);
            }
            pause();
        }
    }

    /** The job's own exit code; where the platform tells none of a job's, the platform ended the run, and a retry may help. */
    private int failed(String run, SparkPlatform.State state) {
        console.error("millwright submit: the run " + run + " ended as " + state.name()
                + (state.said().isEmpty() ? "" : ": " + state.said())
                + "; its sentence stands in the driver's log of the platform");
        return state.exitCode().filter(Failure::isExitCode).orElse(MillwrightException.Category.SERVICE.exitCode());
    }

    private void pause() {
        try {
            Thread.sleep(pollSeconds * 1_000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillwrightException.service("waiting was interrupted; the run goes on", e);
        }
    }
}

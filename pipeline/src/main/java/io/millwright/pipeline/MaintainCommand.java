package io.millwright.pipeline;

import io.millwright.lake.config.Span;
import io.millwright.pipeline.jobs.MaintainJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maintain}: looks after the files of the lake. The one command that reads the clock: how old a file is, is no property of data. */
final class MaintainCommand implements Callable<Integer> {

    @Option(
            names = "--vacuum",
            paramLabel = "SPAN",
            description = "also remove files that no version of the last SPAN needs, for example 30d; versions replaced"
                    + " before that can no longer be read")
    private @Nullable String vacuum;

    @Option(
            names = "--yes",
            description = "agree to the loss of versions that registered models were made of, or that the feature store"
                    + " holds; without it they are named and nothing is done")
    private boolean yes;

    @Option(
            names = "--catalog",
            paramLabel = "DATABASE",
            description =
                    "also enter every table in this database of the Glue Data Catalog, for Athena and Spark on EMR")
    private @Nullable String catalog;

    @Mixin
    private JobOptions options = new JobOptions();

    private final Map<String, String> environment;
    private final Console console;

    private MaintainCommand(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new MaintainCommand(environment, console)),
                "Puts the small files of every table together; with --vacuum removes what only old versions need.",
                "./millwright maintain --config demo/pipeline.yaml --out demo",
                "./millwright maintain --config pipeline.yaml --vacuum 30d",
                "./millwright maintain --config s3://plant/pipeline.yaml --catalog plant");
    }

    @Override
    public Integer call() {
        return Attempt.at(
                "maintain",
                console,
                attempt -> maintain(Optional.ofNullable(vacuum).map(Span::parse)));
    }

    private int maintain(Optional<Duration> keep) {
        Stage stage = new Stage(
                "maintain",
                "Looks after the files of the lake.",
                List.of("every table"),
                List.of("every table, with the same rows"),
                "nothing; run it again once a week, or after a backfill",
                (context, any) -> MaintainJob.run(
                        context, keep, Optional.ofNullable(catalog), Instant.now(), question -> yes, console::line));
        return new JobFrame("maintain", List.of(stage), options, environment, console).run();
    }
}

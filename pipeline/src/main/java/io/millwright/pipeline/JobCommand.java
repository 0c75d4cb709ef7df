package io.millwright.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** One job of the command line that takes the shared options: a single stage, or {@code run}, which is all of them. */
final class JobCommand implements Callable<Integer> {

    @Mixin
    private JobOptions options = new JobOptions();

    private final String job;
    private final List<Stage> stages;
    private final Map<String, String> environment;
    private final Console console;

    private JobCommand(String job, List<Stage> stages, Map<String, String> environment, Console console) {
        this.job = job;
        this.stages = stages;
        this.environment = environment;
        this.console = console;
    }

    static CommandLine of(Stage stage, Map<String, String> environment, Console console) {
        String command = "./millwright " + stage.name();
        Optional<String> withoutInterval = Stages.withoutInterval(stage.name());
        return described(
                new CommandLine(new JobCommand(stage.name(), List.of(stage), environment, console)),
                stage.purpose()
                        + withoutInterval
                                .map(why -> " Takes no interval: " + why + ".")
                                .orElse(""),
                command + " --config examples/azure-pdm-hourly.yaml --out out/azure",
                command + " --config pipeline.yaml"
                        + (withoutInterval.isPresent() ? "" : " --from 2015-01-01 --to 2015-02-01 --run-id january"));
    }

    /** A stage whose exit code says, to a scheduler that wants to branch on it, whether a training is asked for. */
    static CommandLine asking(Stage stage, Map<String, String> environment, Console console) {
        JobCommand command = new JobCommand(stage.name(), List.of(stage), environment, console);
        CommandLine line = described(
                new CommandLine(command),
                stage.purpose(),
                "./millwright " + stage.name() + " --config examples/azure-pdm-hourly.yaml --out out/azure",
                "./millwright " + stage.name()
                        + " --config pipeline.yaml --exit-code; [ $? != 10 ] || ./millwright train"
                        + " --config pipeline.yaml");
        line.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("--exit-code")
                        .type(boolean.class)
                        .arity("0")
                        .description("end with exit code " + Outcome.TRAINING_ASKED
                                + " where a training is asked for, and with 0 where none is; without it, 0 is both."
                                + " drift.json says in either case which triggers fired and why")
                        .setter(new CommandLine.Model.ISetter() {
                            @Override
                            public <T> T set(T value) {
                                command.options.exitCode = Boolean.TRUE.equals(value);
                                return value;
                            }
                        })
                        .build());
        return line;
    }

    static CommandLine run(Map<String, String> environment, Console console) {
        return described(
                new CommandLine(new JobCommand("run", Stages.RUN, environment, console)),
                "All jobs in order, from landing files to the report. Killed at any moment, the same command goes on.",
                "MILLWRIGHT_DATA=data ./millwright run --config examples/azure-pdm-hourly.yaml --out out/azure",
                "./millwright run --config pipeline.yaml --from 2025-01-01 --to 2025-02-01");
    }

    static CommandLine described(CommandLine command, String purpose, String... examples) {
        var usage = command.getCommandSpec().usageMessage();
        usage.description(purpose);
        usage.footerHeading("%nExamples:%n");
        String[] lines = new String[examples.length];
        for (int i = 0; i < examples.length; i++) {
            lines[i] = "  " + examples[i];
        }
        usage.footer(lines);
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getCommandSpec().version(Main.VERSION);
        return command;
    }

    @Override
    public Integer call() {
        return new JobFrame(job, stages, options, environment, console).run();
    }
}

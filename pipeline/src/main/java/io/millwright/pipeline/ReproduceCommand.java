package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.Reproduce;
import io.millwright.training.Reproduction;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code reproduce}: rebuilds a registered model from its own package and compares. */
final class ReproduceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "VERSION", description = "version in the registry, for example 1")
    private String version = "";

    @Mixin
    private JobOptions options = new JobOptions();

    private final Map<String, String> environment;
    private final Console console;

    private ReproduceCommand(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new ReproduceCommand(environment, console)),
                "Rebuilds a registered model from its own package, and compares it with what was registered.",
                "./millwright reproduce 1 --config demo/pipeline.yaml --out demo");
    }

    @Override
    public Integer call() {
        return Attempt.at("reproduce", console, this::reproduce);
    }

    private int reproduce(Attempt attempt) {
        Reproduction rebuilt;
        try (Workplace place = Workplace.open(options, environment)) {
            attempt.logIn(OutFolder.ready(place.config().outPath()));
            rebuilt = rebuilt(place.config());
        }
        rebuilt.artefacts()
                .forEach(artefact -> console.line(String.format(
                        "  %-9s %s: %s",
                        artefact.same() ? "same" : "DIFFERENT", artefact.name(), artefact.compared())));
        if (!rebuilt.same()) {
            throw MillwrightException.data("version " + version
                    + " could not be rebuilt as it was registered; see the artefacts above, and whether"
                    + " its package was changed");
        }
        console.line("Version " + version + " (" + rebuilt.candidate() + ") rebuilt: the same model.");
        return 0;
    }

    private Reproduction rebuilt(PipelineConfig config) {
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Outside outside = Outside.of(config, version, console::error)) {
            progress.stageStarts("reproduce", 1, 1);
            return Reproduce.rebuild(JobSession.open(config), outside.registry().load(version), progress);
        }
    }
}

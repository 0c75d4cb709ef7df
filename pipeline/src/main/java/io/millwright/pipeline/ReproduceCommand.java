package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.evaluate.CardFile;
import io.millwright.training.Reproduce;
import io.millwright.training.Reproduction;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code reproduce}: rebuilds a registered model from its own package and compares. */
final class ReproduceCommand extends WorkplaceCommand {

    @Parameters(paramLabel = "VERSION", description = "version in the registry, for example 1")
    private String version = "";

    private ReproduceCommand(Map<String, String> environment, Console console) {
        super("reproduce", environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                new CommandLine(new ReproduceCommand(environment, console)),
                "Rebuilds a registered model from its own package, and compares it with what was registered.",
                "./millwright reproduce 1 --config demo/pipeline.yaml --out demo");
    }

    @Override
    void work(Workplace place, Console console) {
        Reproduction rebuilt = rebuilt(place, console);
        rebuilt.artefacts()
                .forEach(artefact -> console.line(String.format(
                        "  %-9s %s: %s",
                        artefact.same() ? "same" : "DIFFERENT", artefact.name(), artefact.compared())));
        CardFile.rebuilt(Path.of(place.config().outPath()), version, rebuilt.same());
        if (!rebuilt.same()) {
            throw MillwrightException.data("version " + version
                    + " could not be rebuilt as it was registered; see the artefacts above, and whether"
                    + " its package was changed");
        }
        console.line("Version " + version + " (" + rebuilt.candidate() + ") rebuilt: the same model.");
    }

    private Reproduction rebuilt(Workplace place, Console console) {
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Outside outside = Outside.of(place, version, console::error)) {
            progress.stageStarts("reproduce", 1, 1);
            return Reproduce.rebuild(
                    JobSession.open(place.config()), outside.registry().load(version), progress);
        }
    }
}

package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.evaluate.CardFile;
import io.millwright.training.Reproduce;
import io.millwright.training.ReproduceDetectors;
import io.millwright.training.Reproduction;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code reproduce}: rebuilds a registered model from its own package, or the detectors of a list from theirs, and compares. */
final class ReproduceCommand extends WorkplaceCommand {

    private static final String DETECTORS = Outside.FOLDER_OF_DETECTORS;

    @Parameters(
            paramLabel = "VERSION",
            description = {
                "version in the registry, for example 1;",
                "or detectors/1, those of a list of unusual machines, or detectors, the newest of them"
            })
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
        Optional<String> detectors = ofDetectors();
        Reproduction rebuilt = rebuilt(place, detectors, console);
        rebuilt.artefacts()
                .forEach(artefact -> console.line(String.format(
                        "  %-9s %s: %s",
                        artefact.same() ? "same" : "DIFFERENT", artefact.name(), artefact.compared())));
        if (detectors.isEmpty()) {
            CardFile.rebuilt(Path.of(place.config().outPath()), version, rebuilt.same());
        }
        String name = detectors.isEmpty() ? rebuilt.version() : DETECTORS + "/" + rebuilt.version();
        if (!rebuilt.same()) {
            throw MillwrightException.data("version " + name
                    + " could not be rebuilt as it was registered; see the artefacts above, and whether"
                    + " its package was changed");
        }
        console.line("Version " + name + " (" + rebuilt.candidate() + ") rebuilt: the same "
                + (detectors.isEmpty() ? "model." : "detectors."));
    }

    /** Which of the kept detectors is meant, empty text for the newest; empty where a model is. */
    private Optional<String> ofDetectors() {
        if (version.equals(DETECTORS)) {
            return Optional.of("");
        }
        return version.startsWith(DETECTORS + "/")
                ? Optional.of(version.substring(DETECTORS.length() + 1))
                : Optional.empty();
    }

    private Reproduction rebuilt(Workplace place, Optional<String> detectors, Console console) {
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Outside outside = Outside.of(place, version, console::error)) {
            progress.stageStarts("reproduce", 1, 1);
            return detectors
                    .map(kept -> ReproduceDetectors.rebuild(
                            lake(place), outside.detectors().load(kept), progress))
                    .orElseGet(() -> Reproduce.rebuild(
                            JobSession.open(place.config()), outside.registry().load(version), progress));
        }
    }
}

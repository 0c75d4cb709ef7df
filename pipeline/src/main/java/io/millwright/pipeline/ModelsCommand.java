package io.millwright.pipeline;

import io.millwright.lake.FileProblem;
import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.jobs.PromoteJob;
import io.millwright.training.edge.OnnxTrees;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models}: the registered versions, a person's decision about one, and one for devices without Java. */
final class ModelsCommand extends WorkplaceCommand {

    /** What can be done with a version. */
    enum Action {
        APPROVE {
            @Override
            String carryOut(ModelsCommand command, Outside outside, String version) {
                String reason = command.requiredReason(version);
                outside.registry().approve(version, reason);
                return "approved: " + reason;
            }
        },
        REJECT {
            @Override
            String carryOut(ModelsCommand command, Outside outside, String version) {
                String reason = command.requiredReason(version);
                outside.registry().reject(version, reason);
                return "rejected: " + reason;
            }
        },
        /** Also the way back to an earlier version. */
        PROMOTE {
            @Override
            String carryOut(ModelsCommand command, Outside outside, String version) {
                String reason = command.requiredReason(version);
                return PromoteJob.promote(outside, outside.registry().get(version), "It was promoted by hand", reason)
                        ? "promoted: " + reason
                        : "was champion already, and stays so";
            }
        },
        EXPORT {
            @Override
            String carryOut(ModelsCommand command, Outside outside, String version) {
                return "exported to "
                        + String.join(
                                ", ",
                                command.export(outside.registry().load(version)).stream()
                                        .map(Path::toString)
                                        .toList());
            }
        };

        /** Does it, and says what was done. */
        abstract String carryOut(ModelsCommand command, Outside outside, String version);
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            description =
                    "approve: may be used; reject: may not; promote: is the champion from now on, which score uses;"
                            + " export: its boosted trees as ONNX. Without it the versions are listed")
    private @Nullable Action action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "of the list, for example 3")
    private @Nullable String version;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, and who says so; kept with the version")
    private @Nullable String reason;

    @Option(names = "--into", paramLabel = "FOLDER", description = "where export writes; edge unless given")
    private Path into = Path.of("edge");

    private ModelsCommand(Map<String, String> environment, Console console) {
        super("models", environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                        new CommandLine(new ModelsCommand(environment, console)),
                        "The registered models; or approves, rejects, promotes or exports one.",
                        "./millwright models --config demo/pipeline.yaml --out demo",
                        "./millwright models approve 3 --reason \"checked with the crew of site 2, J. Doe\""
                                + " --config pipeline.yaml",
                        "./millwright models promote 2 --reason \"back to last month's\" --config pipeline.yaml",
                        "./millwright models export 3 --into edge --config pipeline.yaml")
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    void work(Workplace place, Console console) {
        try (Outside outside = Outside.of(place, "models", console::error)) {
            if (action != null) {
                console.line(done(outside, action));
            }
            list(outside.registry(), Outside.registryName(place.config()), console);
        }
    }

    private String done(Outside outside, Action wanted) {
        if (version == null) {
            throw MillwrightException.configuration(
                    "which version? For example: models " + wanted.name().toLowerCase(Locale.ROOT) + " 1");
        }
        return "Version " + version + " " + wanted.carryOut(this, outside, version) + ".";
    }

    private String requiredReason(String of) {
        if (reason == null || reason.isBlank()) {
            throw MillwrightException.configuration("why? Say it with --reason; it is kept with version " + of);
        }
        return reason;
    }

    /** One file a target, in a folder of the target's name. */
    private List<Path> export(ModelPackage model) {
        Map<String, byte[]> twins = OnnxTrees.ofPackage(model.modelFiles());
        if (twins.isEmpty()) {
            throw MillwrightException.configuration("version " + model.version() + " is a "
                    + model.manifest().candidate() + ", and only boosted trees (xgboost) are written as ONNX");
        }
        List<Path> written = new ArrayList<>();
        try {
            for (Map.Entry<String, byte[]> twin : twins.entrySet()) {
                Path file = into.resolve(twin.getKey());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                written.add(Files.write(file, twin.getValue()));
            }
        } catch (IOException e) {
            throw MillwrightException.configuration("the folder " + into + " cannot be written ("
                    + FileProblem.reason(e) + "); give another one with --into");
        }
        return written;
    }

    private static void list(ModelRegistry registry, String name, Console console) {
        List<ModelVersion> versions = registry.list();
        if (versions.isEmpty()) {
            console.line("No model in " + name + " yet; ./millwright register puts one there.");
            return;
        }
        Optional<String> champion = registry.champion().map(ModelVersion::version);
        console.line("Models in " + name);
        console.line(String.format(
                Locale.ROOT, "  %-8s %-16s %-9s %-9s %-14s %s", "VERSION", "MODEL", "APPROVAL", "", "RUN", "WHY"));
        for (ModelVersion each : versions) {
            console.line(String.format(
                            Locale.ROOT,
                            "  %-8s %-16s %-9s %-9s %-14s %s",
                            each.version(),
                            each.candidate(),
                            each.approval().name().toLowerCase(Locale.ROOT),
                            champion.filter(each.version()::equals).isPresent() ? "champion" : "",
                            each.runId(),
                            each.reason())
                    .stripTrailing());
        }
        if (champion.isEmpty()) {
            console.line("None is champion: score uses the newest that was not rejected, and says so on its list.");
        }
    }
}

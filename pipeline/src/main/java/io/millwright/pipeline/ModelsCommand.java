package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models}: the registered versions, and a person's decision about one. */
final class ModelsCommand extends WorkplaceCommand {

    /** What a person may decide. */
    enum Decision {
        APPROVE("approved") {
            @Override
            void carryOut(ModelRegistry registry, String version, String reason) {
                registry.approve(version, reason);
            }
        },
        REJECT("rejected") {
            @Override
            void carryOut(ModelRegistry registry, String version, String reason) {
                registry.reject(version, reason);
            }
        },
        /** Also the way back to an earlier version. */
        PROMOTE("promoted") {
            @Override
            void carryOut(ModelRegistry registry, String version, String reason) {
                registry.setChampion(version, reason);
            }
        };

        private final String done;

        Decision(String done) {
            this.done = done;
        }

        abstract void carryOut(ModelRegistry registry, String version, String reason);
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DECISION",
            description =
                    "approve: may be used; reject: may not; promote: is the champion from now on, which score uses."
                            + " Without it the versions are listed")
    private @Nullable Decision decision;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "of the list, for example 3")
    private @Nullable String version;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, and who says so; kept with the version")
    private @Nullable String reason;

    private ModelsCommand(Map<String, String> environment, Console console) {
        super("models", environment, console);
    }

    static CommandLine of(Map<String, String> environment, Console console) {
        return JobCommand.described(
                        new CommandLine(new ModelsCommand(environment, console)),
                        "The registered models; or approves, rejects or promotes one.",
                        "./millwright models --config demo/pipeline.yaml --out demo",
                        "./millwright models approve 3 --reason \"checked with the crew of site 2, J. Doe\""
                                + " --config pipeline.yaml",
                        "./millwright models promote 2 --reason \"back to last month's\" --config pipeline.yaml")
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    void work(Workplace place, Console console) {
        try (Outside outside = Outside.of(place.config(), "models", console::error)) {
            ModelRegistry registry = outside.registry();
            if (decision != null) {
                console.line(decided(registry, decision));
            }
            list(registry, Outside.registryName(place.config()), console);
        }
    }

    private String decided(ModelRegistry registry, Decision wanted) {
        String word = wanted.name().toLowerCase(Locale.ROOT);
        if (version == null) {
            throw MillwrightException.configuration("which version? For example: models " + word + " 1");
        }
        if (reason == null || reason.isBlank()) {
            throw MillwrightException.configuration("why? Say it with --reason; it is kept with version " + version);
        }
        wanted.carryOut(registry, version, reason);
        return "Version " + version + " " + wanted.done + ": " + reason + ".";
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

package io.millwright.pipeline.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code model-card.json}: what a technician, an engineer and an auditor need to know before they trust a model. Ten parts, every
 * one made from the run's own facts.
 *
 * @param version of the registry; null in the package, which is made before it has one
 * @param metrics the figures the parts quote, whole
 * @see "Mitchell et al., Model Cards for Model Reporting, FAT* 2019"
 */
public record ModelCard(
        String title,
        String candidate,
        String runId,
        @Nullable String version,
        List<Part> parts,
        Metrics metrics) {

    private static final String REBUILT = "Rebuilt bit for bit: ";

    /** Until {@code reproduce} was run. */
    static final String NOT_REBUILT = REBUILT + "not tried; ./millwright reproduce with its version tries it.";

    private static final int REBUILDING = 10;

    public ModelCard {
        parts = List.copyOf(parts);
    }

    /** A numbered part: what it says in sentences, then in tables. */
    public record Part(int number, String title, List<String> statements, List<Table> tables) {

        /** A part without tables. */
        static Part of(int number, String title, List<String> statements) {
            return new Part(number, title, statements, List.of());
        }
    }

    /** Cells are written with their intervals and counts. */
    public record Table(String title, List<String> columns, List<List<String>> rows) {

        /** Those that have rows; a heading above nothing says nothing. */
        static List<Table> filled(Table... tables) {
            return Stream.of(tables).filter(table -> !table.rows().isEmpty()).toList();
        }
    }

    /** The same with what a later audit said. */
    ModelCard audited(Optional<AuditFile> audit) {
        List<Part> told = parts.stream()
                .map(part ->
                        part.number() == CardTesting.NUMBER ? CardTesting.audited(part, audit, metrics.judged()) : part)
                .toList();
        return new ModelCard(title, candidate, runId, version, told, metrics);
    }

    ModelCard withVersion(String registered) {
        return new ModelCard(title, candidate, runId, registered, parts, metrics);
    }

    /**
     * The same with what its making took. It stands in the card beside the results only: a package is the same for the same run, whatever
     * the time.
     *
     * @param seconds by stage, of those before the registration
     */
    ModelCard took(Map<String, Double> seconds) {
        String stages = seconds.entrySet().stream()
                .map(stage -> stage.getKey() + " " + Written.number(stage.getValue(), 1) + " s")
                .collect(Collectors.joining(", "));
        return seconds.isEmpty()
                ? this
                : withRebuilding(says -> Stream.concat(says, Stream.of("Run time: " + stages + ".")));
    }

    /** The same once it was rebuilt from its package, with what came of it. */
    ModelCard rebuilt(boolean same) {
        String said = REBUILT + (same ? "yes." : "no, the rebuilt model is another.");
        return withRebuilding(says -> says.map(statement -> statement.startsWith(REBUILT) ? said : statement));
    }

    private ModelCard withRebuilding(UnaryOperator<Stream<String>> change) {
        List<Part> changed = parts.stream()
                .map(part -> part.number() == REBUILDING
                        ? new Part(
                                part.number(),
                                part.title(),
                                change.apply(part.statements().stream()).toList(),
                                part.tables())
                        : part)
                .toList();
        return new ModelCard(title, candidate, runId, version, changed, metrics);
    }
}

package io.millwright.pipeline.evaluate;

import java.util.List;
import java.util.Map;
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
    ModelCard audited(Map<String, String> leakage) {
        List<Part> told = parts.stream()
                .map(part -> part.number() == CardTesting.NUMBER ? CardTesting.audited(part, leakage) : part)
                .toList();
        return new ModelCard(title, candidate, runId, version, told, metrics);
    }

    ModelCard withVersion(String registered) {
        return new ModelCard(title, candidate, runId, registered, parts, metrics);
    }
}

package io.millwright.pipeline.evaluate;

import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.List;

/** What the model was made of: features that explain it, sources and table versions. */
record CardData(Metrics metrics, DataFigures.Quality quality, CardFacts facts) {

    Part explanations() {
        List<List<String>> families = facts.families().entrySet().stream()
                .map(family -> List.of(Written.words(family.getKey()), Long.toString(family.getValue())))
                .toList();
        return new Part(
                7,
                "Explanations",
                List.of(
                        "Reasons are TreeSHAP contributions in log-odds, summed over all features of a sensor before"
                                + " they are ranked; only pushes towards failure are named, with the value, the machine's"
                                + " own normal and the unit.",
                        "Sensors that move together share the credit arbitrarily: a reason says where to look first,"
                                + " not what caused it. No monotonicity is enforced."),
                Table.filled(new Table("Features by family", List.of("family", "features"), families)));
    }

    Part data() {
        Metrics.Data data = metrics.data();
        List<List<String>> sources = quality.sources().stream()
                .map(source -> List.of(
                        source.source(),
                        Written.words(source.kind()),
                        Long.toString(source.rowsIn()),
                        Long.toString(source.rowsClean()),
                        Long.toString(source.rowsQuarantined()),
                        Long.toString(source.duplicatesMerged())))
                .toList();
        List<List<String>> versions = facts.versions().entrySet().stream()
                .map(table -> List.of(table.getKey(), Long.toString(table.getValue())))
                .toList();
        long failed = quality.rules().stream()
                .filter(rule -> rule.outcome().equals("failed"))
                .count();
        return new Part(
                8,
                "Data",
                List.of(
                        data.rowsIn() + " rows in = " + data.rowsClean() + " clean + " + data.quarantined()
                                + " quarantined + " + data.duplicatesMerged() + " duplicates merged. "
                                + quality.rules().size() + " quality rules, " + failed + " failed.",
                        "Known biases: preventive replacement hides the failures it prevents; such rows are"
                                + " unlabelled, not healthy. Failure modes are as the log gives them and were not checked"
                                + " against the technicians' notes."),
                Table.filled(
                        new Table(
                                "Sources",
                                List.of("source", "kind", "in", "clean", "quarantined", "duplicates merged"),
                                sources),
                        new Table("Table versions", List.of("table", "Delta version"), versions)));
    }
}

package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.row.ReliabilityBin;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the model was made of: features that explain it, sources and table versions. */
record CardData(Metrics metrics, EvaluationDetail detail, DataFigures.Quality quality, CardFacts facts) {

    Part explanations() {
        Metrics.Importance importance = metrics.importance();
        List<String> says = new ArrayList<>(List.of(
                "Reasons are " + pushes() + ", summed over all features of a sensor before they are ranked; only pushes"
                        + " towards failure are named, with the value, the machine's own normal and the unit.",
                "Sensors that move together share the credit arbitrarily: a reason says where to look first,"
                        + " not what caused it."));
        if (importance != null) {
            says.add("What moves the risk most: "
                    + importance.top().stream().map(Written::words).collect(Collectors.joining(", "))
                    + (importance.fittedAgain() == 0
                            ? "; it was not fitted again without some machines, so whether that is stable is not known."
                            : ". Fitted again " + importance.fittedAgain() + " times, each time without some of the"
                                    + " machines, the three of either model have "
                                    + Written.percent(importance.topOverlap()) + " in common."));
        }
        says.add("Monotonic check: no monotonicity is enforced; " + rising());
        says.add("Known spurious drivers: what follows the maintenance policy rather than wear (hours since an order,"
                + " counts of orders), and what follows the site or the season (load, ambient temperature). They mislead"
                + " once the policy, the plan or the weather is another.");
        says.add("Glossary of reasons: not signed by maintenance; approving the version in the registry signs it.");
        return new Part(
                7,
                "Explanations",
                says,
                Table.filled(
                        new Table(
                                "What moves the risk, by family",
                                List.of("family", "share of the mean contribution", "features"),
                                importance == null ? List.of() : shares(importance)),
                        new Table(
                                "Features by family",
                                List.of("family", "features"),
                                importance == null ? counts() : List.of())));
    }

    /** What the champion's pushes are, see {@link io.millwright.training.candidate.Explained#contributions}. */
    private String pushes() {
        return metrics.failure() == null
                ? "TreeSHAP contributions to the remaining life, turned round"
                : pushesOf(metrics.champion().candidate());
    }

    static String pushesOf(String candidate) {
        return switch (candidate) {
            case "logistic", TargetSpec.PLAIN ->
                "coefficients times how far each value lies from the mean of the training rows, in log-odds";
            case "random_forest", "tribuo_forest" ->
                "the changes of the probability along the paths of the trees (Saabas)";
            case "ensemble" -> "the mean over the members of each one's share of all it pushes on the row";
            case TargetSpec.SEARCHED ->
                "those of the family the search chose: of boosted trees " + pushesOf("xgboost") + ", of logistic"
                        + " regression " + pushesOf("logistic") + ", of a forest " + pushesOf("random_forest");
            case "robust_z" -> "distances from each machine's own normal, in robust standard deviations";
            case "run_to_failure", "age_based" -> "not given by a policy that looks at no sensor";
            default -> "TreeSHAP contributions in log-odds";
        };
    }

    private List<List<String>> shares(Metrics.Importance importance) {
        return importance.shareByFamily().entrySet().stream()
                .map(family -> List.of(
                        Written.words(family.getKey()),
                        Written.number(100 * family.getValue(), 1) + " %",
                        Long.toString(facts.families().getOrDefault(family.getKey(), 1L))))
                .toList();
    }

    private List<List<String>> counts() {
        return facts.families().entrySet().stream()
                .map(family -> List.of(Written.words(family.getKey()), Long.toString(family.getValue())))
                .toList();
    }

    /** Whether those said to be riskier fail more often. */
    private String rising() {
        List<ReliabilityBin> bins = detail.targets().stream()
                .filter(EvaluationDetail.Target::headline)
                .flatMap(target -> target.reliability().stream())
                .sorted(Comparator.comparingDouble(ReliabilityBin::meanPredicted))
                .toList();
        long falls = IntStream.range(1, bins.size())
                .filter(bin -> bins.get(bin).observedShare() < bins.get(bin - 1).observedShare())
                .count();
        return bins.size() < 2
                ? "there are no probabilities to check."
                : "of " + (bins.size() - 1)
                        + " steps from one tenth of the test rows to the next riskier, the share that"
                        + " failed falls at " + falls + ".";
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
                                + " unlabelled, not healthy.",
                        labels()),
                Table.filled(
                        new Table(
                                "Sources",
                                List.of("source", "kind", "in", "clean", "quarantined", "duplicates merged"),
                                sources),
                        new Table(
                                "Readings that are missing, in stretches with any",
                                List.of("sensor", "promised by its period", "missing"),
                                quality.missing().stream()
                                        .map(sensor -> List.of(
                                                Written.words(sensor.sensor()),
                                                Long.toString(sensor.expected()),
                                                Written.number(
                                                                100.0
                                                                        * Math.max(
                                                                                0,
                                                                                sensor.expected() - sensor.readings())
                                                                        / sensor.expected(),
                                                                2)
                                                        + " %"))
                                        .toList()),
                        new Table("Table versions", List.of("table", "Delta version"), versions)));
    }

    private String labels() {
        DataFigures.Agreement notes = quality.notes();
        return notes == null
                ? "Label quality: no repair has both a component and a note, so nothing checks what the log says failed."
                : "Label quality: of " + notes.orders() + " repairs with a component and a note, " + notes.naming()
                        + " notes name a component, in " + Written.percent(notes.same())
                        + " of them the one of the code.";
    }
}

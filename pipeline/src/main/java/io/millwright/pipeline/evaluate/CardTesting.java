package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import io.millwright.training.SearchRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the model was tested: splits, labels, leak audit. */
record CardTesting(PipelineConfig config, Metrics metrics, CardFacts facts, Written written) {

    static final int NUMBER = 2;

    private static final String AUDIT = "Leak audit";
    private static final String SAYS_OF_AUDIT = AUDIT + ": ";
    private static final String TO_AUDIT = "; ./millwright audit runs it, and adds what it finds to the card beside the"
            + " results, not to the one in the package.";

    Part split() {
        List<String> says = new ArrayList<>();
        says.add("Split: " + config.split().kind().name().toLowerCase(Locale.ROOT)
                + ". Training rows whose outcome reaches into a test are left out (purge = horizon); there is"
                + " no training after a test, so no embargo is needed. Calibration and thresholds of models come from"
                + " machines left out of each fit inside the training period; of policies that"
                + " learn from no labels robust_z chooses its thresholds on quarters of the training period by what is normal in the"
                + " rest of it, the others on the training period itself.");
        says.addAll(choice());
        says.addAll(registered());
        if (facts.trials().own() > 0) {
            says.add(search());
        }
        says.addAll(facts.anomalies());
        for (TargetSpec.Failure target : config.targets().failures()) {
            says.add("Label of " + target.name() + ": 1 where a failure comes within ("
                    + written.span(target.minimumLead()) + ", "
                    + written.span(target.horizon()) + "]; unlabelled inside the minimum lead, inside "
                    + written.span(config.maintenance().repairWindow())
                    + " after a failure or repair, where the horizon is not observed, and where a part was"
                    + " replaced before it failed.");
        }
        Map<Integer, String> chosen = FoldChoice.of(metrics);
        List<List<String>> folds = metrics.folds().stream()
                .map(fold -> List.of(
                        Integer.toString(fold.fold()),
                        written.date(fold.trainFrom()),
                        written.date(fold.trainTo()),
                        written.date(fold.testFrom()),
                        written.date(fold.testTo()),
                        Long.toString(fold.n()),
                        Long.toString(fold.events()),
                        Written.figure(fold.averagePrecision(), 3),
                        Written.words(chosen.getOrDefault(fold.fold(), ""))))
                .toList();
        List<List<String>> unlabelled = new ArrayList<>();
        facts.unlabelled()
                .forEach((target, counts) -> counts.forEach(
                        (reason, n) -> unlabelled.add(List.of(target, Written.words(reason), Long.toString(n)))));
        Part untold = new Part(
                NUMBER,
                "How it was tested",
                says,
                Table.filled(
                        new Table(
                                "Tests",
                                List.of(
                                        "test",
                                        "training from",
                                        "to",
                                        "test from",
                                        "to",
                                        "rows",
                                        "failures",
                                        "average precision",
                                        "candidate"),
                                folds),
                        new Table(
                                "Rows by label, or by the reason for having none",
                                List.of("target", "label or reason", "rows"),
                                unlabelled)));
        return audited(untold, facts.audit(), metrics.judged());
    }

    /** Who was chosen, on what; empty without failure targets. */
    private List<String> choice() {
        Map<String, Long> tests = FoldChoice.of(metrics).values().stream()
                .collect(Collectors.groupingBy(Written::words, LinkedHashMap::new, Collectors.counting()));
        if (tests.isEmpty()) {
            return List.of();
        }
        return List.of(
                "Choice: each test has the candidate that costs least per machine-week, at its cheapest threshold, on the"
                        + " validation rows of the test's own training period ("
                        + tests.entrySet().stream()
                                .map(each -> each.getKey() + " in " + each.getValue() + " of "
                                        + metrics.folds().size())
                                .collect(Collectors.joining(", "))
                        + "). While there is no champion, the policy it is held against is chosen likewise. No test takes part in the"
                        + " choice it judges, so together they judge the choosing.");
    }

    private List<String> registered() {
        Map<Integer, String> chosen = FoldChoice.of(metrics);
        String candidate = metrics.champion().candidate();
        return chosen.isEmpty()
                ? List.of()
                : List.of("Registered is " + Written.words(candidate)
                        + ", which costs least on rows left out of its fits over the whole period"
                        + (chosen.containsValue(candidate)
                                ? "."
                                : "; no test had chosen it, so the figures of this card are of the other candidates."));
    }

    private String search() {
        SearchRecord.Count trials = facts.trials();
        return "Search: " + trials.own() + " trials of a seeded random search with successive halving over"
                + " families of models, windows, features and settings, "
                + config.targets().searchTrials() + " inside each training period for each target, judged by log"
                + " loss on machines left out; the standard boosted model is the first of them, and the best of"
                + " them is the candidate " + TargetSpec.SEARCHED + ". No trial saw a test."
                + (trials.others() == 0
                        ? ""
                        : " On record are " + trials.others() + " trials more, of " + trials.trainings()
                                + " other training" + (trials.trainings() == 1 ? "" : "s")
                                + " whose tests overlap these: " + (trials.own() + trials.others())
                                + " in all.");
    }

    /** The part with what the audit said of these models, in place of what an earlier one said. */
    static Part audited(Part testing, Optional<AuditFile> audit, Metrics.@Nullable Judged judged) {
        Optional<AuditFile> own = audit.filter(of -> of.isOf(judged));
        List<String> says = new ArrayList<>(testing.statements());
        says.removeIf(statement -> statement.startsWith(SAYS_OF_AUDIT));
        if (own.isEmpty()) {
            says.add(SAYS_OF_AUDIT
                    + audit.map(CardTesting::ofOthers).orElse("not run before this card was written")
                    + TO_AUDIT);
        }
        List<Table> tables = new ArrayList<>(testing.tables());
        tables.removeIf(table -> table.title().equals(AUDIT));
        List<List<String>> tests = own.stream()
                .flatMap(of -> of.tests().stream())
                .map(test -> List.of(test.id(), test.status() + " " + test.evidence()))
                .toList();
        tables.addAll(Table.filled(new Table(AUDIT, List.of("test", "status"), tests)));
        return new Part(testing.number(), testing.title(), says, tables);
    }

    private static String ofOthers(AuditFile audit) {
        return "not run on these models, the newest is "
                + (audit.runId() == null
                        ? "of data nothing was trained on yet"
                        : "of run " + audit.runId() + " under another training or pipeline file");
    }
}

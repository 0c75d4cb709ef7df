package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model beside its alternatives, and on parts of the fleet. */
record CardComparisons(PipelineConfig config, Metrics metrics, EvaluationDetail detail, Written written) {

    private static final int FEW_EVENTS = 10;

    Part baselines() {
        List<List<String>> rows = new ArrayList<>();
        Stream.concat(metrics.baselines().values().stream(), metrics.candidates().values().stream())
                .forEach(policy -> {
                    Metrics.Point budget = policy.point("alert_budget");
                    Metrics.Point cheapest = policy.point("cost_optimal");
                    rows.add(List.of(
                            Written.words(policy.candidate()),
                            Written.figure(policy.averagePrecision(), 3),
                            Written.percent(budget.eventRecall()),
                            Written.percent(budget.eventPrecision()),
                            Written.figure(budget.alertsPerMachineWeek(), 2),
                            written.money(cheapest.costPerMachineWeek())));
                });
        List<String> says = new ArrayList<>();
        says.addAll(fresh("machines", List.of(), metrics.newMachines()));
        says.addAll(fresh("sites", config.split().heldOutSites(), metrics.newSites()));
        says.addAll(fresh("component generations", config.split().heldOutGenerations(), metrics.newGenerations()));
        Metrics.FailureSeverity severity = metrics.severity();
        if (severity != null) {
            says.add(severity.says() + " Failures before the tests' rows: " + severity.failures()
                    + ". The rule's mean error minus the model's, in levels: "
                    + Written.figure(severity.levelsSaved(), 2) + ".");
        }
        Metrics.Components components = metrics.components();
        if (components != null) {
            says.add("Which component fails, mean F1 over none and the components: "
                    + Written.figure(components.macroF1(), 3) + metrics.looks().beside() + ".");
        }
        EvaluationDetail.Rul rul = detail.rul();
        List<List<String>> lives = rul == null
                ? List.of()
                : rul.candidates().stream()
                        .map(candidate -> List.of(
                                Written.words(candidate.candidate()),
                                Written.figure(candidate.rmseCapped(), 2),
                                Written.figure(candidate.rmse(), 2),
                                Written.figure(candidate.nasaScoreSum(), 0),
                                Written.percent(candidate.intervalCoverage()),
                                Written.figure(candidate.intervalMeanWidth(), 1)))
                        .toList();
        return new Part(
                3,
                "Beside the alternatives",
                says,
                Table.filled(
                        new Table(
                                "Policies on the same tests" + metrics.looks().beside(),
                                List.of(
                                        "policy",
                                        "average precision",
                                        "event recall at budget",
                                        "event precision at budget",
                                        "alerts per machine-week at budget",
                                        "cost per machine-week, cheapest"),
                                rows),
                        new Table(
                                "Severity of failures, row by row before them",
                                List.of(
                                        "says",
                                        "true level",
                                        "said low",
                                        "said medium",
                                        "said high",
                                        "macro accuracy",
                                        "mean error in levels"),
                                severity == null ? List.of() : severities(severity)),
                        new Table(
                                "Remaining life",
                                List.of("candidate", "capped RMSE", "RMSE", "NASA score, sum", "coverage", "width"),
                                lives),
                        new Table(
                                "Remaining life at fixed times before the end: lives said within 20 % of the truth"
                                        + metrics.looks().beside(),
                                List.of("candidate", "before the end", "right", "of lives", "share"),
                                rul == null ? List.of() : atLeads(rul)),
                        new Table(
                                "Remaining life on all test rows, machines still running counted"
                                        + metrics.looks().beside(),
                                List.of(
                                        "candidate",
                                        "lives",
                                        "still running",
                                        "who fails first",
                                        "Brier score up to the cap",
                                        "of one curve for all",
                                        "saved"),
                                rul == null ? List.of() : censored(rul))));
    }

    private static List<List<String>> censored(EvaluationDetail.Rul rul) {
        List<List<String>> rows = new ArrayList<>();
        for (Metrics.Rul candidate : rul.candidates()) {
            RulCensored found = candidate.censored();
            if (found != null) {
                rows.add(List.of(
                        Written.words(candidate.candidate()),
                        Long.toString(found.lives()),
                        Long.toString(found.running()),
                        Written.figure(found.concordance(), 3),
                        found.noCurve() == null ? Written.figure(found.integratedBrier(), 4) : found.noCurve(),
                        Written.figure(found.integratedBrierOfKaplanMeier(), 4),
                        found.noCurve() == null ? Written.figure(found.integratedBrierSaved(), 4) : "–"));
            }
        }
        return rows;
    }

    private List<List<String>> atLeads(EvaluationDetail.Rul rul) {
        List<List<String>> rows = new ArrayList<>();
        for (Metrics.Rul candidate : rul.candidates()) {
            RulAtLeads found = candidate.atLeads();
            if (found != null) {
                found.leads().stream()
                        .map(at -> List.of(
                                Written.words(candidate.candidate()),
                                written.hours(at.lead()),
                                Long.toString(at.right()),
                                Long.toString(at.lives()),
                                Written.percent(at.hitRate())))
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    /** @param named of these; empty where they were drawn */
    private List<String> fresh(String what, List<String> named, Metrics.@Nullable Failure figures) {
        return figures == null
                ? List.of()
                : List.of("On " + what + " that never trained ("
                        + named.stream().map(name -> name + ", ").collect(Collectors.joining())
                        + Written.words(figures.candidate())
                        + "): average precision " + Written.figure(figures.averagePrecision(), 3)
                        + ", event recall at the alert budget "
                        + Written.percent(figures.point("alert_budget").eventRecall()) + ", " + figures.events()
                        + " failures" + metrics.looks().beside() + ".");
    }

    private static List<List<String>> severities(Metrics.FailureSeverity severity) {
        List<List<String>> rows = new ArrayList<>(severities("work list's rule", severity.levels(), severity.rule()));
        if (severity.model() != null) {
            rows.addAll(severities("model", severity.levels(), severity.model()));
        }
        return rows;
    }

    private static List<List<String>> severities(String who, List<String> levels, Metrics.LevelFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            List<String> row = new ArrayList<>(List.of(who, levels.get(level)));
            figures.confusion().get(level).forEach(count -> row.add(Long.toString(count)));
            row.add(level == 0 ? Written.percent(figures.macroAccuracy()) : "");
            row.add(level == 0 ? Written.figure(figures.meanAbsoluteLevelError(), 2) : "");
            rows.add(row);
        }
        return rows;
    }

    Part segments() {
        List<List<String>> rows = new ArrayList<>();
        List<String> says = new ArrayList<>();
        detail.targets().stream().filter(EvaluationDetail.Target::headline).forEach(target -> {
            target.segments()
                    .forEach(segment -> rows.add(List.of(
                            Written.words(segment.by()),
                            Written.words(segment.name()),
                            segment.events() + (segment.events() < FEW_EVENTS ? " (few)" : ""),
                            Written.percent(segment.eventRecall()),
                            Written.percent(segment.incumbentRecall()),
                            Written.percent(segment.eventPrecision()))));
            target.segments().stream()
                    .filter(segment -> segment.events() >= FEW_EVENTS)
                    .min(Comparator.comparingDouble(
                            segment -> segment.eventRecall().value()))
                    .ifPresent(worst -> says.add("Worst with at least " + FEW_EVENTS + " failures: "
                            + Written.words(worst.by()) + " " + Written.words(worst.name()) + ", event recall "
                            + Written.percent(worst.eventRecall()) + "."));
            says.add(
                    "Ages are as the test starts; a generation is that of the part that failed, as it sat in the machine"
                            + " when the test started.");
            says.addAll(notDivided(target.notDivided()));
        });
        EvaluationDetail.Rul rul = detail.rul();
        if (rul != null) {
            rul.segments().stream()
                    .filter(segment -> segment.units() >= FEW_EVENTS)
                    .max(Comparator.comparingDouble(
                            segment -> segment.rmseCapped().value()))
                    .ifPresent(worst -> says.add("Remaining life is worst, of parts with at least " + FEW_EVENTS
                            + " machines, in " + Written.words(worst.by()) + " " + Written.words(worst.name())
                            + ": capped RMSE " + Written.figure(worst.rmseCapped(), 2) + "."));
            if (rows.isEmpty()) {
                says.addAll(notDivided(rul.notDivided()));
            }
        }
        return new Part(
                4,
                "Parts of the fleet",
                says,
                Table.filled(
                        new Table(
                                "At the cheapest threshold",
                                List.of("by", "part", "failures", "event recall", "incumbent's", "event precision"),
                                rows),
                        new Table(
                                "Remaining life",
                                List.of("by", "part", "machines", "capped RMSE", "intervals that hold"),
                                rul == null ? List.of() : lives(rul))));
    }

    private static List<String> notDivided(Map<String, String> reasons) {
        return reasons.entrySet().stream()
                .map(way -> "Not by " + Written.words(way.getKey()) + ": " + way.getValue() + ".")
                .toList();
    }

    private static List<List<String>> lives(EvaluationDetail.Rul rul) {
        return rul.segments().stream()
                .map(segment -> List.of(
                        Written.words(segment.by()),
                        Written.words(segment.name()),
                        segment.units() + (segment.units() < FEW_EVENTS ? " (few)" : ""),
                        Written.figure(segment.rmseCapped(), 2),
                        Written.percent(segment.intervalCoverage())))
                .toList();
    }
}

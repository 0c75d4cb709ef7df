package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the ten parts of a model card from a run's facts; states what is bad as plainly as what is good. */
final class CardWriter {

    private static final int FEW_EVENTS = 10;
    private static final int CASES = 5;

    private final PipelineConfig config;
    private final Metrics metrics;
    private final EvaluationDetail detail;
    private final DataFigures.Quality quality;
    private final CardFacts facts;
    private final Written written;

    CardWriter(
            PipelineConfig config,
            Metrics metrics,
            EvaluationDetail detail,
            DataFigures.Quality quality,
            CardFacts facts) {
        this.config = config;
        this.metrics = metrics;
        this.detail = detail;
        this.quality = quality;
        this.facts = facts;
        this.written =
                new Written(config.timeAxis() == TimeAxis.CYCLES, config.costs().currency());
    }

    ModelCard card(String runId) {
        List<Part> parts = List.of(
                front(),
                split(),
                baselines(),
                segments(),
                calibrationAndCases(),
                costs(),
                explanations(),
                data(),
                upkeep(),
                rebuilding(runId));
        return new ModelCard(
                "Model card: " + Written.words(metrics.champion().candidate()),
                metrics.champion().candidate(),
                runId,
                null,
                parts,
                metrics);
    }

    private Part front() {
        List<String> says = new ArrayList<>();
        says.add("For equipment of type "
                + facts.types().entrySet().stream()
                        .map(type -> Written.words(type.getKey()) + " (" + type.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + ".");
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            says.add("Predicts the probability of a failure between " + written.hours(failure.minimumLeadHours())
                    + " and "
                    + written.hours(failure.horizonHours()) + " after the moment of prediction; less than "
                    + written.hours(failure.minimumLeadHours()) + " ahead is too late to count.");
            Metrics.Point budget = point(failure, "alert_budget");
            says.add("At " + Written.number(config.capacity().alertsPerMachineWeek(), 2)
                    + " alerts per machine-week: event recall "
                    + Written.percent(budget.eventRecall()) + ", event precision "
                    + Written.percent(budget.eventPrecision()) + ", "
                    + budget.counts().detected() + " of " + budget.counts().events() + " failures in "
                    + Written.number(budget.counts().machineWeeks(), 0) + " machine-weeks.");
            says.add("At the cheapest threshold it saves "
                    + written.money(metrics.champion().savedCostPerMachineWeek()) + " per machine-week against "
                    + Written.words(metrics.champion().incumbent()) + ".");
        }
        Metrics.Rul rul = metrics.rul();
        if (rul != null) {
            says.add("Predicts remaining useful life in " + rul.unit() + ": capped RMSE "
                    + Written.figure(rul.rmseCapped(), 2)
                    + ", RMSE " + Written.figure(rul.rmse(), 2) + ", " + Math.round(100 * rul.intervalNominal())
                    + " % intervals hold the truth in " + Written.percent(rul.intervalCoverage()) + " of cases, on "
                    + rul.units() + " units.");
        }
        says.add(
                metrics.champion().promoted()
                        ? "Promoted by the rule: it beats the incumbent beyond doubt."
                        : "Not promoted: "
                                + String.join("; ", metrics.champion().reasons()) + ".");
        says.add("The test windows were looked at " + metrics.looks().count()
                + " times with different data, settings or code.");
        says.add("Not to be used for: safety functions or stopping a machine by itself, equipment types not named here,"
                + " failures that come without any precursor, and judging people's work.");
        return part(1, "What it does, and how well", says);
    }

    private static Metrics.Point point(Metrics.Failure failure, String name) {
        Metrics.Point point = failure.operatingPoints().get(name);
        if (point == null) {
            throw new IllegalArgumentException("no operating point " + name);
        }
        return point;
    }

    private Part split() {
        List<String> says = new ArrayList<>();
        says.add("Split: " + config.split().kind().name().toLowerCase(Locale.ROOT)
                + ". Training rows whose outcome reaches into a test are left out (purge = horizon); there is"
                + " no training after a test, so no embargo is needed. Calibration and thresholds come from"
                + " machines left out of each fit inside the training period.");
        for (TargetSpec.Failure target : config.targets().failures()) {
            says.add("Label of " + target.name() + ": 1 where a failure comes within ("
                    + written.span(target.minimumLead()) + ", "
                    + written.span(target.horizon()) + "]; unlabelled inside the minimum lead, inside "
                    + written.span(config.maintenance().repairWindow())
                    + " after a failure or repair, where the horizon is not observed, and where a part was"
                    + " replaced before it failed.");
        }
        List<List<String>> folds = metrics.folds().stream()
                .map(fold -> List.of(
                        Integer.toString(fold.fold()),
                        written.date(fold.trainFrom()),
                        written.date(fold.trainTo()),
                        written.date(fold.testFrom()),
                        written.date(fold.testTo()),
                        Long.toString(fold.n()),
                        Long.toString(fold.events()),
                        Written.figure(fold.averagePrecision(), 3)))
                .toList();
        List<List<String>> unlabelled = new ArrayList<>();
        facts.unlabelled()
                .forEach((target, counts) -> counts.forEach(
                        (reason, n) -> unlabelled.add(List.of(target, Written.words(reason), Long.toString(n)))));
        List<List<String>> leakage = facts.leakage().entrySet().stream()
                .map(test -> List.of(test.getKey(), test.getValue().strip()))
                .toList();
        if (leakage.isEmpty()) {
            says.add("Leak audit: not run on this lake; ./millwright audit runs it.");
        }
        return new Part(
                2,
                "How it was tested",
                says,
                tables(
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
                                        "average precision"),
                                folds),
                        new Table(
                                "Rows by label, or by the reason for having none",
                                List.of("target", "label or reason", "rows"),
                                unlabelled),
                        new Table("Leak audit", List.of("test", "status"), leakage)));
    }

    private Part baselines() {
        List<List<String>> rows = new ArrayList<>();
        Stream.concat(metrics.baselines().values().stream(), metrics.candidates().values().stream())
                .forEach(policy -> {
                    Metrics.Point budget = point(policy, "alert_budget");
                    Metrics.Point cheapest = point(policy, "cost_optimal");
                    rows.add(List.of(
                            Written.words(policy.candidate()),
                            Written.figure(policy.averagePrecision(), 3),
                            Written.percent(budget.eventRecall()),
                            Written.percent(budget.eventPrecision()),
                            Written.figure(budget.alertsPerMachineWeek(), 2),
                            written.money(cheapest.costPerMachineWeek())));
                });
        List<String> says = new ArrayList<>();
        Metrics.Failure fresh = metrics.newMachines();
        if (fresh != null) {
            says.add("On machines that never trained (" + Written.words(fresh.candidate()) + "): average precision "
                    + Written.figure(fresh.averagePrecision(), 3) + ", event recall at the alert budget "
                    + Written.percent(point(fresh, "alert_budget").eventRecall()) + ", " + fresh.events()
                    + " failures.");
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
                tables(
                        new Table(
                                "Policies on the same tests",
                                List.of(
                                        "policy",
                                        "average precision",
                                        "event recall at budget",
                                        "event precision at budget",
                                        "alerts per machine-week at budget",
                                        "cost per machine-week, cheapest"),
                                rows),
                        new Table(
                                "Remaining life",
                                List.of("candidate", "capped RMSE", "RMSE", "NASA score, sum", "coverage", "width"),
                                lives)));
    }

    private Part segments() {
        List<List<String>> rows = new ArrayList<>();
        List<String> says = new ArrayList<>();
        detail.targets().stream().filter(EvaluationDetail.Target::headline).forEach(target -> {
            target.segments()
                    .forEach(segment -> rows.add(List.of(
                            segment.by(),
                            Written.words(segment.name()),
                            segment.events() + (segment.events() < FEW_EVENTS ? " (few)" : ""),
                            Written.percent(segment.eventRecall()),
                            Written.percent(segment.incumbentRecall()),
                            Written.percent(segment.eventPrecision()))));
            target.segments().stream()
                    .filter(segment -> segment.events() >= FEW_EVENTS)
                    .min(Comparator.comparingDouble(
                            segment -> segment.eventRecall().value()))
                    .ifPresent(worst -> says.add("Worst with at least " + FEW_EVENTS + " failures: " + worst.by() + " "
                            + Written.words(worst.name()) + ", event recall " + Written.percent(worst.eventRecall())
                            + "."));
        });
        return new Part(
                4,
                "Parts of the fleet",
                says,
                tables(new Table(
                        "At the cheapest threshold",
                        List.of("by", "part", "failures", "event recall", "incumbent's", "event precision"),
                        rows)));
    }

    private Part calibrationAndCases() {
        List<String> says = new ArrayList<>();
        List<List<String>> curve = new ArrayList<>();
        List<List<String>> cases = new ArrayList<>();
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            says.add("Calibration slope " + Written.figure(failure.calibrationSlope(), 2)
                    + " (1 is right, below 1 too extreme), Brier score "
                    + Written.figure(failure.brier(), 4) + ", median lead at the cheapest threshold "
                    + Written.figure(point(failure, "cost_optimal").medianLeadHours(), 1)
                    + " hours, a missed failure counting 0.");
        }
        detail.targets().stream().filter(EvaluationDetail.Target::headline).forEach(target -> {
            target.reliability()
                    .forEach(bin -> curve.add(List.of(
                            Written.number(100 * bin.meanPredicted(), 1) + " %",
                            Written.number(100 * bin.observedShare(), 1) + " %",
                            Long.toString(bin.n()))));
            target.events().stream()
                    .filter(EvaluationDetail.Event::detected)
                    .sorted(Comparator.comparingDouble((EvaluationDetail.Event event) -> -event.leadHours()))
                    .limit(CASES)
                    .forEach(event -> cases.add(caseOf("best", event)));
            target.events().stream()
                    .filter(event -> !event.detected())
                    .sorted(Comparator.comparingDouble(EvaluationDetail.Event::highestScoreInZone))
                    .limit(CASES)
                    .forEach(event -> cases.add(caseOf("worst", event)));
        });
        EvaluationDetail.Rul rul = detail.rul();
        List<List<String>> bands = new ArrayList<>();
        if (rul != null) {
            rul.coverageByBand().forEach((from, coverage) -> bands.add(List.of(from, Written.percent(coverage))));
        }
        return new Part(
                5,
                "Calibration, and the best and worst cases",
                says,
                tables(
                        new Table(
                                "Reliability: tenths of the test rows",
                                List.of("mean predicted", "share that failed", "rows"),
                                curve),
                        new Table(
                                "Cases",
                                List.of("", "machine", "failed at", "component", "mode", "lead", "highest risk seen"),
                                cases),
                        new Table(
                                "Coverage by true remaining life",
                                List.of("from", "share of intervals that hold"),
                                bands)));
    }

    private List<String> caseOf(String kind, EvaluationDetail.Event event) {
        return List.of(
                kind,
                event.equipmentId(),
                written.date(event.at()),
                Written.words(event.component()),
                Written.words(event.mode()),
                event.detected() ? written.hours(event.leadHours()) : event.alertedLate() ? "alert too late" : "missed",
                Written.number(event.highestScoreInZone(), 3));
    }

    private Part costs() {
        List<List<String>> points = new ArrayList<>();
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            failure.operatingPoints().forEach((name, point) -> point.byFold()
                    .forEach(fold -> points.add(List.of(
                            Written.words(name),
                            Integer.toString(fold.fold()),
                            Double.isNaN(fold.threshold()) || Double.isInfinite(fold.threshold())
                                    ? "never alerts"
                                    : Written.number(fold.threshold(), 4),
                            written.date(fold.chosenOn().from()) + " to "
                                    + written.date(fold.chosenOn().to()),
                            fold.attained() ? "yes" : "no",
                            fold.reason()))));
        }
        List<List<String>> sensitivity = detail.targets().stream()
                .filter(EvaluationDetail.Target::headline)
                .flatMap(target -> target.costSensitivity().stream())
                .map(each -> List.of(
                        each.name(),
                        written.money(each.championCost()),
                        written.money(each.incumbentCost()),
                        written.money(each.saved())))
                .toList();
        return new Part(
                6,
                "Thresholds and costs",
                List.of(
                        "Assumed: an unplanned failure "
                                + written.money(config.costs().unplanned()) + ", the same work planned "
                                + written.money(config.costs().planned()) + ", a false alarm "
                                + written.money(config.costs().falseAlarm()) + "; crews have "
                                + Written.number(config.capacity().crewHoursPerSiteDay(), 1)
                                + " hours per site and day.",
                        "What is left undone for lack of crew hours stands on every work list."),
                tables(
                        new Table(
                                "Thresholds",
                                List.of(
                                        "operating point",
                                        "test",
                                        "threshold",
                                        "chosen on",
                                        "promise kept there",
                                        "because"),
                                points),
                        new Table(
                                "If costs were other than assumed, thresholds as chosen",
                                List.of("case", "cost per machine-week", "incumbent's", "saved per machine-week"),
                                sensitivity)));
    }

    private Part explanations() {
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
                tables(new Table("Features by family", List.of("family", "features"), families)));
    }

    private Part data() {
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
                tables(
                        new Table(
                                "Sources",
                                List.of("source", "kind", "in", "clean", "quarantined", "duplicates merged"),
                                sources),
                        new Table("Table versions", List.of("table", "Delta version"), versions)));
    }

    private Part upkeep() {
        String delay = config.targets()
                .headline()
                .map(target ->
                        written.span(target.horizon().plus(config.maintenance().repairWindow())))
                .orElse("one full life");
        return part(
                9,
                "Upkeep",
                List.of(
                        "Labels are complete " + delay + " after the prediction; younger predictions are not judged.",
                        "Drift is watched by PSI and Wasserstein distance on one value per machine, held against their"
                                + " distribution when nothing changes.",
                        "Retrain when a feature family drifts or the failure rate leaves its interval; the new model"
                                + " replaces this one only by the same rule. Roll back by setting the champion alias to"
                                + " the earlier version.",
                        "Valid for as long after " + lastTest()
                                + " as its drift stays quiet, at most half a year; then it must be judged again."
                                + " The owner is whoever approves it in the registry."));
    }

    private String lastTest() {
        return metrics.folds().isEmpty()
                ? "its tests"
                : written.date(metrics.folds().get(metrics.folds().size() - 1).testTo());
    }

    private Part rebuilding(String runId) {
        return part(
                10,
                "Rebuilding it",
                List.of(
                        "Run " + runId + ", configuration " + config.hash() + ", seed "
                                + config.targets().seed() + ", "
                                + config.targets().bootstrapDraws() + " bootstrap draws.",
                        "Candidates tried: "
                                + config.targets().candidates().stream()
                                        .map(Written::words)
                                        .collect(Collectors.joining(", "))
                                + ", each on " + metrics.folds().size() + " tests with "
                                + config.targets().innerFolds() + " inner folds.",
                        "Commit, library versions, seeds, feature specification and hashes of all files stand in"
                                + " manifest.json of the package; the training set lies beside it. ./millwright reproduce"
                                + " rebuilds the model and compares."));
    }

    private static Part part(int number, String title, List<String> statements) {
        return new Part(number, title, statements, List.of());
    }

    private static List<Table> tables(Table... tables) {
        return Stream.of(tables).filter(table -> !table.rows().isEmpty()).toList();
    }
}

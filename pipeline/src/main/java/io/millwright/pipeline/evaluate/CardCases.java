package io.millwright.pipeline.evaluate;

import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;

/** Calibration, and the best and worst cases. */
record CardCases(Metrics metrics, EvaluationDetail detail, CardFacts facts, Written written) {

    private static final int CASES = 5;
    private static final int LEAD_BINS = 6;

    Part calibrationAndCases() {
        List<String> says = new ArrayList<>();
        List<List<String>> curve = new ArrayList<>();
        List<List<String>> cases = new ArrayList<>();
        List<List<String>> leads = new ArrayList<>();
        List<List<String>> alarms = new ArrayList<>();
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            says.add("Calibration slope " + Written.figure(failure.calibrationSlope(), 2)
                    + " (1 is right, below 1 too extreme), intercept "
                    + Written.figure(failure.calibrationIntercept(), 2) + " in log-odds (0 is right), Brier score "
                    + Written.figure(failure.brier(), 4) + ", log loss "
                    + Written.figure(failure.logLoss(), 4) + " nats a row, median lead at the cheapest threshold "
                    + Written.figure(failure.point("cost_optimal").medianLeadHours(), 1)
                    + " hours, a missed failure counting 0.");
        }
        if (!facts.livesCalibrated()) {
            says.add("Intervals of remaining life are not calibrated: too few lives had ended in the training data to"
                    + " tell how wide they must be, so they promise no coverage.");
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
            leads.addAll(leads(target));
            target.episodes().stream()
                    .filter(alert -> alert.outcome().equals("false_alarm"))
                    .sorted(Comparator.comparingDouble((EvaluationDetail.Alert alert) -> -alert.score()))
                    .limit(CASES)
                    .forEach(alert -> alarms.add(List.of(
                            alert.equipmentId(), written.date(alert.start()), Written.number(alert.score(), 3))));
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
                Table.filled(
                        new Table(
                                "Reliability: tenths of the test rows",
                                List.of("mean predicted", "share that failed", "rows"),
                                curve),
                        new Table(
                                "Cases",
                                List.of("", "machine", "failed at", "component", "mode", "lead", "highest risk seen"),
                                cases),
                        new Table(
                                "Worst false alarms: the surest of them",
                                List.of("machine", "alert at", "score"),
                                alarms),
                        new Table(
                                "Warning time at the cheapest threshold",
                                List.of("first alert before the failure", "failures"),
                                leads),
                        new Table(
                                "Coverage by true remaining life",
                                List.of("from", "share of intervals that hold"),
                                bands)));
    }

    /** Failures without a warning, then by sixths of the span in which one counts. */
    private List<List<String>> leads(EvaluationDetail.Target target) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("none in time", Long.toString(count(target, lead -> !(lead > 0)))));
        double step = (target.horizonHours() - target.minimumLeadHours()) / LEAD_BINS;
        for (int bin = 0; bin < LEAD_BINS; bin++) {
            double from = target.minimumLeadHours() + bin * step;
            double to = bin == LEAD_BINS - 1 ? Double.POSITIVE_INFINITY : from + step;
            rows.add(List.of(
                    written.hours(from) + " to " + written.hours(from + step),
                    Long.toString(count(target, lead -> lead > 0 && lead >= from && lead < to))));
        }
        return rows;
    }

    private static long count(EvaluationDetail.Target target, DoublePredicate lead) {
        return target.leadHours().stream().filter(hours -> lead.test(hours)).count();
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
}

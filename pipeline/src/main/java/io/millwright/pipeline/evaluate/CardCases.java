package io.millwright.pipeline.evaluate;

import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Calibration, and the best and worst cases. */
record CardCases(Metrics metrics, EvaluationDetail detail, Written written) {

    private static final int CASES = 5;

    Part calibrationAndCases() {
        List<String> says = new ArrayList<>();
        List<List<String>> curve = new ArrayList<>();
        List<List<String>> cases = new ArrayList<>();
        Metrics.Failure failure = metrics.failure();
        if (failure != null) {
            says.add("Calibration slope " + Written.figure(failure.calibrationSlope(), 2)
                    + " (1 is right, below 1 too extreme), Brier score "
                    + Written.figure(failure.brier(), 4) + ", median lead at the cheapest threshold "
                    + Written.figure(failure.point("cost_optimal").medianLeadHours(), 1)
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
}

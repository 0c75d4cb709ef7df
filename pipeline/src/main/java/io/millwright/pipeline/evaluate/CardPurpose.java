package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What it does, and how well: the first page of a model card. */
record CardPurpose(PipelineConfig config, Metrics metrics, CardFacts facts, Written written) {

    Part front() {
        List<String> says = new ArrayList<>();
        String look = metrics.looks().beside();
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
            Metrics.Point budget = failure.point("alert_budget");
            says.add("At " + Written.number(config.capacity().alertsPerMachineWeek(), 2)
                    + " alerts per machine-week: event recall "
                    + Written.percent(budget.eventRecall()) + ", event precision "
                    + Written.percent(budget.eventPrecision()) + ", "
                    + budget.counts().detected() + " of " + budget.counts().events() + " failures in "
                    + Written.number(budget.counts().machineWeeks(), 0) + " machine-weeks" + look + ".");
            says.add("At the cheapest threshold it saves "
                    + written.money(metrics.champion().savedCostPerMachineWeek()) + " per machine-week against "
                    + Written.words(metrics.champion().incumbent()) + look + ".");
        }
        Metrics.Rul rul = metrics.rul();
        if (rul != null) {
            says.add("Predicts remaining useful life in " + rul.unit() + ": capped RMSE "
                    + Written.figure(rul.rmseCapped(), 2)
                    + ", RMSE " + Written.figure(rul.rmse(), 2) + ", " + Math.round(100 * rul.intervalNominal())
                    + " % intervals hold the truth in " + Written.percent(rul.intervalCoverage()) + " of cases, on "
                    + rul.units() + " units" + look + ".");
        }
        says.add(
                metrics.champion().promoted()
                        ? "Promoted by the rule: it beats the incumbent beyond doubt."
                        : "Not promoted: "
                                + String.join("; ", metrics.champion().reasons()) + ".");
        if (!metrics.champion().lifeCaution().isEmpty()) {
            says.add("But " + metrics.champion().lifeCaution() + look + ".");
        }
        says.add("The test windows were looked at " + metrics.looks().count()
                + " times with different data, settings or code.");
        says.add("Not to be used for: safety functions or stopping a machine by itself, equipment types not named here,"
                + " failures that come without any precursor, and judging people's work.");
        return Part.of(1, "What it does, and how well", says);
    }
}

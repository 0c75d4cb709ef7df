package io.millwright.pipeline.evaluate;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.evaluate.ModelCard.Part;
import io.millwright.pipeline.evaluate.ModelCard.Table;
import java.util.ArrayList;
import java.util.List;

/** Thresholds, what they cost, and what they would cost if costs were other than assumed. */
record CardCosts(PipelineConfig config, Metrics metrics, EvaluationDetail detail, Written written) {

    Part costs() {
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
                        used(),
                        "What is left undone for lack of crew hours stands on every work list."),
                Table.filled(
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

    private String used() {
        Metrics.Failure failure = metrics.failure();
        return failure == null
                ? "There are no alerts, so no capacity is used by them."
                : "At the cheapest threshold it raises "
                        + Written.figure(failure.point("cost_optimal").alertsPerMachineWeek(), 2)
                        + " alerts per machine-week; there is work for "
                        + Written.number(config.capacity().alertsPerMachineWeek(), 2) + ".";
    }
}

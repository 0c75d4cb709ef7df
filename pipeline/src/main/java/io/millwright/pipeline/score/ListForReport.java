package io.millwright.pipeline.score;

import io.millwright.training.ScoredMachine;
import io.millwright.worklist.Prediction;
import io.millwright.worklist.RollUp;
import io.millwright.worklist.SitePlan;
import io.millwright.worklist.Status;
import io.millwright.worklist.Worklist;
import io.millwright.worklist.WorklistRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The list as the report shows it. */
final class ListForReport {

    private static final Set<Status> NAMED_BY_STATUS =
            Set.of(Status.ALREADY_PLANNED, Status.CLEARED, Status.UNUSUAL, Status.NO_READINGS);

    private ListForReport() {}

    static WorkListFile of(
            Worklist list,
            ListedModel listed,
            ScoringTarget target,
            List<Prediction> predictions,
            List<RollUp.Risk> risks,
            List<ScoredMachine> machines) {
        Map<String, String> types = new HashMap<>();
        machines.forEach(machine -> types.put(machine.equipmentId(), machine.type()));
        return new WorkListFile(
                list.asOf(),
                listed.model().version(),
                listed.model().manifest().candidate(),
                listed.promoted(),
                listed.waits(),
                target.target().name(),
                target.target().horizon().toMillis() / 3_600_000.0,
                target.target().minimumLead().toMillis() / 3_600_000.0,
                target.threshold(),
                list.rows().stream().map(row -> row(row, types)).toList(),
                list.sites().stream().map(site -> load(site, list)).toList(),
                health(list, predictions, types),
                risks.stream().flatMap(risk -> groupRisk(risk).stream()).toList());
    }

    /** Of a fleet of which nothing is foretold, so that no model, target or risk is named. */
    static WorkListFile unlabelled(Worklist list) {
        return new WorkListFile(
                list.asOf(),
                "",
                "",
                false,
                false,
                "",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                list.rows().stream().map(row -> row(row, Map.of())).toList(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Empty for components and machines, which the list and the health have. */
    private static Optional<WorkListFile.GroupRisk> groupRisk(RollUp.Risk risk) {
        return risk.place().level().compareTo(RollUp.Level.EQUIPMENT) <= 0
                ? Optional.empty()
                : Optional.of(new WorkListFile.GroupRisk(
                        WorklistTable.word(risk.place().level()),
                        risk.place().site(),
                        risk.place().system(),
                        risk.machines(),
                        risk.pFail(),
                        risk.expectedMachines()));
    }

    private static WorkListFile.Row row(WorklistRow row, Map<String, String> types) {
        return new WorkListFile.Row(
                row.rank().orElse(0),
                decision(row),
                WorklistTable.word(row.tier()),
                WorklistTable.word(row.status()),
                row.site(),
                row.equipmentId(),
                types.getOrDefault(row.equipmentId(), ""),
                row.component(),
                row.mode(),
                WorklistTable.word(row.severity()),
                row.health(),
                row.pFail(),
                row.horizonHours(),
                row.rulLowHours(),
                row.rulMedianHours(),
                row.rulHighHours(),
                row.reasons(),
                row.action(),
                row.crewHours(),
                row.parts(),
                row.partsLeadHours(),
                row.latestStart().orElse(null),
                row.slot().map(WorklistRow.Interval::from).orElse(null),
                row.expectedSaving());
    }

    private static String decision(WorklistRow row) {
        if (NAMED_BY_STATUS.contains(row.status())) {
            return WorklistTable.word(row.status());
        }
        return row.rank().isEmpty() ? "watch" : row.leftUndone() ? "left undone" : "do";
    }

    private static WorkListFile.SiteLoad load(SitePlan site, Worklist list) {
        double missing = list.rows().stream()
                .filter(row -> row.leftUndone() && row.site().equals(site.site()))
                .mapToDouble(WorklistRow::crewHours)
                .sum();
        return new WorkListFile.SiteLoad(
                site.site(), site.health(), site.crewHours(), site.plannedHours(), missing, site.undoneSaving());
    }

    private static List<WorkListFile.Health> health(
            Worklist list, List<Prediction> predictions, Map<String, String> types) {
        Map<String, Prediction> weakest = new TreeMap<>();
        Map<String, Map<String, Double>> components = new TreeMap<>();
        for (Prediction prediction : predictions) {
            weakest.merge(prediction.equipmentId(), prediction, (a, b) -> b.pFail() > a.pFail() ? b : a);
            if (!prediction.component().isEmpty()) {
                components
                        .computeIfAbsent(prediction.equipmentId(), any -> new TreeMap<>())
                        .put(
                                prediction.component(),
                                list.health()
                                        .component(prediction.equipmentId(), prediction.component())
                                        .orElse(Double.NaN));
            }
        }
        return weakest.values().stream()
                .sorted(Comparator.comparing(Prediction::equipmentId))
                .map(prediction -> new WorkListFile.Health(
                        prediction.equipmentId(),
                        prediction.site(),
                        types.getOrDefault(prediction.equipmentId(), ""),
                        list.health().machines().getOrDefault(prediction.equipmentId(), Double.NaN),
                        prediction.component(),
                        prediction.pFail(),
                        components.getOrDefault(prediction.equipmentId(), Map.of())))
                .toList();
    }
}

package io.millwright.fleet.grade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.EventReport;
import io.millwright.fleet.grade.GradedReport.Group;
import io.millwright.fleet.grade.GradedReport.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Writes a report as {@code graded.json}. Model figures are objects with value, low, high and n; undefined numbers are null. */
final class GradedJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private GradedJson() {}

    static void write(GradedReport report, String out, Configuration configuration) throws IOException {
        Path path = new Path(out + "/" + GradingFiles.GRADED);
        try (OutputStream stream = path.getFileSystem(configuration).create(path, true)) {
            stream.write(JSON.writeValueAsBytes(tree(report)));
            stream.write('\n');
        }
    }

    static Map<String, @Nullable Object> tree(GradedReport report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
                "scenario",
                report.scenario().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        tree.put("horizon_hours", number(report.horizonHours()));
        tree.put("minimum_lead_hours", number(report.minimumLeadHours()));
        tree.put("runs", report.runs());
        tree.put("verdict", report.tooEasy().orElse("the fleet is hard enough, or too small to say"));
        tree.put("fleet_too_easy", report.tooEasy().isPresent());
        report.plantedRecovered().ifPresent(recovered -> tree.put("planted_precursor_recovered", recovered));
        tree.put("bars", bars(report.bars()));
        tree.put("events_with_precursor", group(report.withPrecursor()));
        tree.put("all_events", group(report.all()));
        tree.put("rul_error", estimate(report.rulErrors().run()));
        tree.put("rul_error_oracle", estimate(report.rulErrors().oracle()));
        tree.put("rul_error_constant", estimate(report.rulErrors().constant()));
        tree.put("mode_accuracy", estimate(report.modeAccuracy()));
        tree.put("improvement", estimate(report.savedCost().model()));
        tree.put("improvement_by_foresight", estimate(report.savedCost().foresight()));
        tree.put("severity", severities(report.severities()));
        tree.put("planted_faults", faults(report.faults()));
        tree.put("oracle", reference(report.oracle()));
        tree.put("robust_z", reference(report.robustZ()));
        tree.put("best_single_features", features(report.bestFeatures()));
        tree.put("missed_events", missed(report.missed()));
        tree.put("parts", report.parts().stream().map(GradedJson::part).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> group(Group group) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        EventReport first =
                group.operatingPoints().values().stream().findFirst().orElse(null);
        tree.put("events", first == null ? null : first.events());
        tree.put("average_precision", estimate(group.averagePrecision()));
        tree.put("prevalence", estimate(group.prevalence()));
        Map<String, @Nullable Object> points = new LinkedHashMap<>();
        group.operatingPoints().forEach((name, report) -> points.put(name, events(report)));
        tree.put("operating_points", points);
        return tree;
    }

    private static Map<String, @Nullable Object> events(EventReport report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("events", report.events());
        tree.put("detected", report.detected());
        tree.put("alerted_late", report.alertedLate());
        tree.put("hits", report.hits());
        tree.put("false_alarms", report.falseAlarms());
        tree.put("undetermined", report.undetermined());
        tree.put("event_recall", estimate(report.eventRecall()));
        tree.put("event_precision", estimate(report.eventPrecision()));
        tree.put("alerts_per_machine_week", estimate(report.alertsPerMachineWeek()));
        tree.put("false_positive_rate", estimate(report.falsePositiveRate()));
        tree.put("median_lead_hours", estimate(report.medianLeadHours()));
        return tree;
    }

    private static Map<String, @Nullable Object> reference(Reference reference) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("what", reference.what());
        tree.put("at_precision", number(reference.atPrecision()));
        tree.put("average_precision", estimate(reference.averagePrecision()));
        tree.putAll(events(reference.events()));
        return tree;
    }

    private static List<Map<String, @Nullable Object>> bars(List<Bar> bars) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Bar bar : bars) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("figure", bar.figure());
            one.put("bar", bar.asked());
            one.put("run", estimate(bar.run()));
            one.put("oracle", estimate(bar.oracle()));
            one.put("verdict", bar.verdict().words());
            list.add(one);
        }
        return list;
    }

    private static Map<String, @Nullable Object> part(GradedReport.Part part) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("by", part.by());
        tree.put("name", part.name());
        tree.put("average_precision", estimate(part.averagePrecision()));
        tree.putAll(events(part.events()));
        tree.put("oracle", reference(part.oracle()));
        tree.put("bars", bars(part.bars()));
        return tree;
    }

    private static Map<String, @Nullable Object> severities(GradedReport.Severities severities) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("levels", StoryRows.LEVELS);
        tree.put("confusion_by_true_level", severities.confusion());
        tree.put("macro_accuracy", estimate(severities.macroAccuracy()));
        tree.put("mean_absolute_level_error", estimate(severities.levelError()));
        return tree;
    }

    private static Map<String, @Nullable Object> faults(Map<String, FaultGrade> faults) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        faults.forEach((kind, grade) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("planted", grade.planted());
            if (FaultGrade.COUNTED.contains(kind)) {
                one.put("note", "counted by ingest's accounting, one by one listed by no table");
                tree.put(kind, one);
                return;
            }
            one.put("detected", grade.detected());
            one.put("found", grade.found());
            one.put("recall", number(grade.recall()));
            one.put("precision", number(grade.precision()));
            tree.put(kind, one);
        });
        return tree;
    }

    private static List<Map<String, @Nullable Object>> features(List<GradedReport.SingleFeature> features) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (GradedReport.SingleFeature feature : features) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("feature", feature.feature());
            one.put("sign", feature.sign());
            one.put("average_precision", number(feature.averagePrecision()));
            list.add(one);
        }
        return list;
    }

    private static List<Map<String, @Nullable Object>> missed(List<MissedEvent> missed) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (MissedEvent event : missed) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("run", event.run());
            one.put("equipment_id", event.equipmentId());
            one.put("mode", event.mode());
            one.put("failed_at", event.failedAt());
            one.put("has_precursor", event.hasPrecursor());
            one.put("lead_hours", number(event.leadHours()));
            one.put("reason", event.reason());
            one.put("highest_p", number(event.highestP()));
            one.put("threshold", number(event.threshold()));
            list.add(one);
        }
        return list;
    }

    private static Map<String, @Nullable Object> estimate(Estimate estimate) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("value", number(estimate.value()));
        tree.put("low", number(estimate.low()));
        tree.put("high", number(estimate.high()));
        tree.put("n", estimate.n());
        return tree;
    }

    /** JSON has no NaN and no infinity. */
    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}

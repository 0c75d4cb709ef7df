package io.millwright.quality.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.lake.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A drift report as JSON for the report page, features by how far the index lies beyond its limit, farthest first. */
record DriftJson(DriftReport report) {

    /** Features named of a segment. */
    private static final int FARTHEST = 5;

    ObjectNode node() {
        List<FeatureDrift> sorted = report.features().stream()
                .sorted(Comparator.comparingDouble(
                                (FeatureDrift f) -> Double.isNaN(f.psi()) ? -1 : f.psi() / f.psiLimit())
                        .reversed()
                        .thenComparing(FeatureDrift::feature))
                .toList();
        ObjectNode node = object().<ObjectNode>set(
                        "reference",
                        period(report.reference(), most(report.features(), FeatureDrift::machinesReference)))
                .<ObjectNode>set(
                        "current", period(report.current(), most(report.features(), FeatureDrift::machinesCurrent)))
                .put("judged", report.judged())
                .put("fewest_together", report.fewestTogether());
        node.set("features", list(sorted, DriftJson::feature));
        node.set("segments", segments());
        node.set("past", list(report.past(), DriftJson::past));
        node.set("failure_rate", rate(report.failures()));
        node.set("label_rate", list(report.labels(), DriftJson::label));
        node.set("quality", list(report.history(), DriftJson::run));
        return node;
    }

    private static int most(List<FeatureDrift> features, ToIntFunction<FeatureDrift> machines) {
        return features.stream().mapToInt(machines).max().orElse(0);
    }

    private static ObjectNode period(Interval interval, int machines) {
        return object().put("from", interval.from().toString())
                .put("to", interval.to().toString())
                .put("machines", machines);
    }

    private static ObjectNode feature(FeatureDrift drift) {
        int end = drift.feature().indexOf("__");
        return object().put("feature", drift.feature())
                .put("sensor", end < 0 ? drift.feature() : drift.feature().substring(0, end))
                .put("psi", finite(drift.psi()))
                .put("psi_limit", finite(drift.psiLimit()))
                .put("wasserstein", finite(drift.distance()))
                .put("wasserstein_scaled", finite(drift.effect()))
                .put("p_adjusted", finite(drift.pAdjusted()))
                .put("drifted", drift.drifted());
    }

    /** One entry a segment: how many features drifted in it, and the farthest of them. */
    private ArrayNode segments() {
        Map<List<String>, List<FeatureDrift>> bySegment = new LinkedHashMap<>();
        report.segments().forEach(segment -> bySegment
                .computeIfAbsent(List.of(segment.by(), segment.segment()), any -> new ArrayList<>())
                .add(segment.drift()));
        return list(List.copyOf(bySegment.entrySet()), entry -> {
            List<FeatureDrift> features = entry.getValue();
            List<FeatureDrift> drifted =
                    features.stream().filter(FeatureDrift::drifted).toList();
            return object().put("by", entry.getKey().get(0))
                    .put("segment", entry.getKey().get(1))
                    .put("machines", most(features, FeatureDrift::machinesCurrent))
                    .put(
                            "judged",
                            features.stream().filter(FeatureDrift::judged).count())
                    .put("drifted", drifted.size())
                    .set("farthest", list(drifted.stream().limit(FARTHEST).toList(), DriftJson::feature));
        });
    }

    private static ObjectNode past(DriftReport.Past past) {
        return object().put("feature", past.feature())
                .put("to", past.to().toString())
                .put("wasserstein_scaled", finite(past.effect()))
                .put("drifted", past.drifted());
    }

    private static ObjectNode rate(DriftReport.RateChange change) {
        return object().<ObjectNode>set("reference", rate(change.reference()))
                .<ObjectNode>set("current", rate(change.current()))
                .put("p_value", finite(change.pValue()));
    }

    private static ObjectNode rate(EventRate rate) {
        return object().put("events", rate.events())
                .put("per_machine_week", finite(rate.perMachineWeek()))
                .put("low", finite(rate.low()))
                .put("high", finite(rate.high()));
    }

    private static ObjectNode label(DriftReport.LabelShare share) {
        return object().put("from", share.from().toString())
                .put("to", share.to().toString())
                .put("target", share.target())
                .put("rate", finite(share.share()))
                .put("n", share.rows());
    }

    private static ObjectNode run(DriftReport.QualityRun run) {
        return object().put("run_id", run.runId())
                .put("passed", run.passed())
                .put("failed", run.failed())
                .put("not_runnable", run.notRunnable());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static <T> ArrayNode list(List<T> items, Function<T, JsonNode> json) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> list.add(json.apply(item)));
        return list;
    }

    /** JSON knows no NaN. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}

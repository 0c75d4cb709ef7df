package io.millwright.quality.drift;

import io.millwright.lake.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A drift report as JSON for the report page, features by how far the index lies beyond its limit, farthest first. */
record DriftJson(DriftReport report) {

    /** Features named of a segment. */
    private static final int FARTHEST = 5;

    String text() {
        List<FeatureDrift> sorted = report.features().stream()
                .sorted(Comparator.comparingDouble(
                                (FeatureDrift f) -> Double.isNaN(f.psi()) ? -1 : f.psi() / f.psiLimit())
                        .reversed()
                        .thenComparing(FeatureDrift::feature))
                .toList();
        int before = machines(FeatureDrift::machinesReference);
        int after = machines(FeatureDrift::machinesCurrent);
        return "{\"reference\": " + period(report.reference(), before)
                + ",\n\"current\": " + period(report.current(), after)
                + ",\n\"judged\": " + report.judged() + ", \"fewest_together\": " + report.fewestTogether()
                + ",\n\"features\": " + list(sorted, this::feature)
                + ",\n\"segments\": " + segments()
                + ",\n\"past\": " + list(report.past(), this::past)
                + ",\n\"failure_rate\": " + rate()
                + ",\n\"label_rate\": " + list(report.labels(), this::label)
                + ",\n\"quality\": " + list(report.history(), this::run) + "}\n";
    }

    private int machines(Function<FeatureDrift, Integer> count) {
        return report.features().stream()
                .map(count)
                .max(Comparator.naturalOrder())
                .orElse(0);
    }

    private static String period(Interval interval, int machines) {
        return "{\"from\": \"" + interval.from() + "\", \"to\": \"" + interval.to() + "\", \"machines\": " + machines
                + "}";
    }

    private String feature(FeatureDrift f) {
        String sensor = f.feature().contains("__")
                ? f.feature().substring(0, f.feature().indexOf("__"))
                : f.feature();
        return "{\"feature\": \"" + f.feature() + "\", \"sensor\": \"" + sensor + "\", \"psi\": " + number(f.psi())
                + ", \"psi_limit\": " + number(f.psiLimit()) + ", \"wasserstein\": " + number(f.distance())
                + ", \"wasserstein_scaled\": " + number(f.effect()) + ", \"p_adjusted\": " + number(f.pAdjusted())
                + ", \"drifted\": " + f.drifted() + "}";
    }

    /** One entry a segment: how many features drifted in it, and the farthest of them. */
    private String segments() {
        Map<List<String>, List<FeatureDrift>> bySegment = new LinkedHashMap<>();
        report.segments().forEach(segment -> bySegment
                .computeIfAbsent(List.of(segment.by(), segment.segment()), any -> new ArrayList<>())
                .add(segment.drift()));
        return list(List.copyOf(bySegment.entrySet()), entry -> {
            List<FeatureDrift> features = entry.getValue();
            return "{\"by\": \"" + entry.getKey().get(0) + "\", \"segment\": \""
                    + escaped(entry.getKey().get(1))
                    + "\", \"machines\": "
                    + features.stream()
                            .mapToInt(FeatureDrift::machinesCurrent)
                            .max()
                            .orElse(0)
                    + ", \"judged\": "
                    + features.stream().filter(FeatureDrift::judged).count()
                    + ", \"drifted\": "
                    + features.stream().filter(FeatureDrift::drifted).count() + ", \"farthest\": "
                    + list(
                            features.stream()
                                    .filter(FeatureDrift::drifted)
                                    .limit(FARTHEST)
                                    .toList(),
                            this::feature)
                    + "}";
        });
    }

    /** A site or type is named by people. */
    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String past(DriftReport.Past past) {
        return "{\"feature\": \"" + past.feature() + "\", \"to\": \"" + past.to() + "\", \"wasserstein_scaled\": "
                + number(past.effect()) + ", \"drifted\": " + past.drifted() + "}";
    }

    private String rate() {
        DriftReport.RateChange change = report.failures();
        return "{\"reference\": " + rate(change.reference()) + ", \"current\": " + rate(change.current())
                + ", \"p_value\": " + number(change.pValue()) + "}";
    }

    private static String rate(EventRate rate) {
        return "{\"events\": " + rate.events() + ", \"per_machine_week\": " + number(rate.perMachineWeek())
                + ", \"low\": " + number(rate.low()) + ", \"high\": " + number(rate.high()) + "}";
    }

    private String label(DriftReport.LabelShare share) {
        return "{\"from\": \"" + share.from() + "\", \"to\": \"" + share.to() + "\", \"target\": \"" + share.target()
                + "\", \"rate\": " + number(share.share()) + ", \"n\": " + share.rows() + "}";
    }

    private String run(DriftReport.QualityRun run) {
        return "{\"run_id\": \"" + run.runId() + "\", \"passed\": " + run.passed() + ", \"failed\": " + run.failed()
                + ", \"not_runnable\": " + run.notRunnable() + "}";
    }

    private static <T> String list(List<T> items, Function<T, String> json) {
        return items.stream().map(json).collect(Collectors.joining(",\n  ", "[", "]"));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }
}

package io.millwright.quality.drift;

import io.millwright.lake.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A drift report as JSON for the report page, features by how far the index lies beyond its limit, farthest first. */
record DriftJson(DriftReport report) {

    String text() {
        List<FeatureDrift> sorted = report.features().stream()
                .sorted(Comparator.comparingDouble((FeatureDrift f) -> f.judged() ? f.psi() / f.psiLimit() : -1)
                        .reversed()
                        .thenComparing(FeatureDrift::feature))
                .toList();
        int before = machines(FeatureDrift::machinesReference);
        int after = machines(FeatureDrift::machinesCurrent);
        return "{\"reference\": " + period(report.reference(), before)
                + ",\n\"current\": " + period(report.current(), after)
                + ",\n\"features\": " + list(sorted, this::feature)
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

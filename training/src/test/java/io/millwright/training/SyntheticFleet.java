package io.millwright.training;

import io.millwright.lake.config.Span;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.training.fitted.PcaSpec;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.RemainingLives;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Daily rows of machines that fail every 30 days or so; temperature rises over the last days of a life, vibration is noise, and age counts
 * the days since the last failure.
 */
public final class SyntheticFleet {

    public static final String TARGET = "fails_within_72h";

    public static final List<String> COLUMNS =
            List.of("temp__24h__mean", "temp__24h__baseline_delta", "vib__24h__mean", "context__hours_since_failure");

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int HORIZON_DAYS = 3;

    private SyntheticFleet() {}

    /** In key order; some values missing. */
    public static TrainingData of(int machines, int days, long seed) {
        List<FeatureRow> rows = new ArrayList<>();
        List<Byte> labels = new ArrayList<>();
        List<Double> lives = new ArrayList<>();
        List<Boolean> censored = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            Random random = new Random(seed * 1000 + machine);
            int born = 0;
            int fails = 15 + random.nextInt(30);
            for (int day = 0; day < days; day++) {
                if (day >= fails) {
                    born = fails;
                    fails = born + 15 + random.nextInt(30);
                }
                int left = fails - day;
                double rise = left <= 6 ? (7 - left) * 2.0 : 0;
                double delta = rise + random.nextGaussian();
                float[] values = {
                    (float) (60 + delta),
                    (float) delta,
                    random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian(),
                    (day - born) * 24f
                };
                rows.add(new FeatureRow("machine-" + (char) ('a' + machine), at(day), values));
                boolean seen = fails < days;
                boolean known = seen || day + HORIZON_DAYS < days;
                labels.add(left <= HORIZON_DAYS && seen ? (byte) 1 : known ? (byte) 0 : FailureLabels.UNLABELLED);
                lives.add(24.0 * (Math.min(fails, days) - day));
                censored.add(!seen);
            }
        }
        return new TrainingData(
                TrainingMatrix.of(COLUMNS, rows), Map.of(TARGET, labels(labels)), Optional.of(lives(lives, censored)));
    }

    static long at(int day) {
        return START.plus(Duration.ofDays(day)).toEpochMilli();
    }

    private static FailureLabels labels(List<Byte> labels) {
        byte[] bytes = new byte[labels.size()];
        String[] mode = new String[labels.size()];
        String[] component = new String[labels.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = labels.get(i);
            mode[i] = bytes[i] == 1 ? (i % 2 == 0 ? "bearing_wear" : "overheating") : "";
            component[i] = bytes[i] == 1 ? "bearing" : "";
        }
        return new FailureLabels(bytes, mode, component);
    }

    /** The failures behind the labels, known the moment they happen. */
    static List<Incident> failures(TrainingData data) {
        FailureLabels labels = data.failures().get(TARGET);
        List<Incident> failures = new ArrayList<>();
        for (int row = 0; row + 1 < labels.rows(); row++) {
            if (labels.positive(row) && data.lives().orElseThrow().hours()[row] == 24) {
                Instant at = Instant.ofEpochMilli(data.matrix().asOfMillis(row + 1));
                String mode = failures.size() % 3 == 0 ? "overheating" : "bearing_wear";
                failures.add(
                        new Incident(data.matrix().machine(row), "bearing", mode, at, at, Incident.Source.FAILURE, ""));
            }
        }
        return failures;
    }

    private static RemainingLives lives(List<Double> hours, List<Boolean> censored) {
        boolean[] cut = new boolean[censored.size()];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = censored.get(i);
        }
        return new RemainingLives(
                hours.stream().mapToDouble(Double::doubleValue).toArray(), cut);
    }

    /** A table without time: one row a machine, every tenth a failure. */
    static TrainingData rows(int count) {
        List<FeatureRow> rows = new ArrayList<>();
        List<Byte> failed = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            float[] values = {row, row % 10, 0, 0};
            rows.add(new FeatureRow(String.format("row-%05d", row), Span.CYCLE.toMillis(), values));
            failed.add(row % 10 == 0 ? (byte) 1 : (byte) 0);
        }
        return new TrainingData(TrainingMatrix.of(COLUMNS, rows), Map.of(TARGET, labels(failed)), Optional.empty());
    }

    /** Of a table without time, dealt twice into three. */
    static TrainingSpec stratified() {
        return new TrainingSpec(
                "hash",
                TimeAxis.NONE,
                List.of(new TrainingSpec.Target(TARGET, Span.CYCLE.toMillis(), 0, true)),
                0,
                0.9,
                List.of("xgboost"),
                3,
                1,
                SplitSpec.Kind.STRATIFIED,
                3,
                0.5,
                List.of(),
                "",
                "",
                0,
                List.of(),
                Span.CYCLE.toMillis(),
                0,
                0,
                2,
                List.of(),
                List.of(1L),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Two walk-forward tests, candidates as given. */
    static TrainingSpec spec(List<String> candidates) {
        return spec(
                candidates,
                List.of(new TrainingSpec.Target(
                        TARGET, Duration.ofDays(HORIZON_DAYS).toMillis(), 0, true)));
    }

    /** Two walk-forward tests, candidates and targets as given. */
    static TrainingSpec spec(List<String> candidates, List<TrainingSpec.Target> targets) {
        return spec(candidates, targets, List.of());
    }

    /** Tests as given, or two that walk forward. */
    static TrainingSpec spec(
            List<String> candidates, List<TrainingSpec.Target> targets, List<TrainingSpec.Test> tests) {
        return spec(candidates, targets, tests, List.of());
    }

    /** Two walk-forward tests, with principal components. */
    static TrainingSpec spec(List<String> candidates, PcaSpec pca) {
        return spec(candidates, spec(candidates).targets(), List.of(), List.of(pca));
    }

    private static TrainingSpec spec(
            List<String> candidates,
            List<TrainingSpec.Target> targets,
            List<TrainingSpec.Test> tests,
            List<PcaSpec> pca) {
        return new TrainingSpec(
                "hash",
                TimeAxis.CLOCK,
                targets,
                Duration.ofDays(30).toMillis(),
                0.9,
                candidates,
                3,
                1,
                SplitSpec.Kind.TIME,
                2,
                0.5,
                tests,
                "",
                "",
                0.2,
                List.of("temp", "vib"),
                Duration.ofDays(1).toMillis(),
                0,
                0,
                1,
                List.of("weibull_aft", "hazard"),
                List.of(1L),
                pca,
                List.of(),
                List.of(),
                List.of());
    }
}

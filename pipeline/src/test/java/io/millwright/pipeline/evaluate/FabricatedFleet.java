package io.millwright.pipeline.evaluate;

import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.Severities;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Severity;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.QualityResults;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.WrittenOnce;
import io.millwright.training.TrainedRun;
import io.millwright.training.TrainingSpec;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Importances;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Recalls;
import io.millwright.training.table.RulPredictions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A lake as the earlier jobs would leave it, made by rule: 24 machines, 120 days, a failure of each every 33 to 39 days. The score
 * of {@code xgboost} rises with a failure, {@code logistic}'s half as clearly, the others know nothing. Of a third of the machines every
 * failure is low, medium or high; tests 2 and 3 say so, but for {@link #MISJUDGED}.
 */
public final class FabricatedFleet {

    public static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    public static final int DAYS = 120;
    public static final int MACHINES = 24;
    /** The machine whose low failures are said to be high. */
    static final int MISJUDGED = 0;

    /** What of the telemetry went into quarantine, by reason. */
    private static final Map<String, Long> REJECTED =
            Map.of("out_of_bounds", 500L, "unparsable", 200L, "unknown_machine", 60L, "future", 20L);

    private static final Duration DAY = Duration.ofDays(1);

    private final Lake lake;
    private final PipelineConfig config;
    private final boolean signal;

    private FabricatedFleet(Lake lake, PipelineConfig config, boolean signal) {
        this.lake = lake;
        this.config = config;
        this.signal = signal;
    }

    /** Writes the lake below a folder and returns a job over it. */
    public static JobContext withSignal(Path folder) {
        return make(folder, yaml(), true);
    }

    /** The same fleet with a changed pipeline file. */
    public static JobContext withSignal(Path folder, UnaryOperator<String> change) throws IOException {
        return make(
                folder,
                Files.writeString(folder.resolve("pipeline.yaml"), change.apply(Files.readString(yaml()))),
                true);
    }

    /** The same with scores that know nothing. */
    public static JobContext withoutSignal(Path folder) {
        return make(folder, yaml(), false);
    }

    private static JobContext make(Path folder, Path file, boolean signal) {
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.of(folder));
        Lake lake = filled(config, signal);
        return new JobContext(
                lake.spark(),
                lake,
                config,
                Optional.empty(),
                "test-run",
                folder,
                Progress.silent(),
                Outside.of(config, "test-run", unsent -> {}));
    }

    private static Lake filled(PipelineConfig config, boolean signal) {
        WrittenOnce.fill(
                "fabricated fleet", Path.of(config.lakePath()), () -> new FabricatedFleet(opened(config), config, true)
                        .write());
        if (!signal) {
            new FabricatedFleet(opened(config), config, false).predictions();
        }
        Lake lake = opened(config);
        trained(lake, config, "of no training set");
        return lake;
    }

    /** What train would leave beside its models: that it trained on the tables of now. */
    static void trained(Lake lake, PipelineConfig config, String fingerprint) {
        List<String> tables = Stream.of(
                        TrainingSet.NAME, Labels.TABLE.name(), RulLabels.TABLE.name(), Severities.TABLE.name())
                .filter(lake::has)
                .toList();
        TrainedRun.now(lake, TrainingSpec.of(config), lake.versions(tables), fingerprint)
                .write(lake);
    }

    private static Lake opened(PipelineConfig config) {
        return Lake.open(TestSpark.session(), config.lakePath(), "test-run");
    }

    public static Path yaml() {
        try {
            return Path.of(
                    FabricatedFleet.class.getResource("fabricated-fleet.yaml").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String machine(int m) {
        return String.format("M-%02d", m + 1);
    }

    /** Failures of a machine, by day from the start; at noon. */
    static List<Instant> failures(int m) {
        List<Instant> failures = new ArrayList<>();
        for (int day = 9 + (m * 7) % 31; day < DAYS; day += 33 + m % 7) {
            failures.add(START.plus(DAY.multipliedBy(day)).plus(Duration.ofHours(12)));
        }
        return failures;
    }

    private void write() {
        equipment();
        parts();
        labels();
        predictions();
        recalls();
        importances();
        lives();
        events();
        readings();
        quality();
    }

    private void equipment() {
        List<Row> rows = new ArrayList<>();
        String[] types = {"conveyor", "sorter", "air_compressor"};
        for (int m = 0; m < MACHINES; m++) {
            rows.add(RowFactory.create(
                    machine(m),
                    "site-" + (m % 2 + 1),
                    types[m % 3],
                    m % 4 < 3 ? "Acme" : "Bolt",
                    "A1",
                    null,
                    Timestamp.from(commissioned(m)),
                    3.0,
                    scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                    "machines"));
        }
        put(rows, Equipment.TABLE);
    }

    /** Half of the machines turn two years between the first test and the second, the others are older. */
    private static Instant commissioned(int m) {
        return START.minus(DAY.multipliedBy(m % 2 == 0 ? 660 : 2_000));
    }

    /** The first generation everywhere, and the second in every third machine before the second test. */
    private void parts() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            for (String kind : List.of("bearing", "belt")) {
                rows.add(part(m, kind, "", "first", START.minus(DAY)));
                if (m % 3 == 0) {
                    Instant at = asOf(70);
                    rows.add(part(m, kind, "@" + at, "second", at));
                }
            }
        }
        put(rows, Components.TABLE);
    }

    private static Row part(int m, String kind, String later, String generation, Instant installed) {
        String id = machine(m) + "/" + kind + later;
        return RowFactory.create(
                id, machine(m), null, kind, null, generation, Timestamp.from(installed), null, "parts");
    }

    private static Optional<Instant> next(int m, Instant asOf) {
        return failures(m).stream().filter(failure -> failure.isAfter(asOf)).findFirst();
    }

    private static Instant asOf(int day) {
        return START.plus(DAY.multipliedBy(day));
    }

    private static boolean inRepair(int m, Instant asOf) {
        return failures(m).stream().anyMatch(failure -> asOf.isAfter(failure) && !asOf.isAfter(failure.plus(DAY)));
    }

    private void labels() {
        List<Row> rows = new ArrayList<>();
        List<Row> lives = new ArrayList<>();
        Instant end = asOf(DAYS);
        for (int m = 0; m < MACHINES; m++) {
            for (int day = 1; day <= DAYS; day++) {
                Instant asOf = asOf(day);
                Optional<Instant> next = next(m, asOf);
                for (TargetSpec.Failure target : config.targets().failures()) {
                    Integer label = label(m, asOf, next, target, end);
                    rows.add(RowFactory.create(
                            machine(m),
                            Timestamp.from(asOf),
                            target.name(),
                            label,
                            label == null ? "end_of_data" : null,
                            label != null && label == 1 ? Timestamp.from(next.orElseThrow()) : null,
                            null,
                            null));
                }
                lives.add(RowFactory.create(
                        machine(m),
                        Timestamp.from(asOf),
                        (double) Duration.between(asOf, next.orElse(end)).toHours(),
                        next.isEmpty()));
            }
        }
        put(rows, Labels.TABLE);
        put(lives, RulLabels.TABLE);
        severities();
    }

    private void severities() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            for (Instant failure : failures(m)) {
                rows.add(RowFactory.create(
                        machine(m), Timestamp.from(failure), severity(m).text(), Timestamp.from(failure.plus(DAY))));
            }
        }
        put(rows, Severities.TABLE);
    }

    private static Severity severity(int m) {
        return List.of(Severity.values()).get(m % 3);
    }

    private static Integer label(int m, Instant asOf, Optional<Instant> next, TargetSpec.Failure target, Instant end) {
        if (inRepair(m, asOf) || asOf.plus(target.horizon()).isAfter(end)) {
            return null;
        }
        if (next.isEmpty() || asOf.plus(target.horizon()).isBefore(next.get())) {
            return 0;
        }
        return asOf.plus(target.minimumLead()).isAfter(next.get()) ? null : 1;
    }

    private void predictions() {
        List<Row> folds = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int fold = 1; fold <= 3; fold++) {
            int from = 40 + 20 * fold;
            folds.add(RowFactory.create(
                    fold,
                    "time",
                    Timestamp.from(START),
                    Timestamp.from(asOf(from)),
                    Timestamp.from(asOf(from)),
                    Timestamp.from(asOf(from + 20)),
                    1000L,
                    480L,
                    12L));
            for (TargetSpec.Failure target : config.targets().failures()) {
                for (int m = 0; m < MACHINES; m++) {
                    for (int day = 1; day < from + 20; day++) {
                        addPredictions(rows, target, fold, m, day, day < from ? "validation" : "test");
                    }
                }
            }
        }
        put(folds, Folds.TABLE);
        put(rows, Predictions.TABLE);
    }

    /** One question a machine: every third nearest case has another mode, and every fourth is too unlike to be shown. */
    private void recalls() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            for (String candidate : List.of("xgboost", "logistic")) {
                rows.add(RowFactory.create(
                        1,
                        candidate,
                        machine(m),
                        Timestamp.from(asOf(60 + m % 20)),
                        5L,
                        "bearing_wear",
                        m % 3 == 0 || candidate.equals("logistic") ? "belt_wear" : "bearing_wear",
                        m % 4 == 0 ? 0.49 : 0.5,
                        m < 6 ? "bearing_wear" : "belt_wear",
                        m == 0 ? null : "bearing_wear"));
            }
        }
        put(rows, Recalls.TABLE);
    }

    /** One model without some machines looks at the same sensors as the whole one, another at one more. */
    private void importances() {
        List<Row> rows = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            rows.add(RowFactory.create("xgboost", part, "vibration", 0.6));
            rows.add(RowFactory.create("xgboost", part, "temperature", 0.3));
            if (part == 2) {
                rows.add(RowFactory.create("xgboost", part, "age", 0.1));
            }
        }
        put(rows, Importances.TABLE);
    }

    private void addPredictions(List<Row> rows, TargetSpec.Failure target, int fold, int m, int day, String role) {
        Instant asOf = asOf(day);
        SplittableRandom random = new SplittableRandom(31L * m + 7919L * day);
        double hoursLeft = next(m, asOf)
                .map(next -> (double) Duration.between(asOf, next).toHours())
                .orElse(10_000.0);
        double nearness =
                signal ? 1 / (1 + Math.exp((hoursLeft - target.horizon().toHours() - 6) / 8.0)) : 0;
        double noise = random.nextDouble();
        double clear = Math.min(0.97, 0.9 * nearness * (noise > 0.12 ? 1 : 0.1) + 0.06 * random.nextDouble());
        double vague = Math.min(0.97, 0.45 * nearness + 0.5 * random.nextDouble() * random.nextDouble());
        rows.add(prediction(m, asOf, target, "xgboost", fold, role, clear, clear));
        rows.add(prediction(m, asOf, target, "logistic", fold, role, vague, vague));
        rows.add(prediction(m, asOf, target, "robust_z", fold, role, 4 * random.nextDouble() + nearness, null));
        rows.add(prediction(m, asOf, target, "age_based", fold, role, (double) (day % 40), null));
    }

    private static Row prediction(
            int m,
            Instant asOf,
            TargetSpec.Failure target,
            String candidate,
            int fold,
            String role,
            double score,
            Double p) {
        boolean said = fold > 1 && role.equals("test");
        Severity severity = m == MISJUDGED ? Severity.HIGH : severity(m);
        return RowFactory.create(
                machine(m),
                Timestamp.from(asOf),
                target.name(),
                candidate,
                fold,
                role,
                score,
                p,
                null,
                null,
                said ? severity.text() : null,
                said ? (severity == Severity.LOW ? 0.1 : 0.9) : null,
                said ? (severity == Severity.HIGH ? 0.9 : 0.05) : null);
    }

    private void lives() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            for (int day = 60; day < DAYS; day++) {
                Instant asOf = asOf(day);
                SplittableRandom random = new SplittableRandom(17L * m + 101L * day);
                double left = next(m, asOf)
                        .map(next -> (double) Duration.between(asOf, next).toHours())
                        .orElse(500.0);
                double median = Math.max(4, left * (0.75 + 0.5 * random.nextDouble()));
                int fold = 1 + (day - 60) / 20;
                rows.add(RowFactory.create(
                        machine(m), Timestamp.from(asOf), "xgboost", fold, "test", median, 0.7 * median, 1.4 * median));
                rows.add(RowFactory.create(
                        machine(m), Timestamp.from(asOf), "weibull_aft", fold, "test", 400.0, 60.0, 720.0));
            }
        }
        put(rows, RulPredictions.TABLE);
    }

    private void events() {
        List<Row> rows = new ArrayList<>();
        List<Row> orders = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            for (Instant failure : failures(m)) {
                String mode = m % 2 == 0 ? "bearing_wear" : "belt_wear";
                String component = m % 2 == 0 ? "bearing" : "belt";
                rows.add(RowFactory.create(
                        machine(m),
                        Timestamp.from(failure),
                        Timestamp.from(failure),
                        "failure",
                        null,
                        component,
                        mode,
                        "failures"));
                Instant done = failure.plus(Duration.ofHours(8));
                orders.add(order("O-" + m + "-" + failure, m, component, "corrective", "closed", failure, done));
            }
        }
        Instant end = asOf(DAYS).minus(DAY.multipliedBy(2));
        orders.add(order("O-open", 3, "belt", "preventive", "open", end, null));
        orders.add(order("O-greased", 5, "belt", "preventive", "closed", asOf(DAYS / 2), asOf(DAYS / 2), false));
        put(rows, Events.TABLE);
        put(orders, WorkOrders.TABLE);
    }

    private static Row order(
            String id, int m, String component, String kind, String status, Instant opened, Instant done) {
        return order(id, m, component, kind, status, opened, done, true);
    }

    private static Row order(
            String id,
            int m,
            String component,
            String kind,
            String status,
            Instant opened,
            Instant done,
            boolean replaced) {
        Timestamp finished = done == null ? null : Timestamp.from(done);
        Timestamp at = done == null ? Timestamp.from(opened) : finished;
        return RowFactory.create(
                id,
                machine(m),
                component,
                kind,
                status,
                at,
                Timestamp.from(opened),
                null,
                null,
                finished,
                at,
                replaced,
                100.0,
                8.0,
                6.0,
                "bearing 6310",
                "brg replcd, ok",
                "orders");
    }

    private void readings() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < MACHINES; m++) {
            for (int day = 0; day < DAYS; day++) {
                double left = next(m, asOf(day))
                                .map(next ->
                                        (double) Duration.between(asOf(0), next).toHours())
                                .orElse(10_000.0)
                        - 24 * day;
                double wear = Math.exp(-left / 60.0);
                SplittableRandom random = new SplittableRandom(3L * m + 11L * day);
                rows.add(chunk(m, day, "temperature", 61 + m + 14 * wear + 2 * random.nextDouble()));
                rows.add(chunk(m, day, "vibration", 2.1 + 3 * wear + 0.4 * random.nextDouble()));
            }
        }
        put(rows, Series.TABLE);
    }

    private static Row chunk(int m, int day, String sensor, double mean) {
        return RowFactory.create(
                machine(m),
                sensor,
                Timestamp.from(asOf(day)),
                false,
                Timestamp.from(asOf(day + 1)),
                java.sql.Date.valueOf(asOf(day).toString().substring(0, 10)),
                new Integer[] {0},
                new Double[] {mean},
                null,
                24,
                24,
                mean - 1,
                mean + 1,
                mean,
                3_600_000,
                0,
                "telemetry");
    }

    private void quality() {
        put(
                List.of(
                        books("telemetry", "readings", 69_120L, REJECTED, 100L),
                        books("orders", "work_orders", 88L, Map.of("unparsable_time", 1L), 1L)),
                IngestAccounting.TABLE);
        List<Row> rejected = new ArrayList<>();
        REJECTED.forEach((reason, rows) -> {
            for (int i = 0; i < rows; i++) {
                rejected.add(RowFactory.create("telemetry", "part-1.csv", reason, "row " + i, null, null, null, null));
            }
        });
        put(rejected, Quarantine.TABLE);
        put(
                List.of(
                        RowFactory.create(
                                "M-01",
                                "vibration",
                                "stuck",
                                Timestamp.from(asOf(20)),
                                Timestamp.from(asOf(22)),
                                "48 h flat",
                                "kept_out"),
                        RowFactory.create(
                                "M-05",
                                "temperature",
                                "wrong_unit",
                                Timestamp.from(asOf(50)),
                                Timestamp.from(asOf(51)),
                                "degF",
                                "corrected")),
                SensorHealth.TABLE);
        put(
                List.of(
                        rule("series", "Completeness \"mean\" = 1.0", "passed", ""),
                        rule("series", "CustomSql \"freshness\" <= 24", "passed", ""),
                        rule("equipment", "IsPrimaryKey \"equipment_id\"", "passed", ""),
                        rule(
                                "work_orders",
                                "DetectAnomalies \"RowCount\"",
                                "not_runnable",
                                "Deequ has no such rule; Glue has")),
                QualityResults.TABLE);
    }

    private static Row books(String source, String kind, long clean, Map<String, Long> rejected, long merged) {
        long quarantined = rejected.values().stream().mapToLong(Long::longValue).sum();
        long rowsIn = clean + quarantined + merged;
        return RowFactory.create(source, kind, null, null, rowsIn, clean, quarantined, rejected, merged);
    }

    private static Row rule(String table, String rule, String outcome, String message) {
        return RowFactory.create(
                "test-run",
                table,
                rule,
                outcome,
                true,
                message,
                scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                Timestamp.from(START),
                Timestamp.from(asOf(DAYS)));
    }

    private void put(List<Row> rows, TableSpec table) {
        lake.overwrite(lake.spark().createDataFrame(rows, table.schema()).coalesce(1), table, Map.of());
    }
}

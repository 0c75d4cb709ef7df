package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.event.FailureEvent;
import io.millwright.evaluation.row.Label;
import io.millwright.features.RowRegimes;
import io.millwright.features.table.Labels;
import io.millwright.lake.FastRows;
import io.millwright.lake.Lake;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.WorkOrders;
import io.millwright.pipeline.evaluate.EvaluationInput.Role;
import io.millwright.training.Axis;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.RulPredictions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Reads the tables evaluation needs into plain values. Costs one small Spark job a table. */
final class EvaluationTables {

    private static final String MACHINE = "equipment_id";

    private final Lake lake;
    private final PipelineConfig config;

    EvaluationTables(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
    }

    EvaluationInput read() {
        Map<String, Map<String, Map<Long, Label>>> labels = new TreeMap<>();
        Map<String, long[]> seen = new TreeMap<>();
        if (!config.targets().failures().isEmpty()) {
            readLabels(labels, seen);
        }
        Map<String, Map<Integer, TestFold>> folds = folds();
        List<TestFold> tests = tests(folds);
        Map<String, MachineFacts> facts = facts(tests.get(0).train().from());
        return new EvaluationInput(
                tests,
                heldOut(folds),
                predictions(),
                labels,
                histories(seen, facts),
                facts,
                regimes(),
                new LifeTables(lake, config).read(tests));
    }

    /** Of the rows of all tests. */
    private Map<String, Map<Long, Integer>> regimes() {
        Optional<FeatureSpec.Regimes> regimes = config.features().regimes();
        Optional<Dataset<Row>> tests = Stream.of(Predictions.TABLE, RulPredictions.TABLE)
                .filter(lake::has)
                .map(table -> lake.read(table)
                        .where(col(Predictions.ROLE).equalTo(io.millwright.training.table.Role.TEST))
                        .select(MACHINE, Predictions.AS_OF)
                        .distinct())
                .reduce(Dataset::union);
        return regimes.isEmpty() || tests.isEmpty() ? Map.of() : RowRegimes.of(lake, regimes.get(), tests.get());
    }

    /** @param start of the rows: an age as delivered is as of then */
    private Map<String, MachineFacts> facts(Instant start) {
        Map<String, List<MachineFacts.Part>> parts = parts();
        Map<String, MachineFacts> facts = new TreeMap<>();
        lake.read(Equipment.TABLE)
                .select(
                        col(Equipment.EQUIPMENT_ID),
                        col(Equipment.SITE),
                        col(Equipment.TYPE),
                        col(Equipment.MANUFACTURER),
                        millis(Equipment.COMMISSIONED),
                        col(Equipment.AGE_YEARS))
                .collectAsList()
                .forEach(row -> facts.put(
                        row.getString(0),
                        new MachineFacts(
                                row.getString(1),
                                row.getString(2),
                                row.isNullAt(3) ? MachineFacts.UNKNOWN : row.getString(3),
                                commissioned(row, start),
                                parts.getOrDefault(row.getString(0), List.of()))));
        return facts;
    }

    private static Column millis(String column) {
        return expr("unix_millis(" + column + ")").as(column);
    }

    private void readLabels(Map<String, Map<String, Map<Long, Label>>> labels, Map<String, long[]> seen) {
        for (Row row : lake.read(Labels.TABLE)
                .select(col(Labels.TARGET), col(MACHINE), millis(Labels.AS_OF), expr(Labels.HAPPENED))
                .collectAsList()) {
            long asOf = row.getLong(2);
            labels.computeIfAbsent(row.getString(0), any -> new HashMap<>())
                    .computeIfAbsent(row.getString(1), any -> new HashMap<>())
                    .put(asOf, row.isNullAt(3) ? Label.UNLABELLED : Label.of(((Number) row.get(3)).intValue()));
            long[] span = seen.computeIfAbsent(row.getString(1), any -> new long[] {asOf, asOf});
            span[0] = Math.min(span[0], asOf);
            span[1] = Math.max(span[1], asOf);
        }
    }

    /** What happened after each labelled row of a target, by machine and {@code as_of}; empty where there are no labels yet. */
    Map<String, Map<Long, Label>> labels(String target) {
        Map<String, Map<String, Map<Long, Label>>> labels = new HashMap<>();
        if (lake.has(Labels.TABLE)) {
            readLabels(labels, new HashMap<>());
        }
        return labels.getOrDefault(target, Map.of());
    }

    /** Cycles say nothing of years. */
    private @Nullable Instant commissioned(Row row, Instant start) {
        if (config.timeAxis().countsCycles()) {
            return null;
        }
        if (!row.isNullAt(4)) {
            return Instant.ofEpochMilli(row.getLong(4));
        }
        return row.isNullAt(5) ? null : start.minusMillis(Math.round(row.getDouble(5) * MachineFacts.YEAR.toMillis()));
    }

    private Map<String, List<MachineFacts.Part>> parts() {
        Map<String, List<MachineFacts.Part>> parts = new HashMap<>();
        if (!lake.has(Components.TABLE)) {
            return parts;
        }
        lake.read(Components.TABLE)
                .where(col(Components.INSTALLED_AT).isNotNull())
                .select(
                        col(MACHINE),
                        col(Components.KIND),
                        functions.coalesce(col(Components.GENERATION), functions.lit(MachineFacts.UNKNOWN)),
                        millis(Components.INSTALLED_AT))
                .collectAsList()
                .forEach(row -> parts.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                        .add(new MachineFacts.Part(
                                row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)))));
        return parts;
    }

    /** Tests on machines that never trained, by axis. */
    private static Map<Axis, List<TestFold>> heldOut(Map<String, Map<Integer, TestFold>> folds) {
        Map<Axis, List<TestFold>> heldOut = new EnumMap<>(Axis.class);
        Stream.of(Axis.values()).filter(Axis::isHeldOut).forEach(axis -> {
            Map<Integer, TestFold> of = folds.get(axis.columnValue());
            if (of != null) {
                heldOut.put(axis, List.copyOf(of.values()));
            }
        });
        return heldOut;
    }

    /** The tests that count. */
    private static List<TestFold> tests(Map<String, Map<Integer, TestFold>> folds) {
        Map<Integer, TestFold> tests = new TreeMap<>();
        folds.forEach((axis, of) -> {
            if (Stream.of(Axis.values())
                    .noneMatch(each -> each.isHeldOut() && each.columnValue().equals(axis))) {
                tests.putAll(of);
            }
        });
        return List.copyOf(tests.values());
    }

    /** By axis and number. */
    private Map<String, Map<Integer, TestFold>> folds() {
        Map<String, Map<Integer, TestFold>> folds = new TreeMap<>();
        for (Row row : lake.read(Folds.TABLE)
                .select(
                        col(Folds.FOLD),
                        millis(Folds.TRAIN_FROM),
                        millis(Folds.TRAIN_TO),
                        millis(Folds.TEST_FROM),
                        millis(Folds.TEST_TO),
                        col(Folds.N_TRAIN),
                        col(Folds.N_TEST),
                        col(Folds.EVENTS),
                        col(Folds.AXIS))
                .collectAsList()) {
            folds.computeIfAbsent(row.getString(8), any -> new TreeMap<>())
                    .put(
                            row.getInt(0),
                            new TestFold(
                                    row.getInt(0),
                                    window(row.getLong(1), row.getLong(2)),
                                    window(row.getLong(3), row.getLong(4)),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getLong(7)));
        }
        return folds;
    }

    private static TimeWindow window(long from, long to) {
        return new TimeWindow(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }

    private Map<EvaluationInput.Key, PredictionColumns> predictions() {
        Map<EvaluationInput.Key, PredictionColumns> byKey = new HashMap<>();
        if (config.targets().failures().isEmpty() || !lake.has(Predictions.TABLE)) {
            return byKey;
        }
        Dataset<Row> rows = lake.read(Predictions.TABLE)
                .select(
                        col(Predictions.TARGET),
                        col(Predictions.CANDIDATE),
                        col(Predictions.FOLD),
                        col(Predictions.ROLE),
                        col(MACHINE),
                        millis(Predictions.AS_OF),
                        col(Predictions.SCORE),
                        col(Predictions.P));
        FastRows.of(rows)
                .mapPartitions(EvaluationTables::columns)
                .collect()
                .forEach(part ->
                        part.forEach((key, columns) -> byKey.computeIfAbsent(key, any -> new PredictionColumns())
                                .addAll(columns)));
        return byKey;
    }

    /** The predictions of one partition: every candidate says something of every row on every fold, which are too many for objects. */
    private static Iterator<Map<EvaluationInput.Key, PredictionColumns>> columns(Iterator<InternalRow> rows) {
        Map<EvaluationInput.Key, PredictionColumns> byKey = new HashMap<>();
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            EvaluationInput.Key key = new EvaluationInput.Key(
                    row.getUTF8String(0).toString(),
                    row.getUTF8String(1).toString(),
                    row.getInt(2),
                    role(row.getUTF8String(3).toString()));
            byKey.computeIfAbsent(key, any -> new PredictionColumns())
                    .add(row.getUTF8String(4).toString(), row.getLong(5), number(row, 6), number(row, 7));
        }
        byKey.values().forEach(PredictionColumns::trimmed);
        return List.of(byKey).iterator();
    }

    private static double number(InternalRow row, int column) {
        return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
    }

    private static Role role(String name) {
        return Role.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** NaN where there is none. */
    static double number(Row row, int column) {
        return row.isNullAt(column) ? Double.NaN : ((Number) row.get(column)).doubleValue();
    }

    /**
     * What happened to machines.
     *
     * @param seen first and last moment of each, in milliseconds
     */
    Map<String, MachineHistory> histories(Map<String, long[]> seen) {
        long first = seen.values().stream().mapToLong(span -> span[0]).min().orElse(0);
        return histories(seen, facts(Instant.ofEpochMilli(first)));
    }

    private Map<String, MachineHistory> histories(Map<String, long[]> seen, Map<String, MachineFacts> facts) {
        Map<String, List<FailureEvent>> failures = failures();
        Map<String, List<Instant>> preventive =
                finished(col(WorkOrders.KIND).equalTo("preventive").and(col(WorkOrders.REPLACED)));
        Map<String, List<Instant>> corrective = finished(col(WorkOrders.KIND).equalTo("corrective"));
        MachineFacts unknown = MachineFacts.of(
                config.equipment().defaultSite(), config.equipment().defaultType());
        Map<String, MachineHistory> histories = new TreeMap<>();
        seen.forEach((machine, span) -> histories.put(
                machine,
                new MachineHistory(
                        machine,
                        facts.getOrDefault(machine, unknown),
                        window(span[0], config.timeAxis().endOfPeriod(span[1])),
                        failures.getOrDefault(machine, List.of()),
                        preventive.getOrDefault(machine, List.of()),
                        corrective.getOrDefault(machine, List.of()))));
        return histories;
    }

    private Map<String, List<FailureEvent>> failures() {
        Map<String, List<FailureEvent>> failures = new HashMap<>();
        if (!lake.has(Events.TABLE)) {
            return failures;
        }
        for (Row row : lake.read(Events.TABLE)
                .where(col(Events.KIND).equalTo("failure"))
                .select(col(MACHINE), millis(Events.EVENT_TIME), col(Events.COMPONENT), col(Events.MODE))
                .orderBy(MACHINE, Events.EVENT_TIME, Events.COMPONENT, Events.MODE)
                .collectAsList()) {
            failures.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                    .add(FailureEvent.of(Instant.ofEpochMilli(row.getLong(1)), text(row, 2), text(row, 3)));
        }
        return failures;
    }

    private static String text(Row row, int column) {
        return row.isNullAt(column) ? "" : row.getString(column);
    }

    /** When the finished ones of these orders ended, by machine. */
    private Map<String, List<Instant>> finished(Column these) {
        Map<String, List<Instant>> ended = new HashMap<>();
        if (!lake.has(WorkOrders.TABLE)) {
            return ended;
        }
        Dataset<Row> closed = lake.read(WorkOrders.TABLE)
                .where(these.and(col(WorkOrders.STATUS).equalTo("closed")))
                .select(
                        col(MACHINE),
                        expr("unix_millis(coalesce(" + WorkOrders.FINISHED_AT + ", " + WorkOrders.EVENT_TIME + "))")
                                .as("ended"))
                .distinct()
                .orderBy(MACHINE, "ended");
        for (Row row : closed.collectAsList()) {
            ended.computeIfAbsent(row.getString(0), any -> new ArrayList<>()).add(Instant.ofEpochMilli(row.getLong(1)));
        }
        return ended;
    }

    /** Test rows with what a candidate says of the remaining life; null where none does. */
    static Dataset<Row> withLives(Lake lake, Dataset<Row> tests, Optional<Metrics.Rul> champion) {
        List<String> said = List.of(RulPredictions.RUL_MEDIAN_H, RulPredictions.RUL_LOW_H, RulPredictions.RUL_HIGH_H);
        if (champion.isEmpty()) {
            Column unknown = functions.lit(null).cast(DataTypes.DoubleType);
            return tests.withColumns(said.stream().collect(Collectors.toMap(column -> column, column -> unknown)));
        }
        Dataset<Row> lives = lake.read(RulPredictions.TABLE)
                .where(col(RulPredictions.ROLE)
                        .equalTo(io.millwright.training.table.Role.TEST)
                        .and(col(RulPredictions.CANDIDATE)
                                .equalTo(champion.get().candidate())))
                .select(
                        RulPredictions.EQUIPMENT_ID,
                        RulPredictions.AS_OF,
                        RulPredictions.FOLD,
                        RulPredictions.RUL_MEDIAN_H,
                        RulPredictions.RUL_LOW_H,
                        RulPredictions.RUL_HIGH_H);
        return tests.join(
                lives, new String[] {RulPredictions.EQUIPMENT_ID, RulPredictions.AS_OF, RulPredictions.FOLD}, "left");
    }
}

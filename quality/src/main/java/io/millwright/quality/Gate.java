package io.millwright.quality;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.SideBySide;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.QualityResults;
import io.millwright.lake.table.Series;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The quality gate between the clean tables and everything computed from them: the rules of each table are run by Deequ,
 * outcomes and metrics go to {@code quality_results} under the run's id, and a failed gating rule stops the pipeline.
 */
public final class Gate {

    /** A fleet that has sent nothing for longer is no fleet at rest; as long as {@code series.dqdl} lets a machine be silent. */
    private static final Duration LONGEST_REST = Duration.ofDays(7);

    private static final String EQUIPMENT = "equipment";

    private static final StructType SENSORS = new StructType()
            .add("sensor", DataTypes.StringType, false)
            .add("low", DataTypes.DoubleType, false)
            .add("high", DataTypes.DoubleType, false)
            .add("period_ms", DataTypes.LongType, false)
            .add("is_read", DataTypes.BooleanType, false);

    private static final StructType CHECKED_INTERVAL = new StructType()
            .add("from_time", DataTypes.TimestampType, false)
            .add("to_time", DataTypes.TimestampType, false)
            .add("chunk_hours", DataTypes.DoubleType, false)
            .add("as_of_hours", DataTypes.DoubleType, false)
            .add("runs_on", DataTypes.BooleanType, false);

    private final Lake lake;
    private final PipelineConfig config;
    private final Interval events;

    private Gate(Lake lake, PipelineConfig config, Interval events) {
        this.lake = lake;
        this.config = config;
        this.events = events;
    }

    /**
     * Checks every clean table over an interval of event time and writes the results, whatever they are. Reads each table's
     * summary columns once.
     *
     * @throws MillwrightException of category data where a gating rule failed; the results are written before
     */
    public static GateReport check(Lake lake, PipelineConfig config, Interval events, Progress progress) {
        GateReport report = judge(lake, config, events, progress);
        report.requirePassed();
        return report;
    }

    /** As {@link #check}, but a failed gate is returned, not thrown. */
    public static GateReport judge(Lake lake, PipelineConfig config, Interval events, Progress progress) {
        Gate gate = new Gate(lake, config, events);
        GateReport report = new GateReport(lake.runId(), gate.results(progress));
        gate.write(report);
        return report;
    }

    private List<RuleResult> results(Progress progress) {
        progress.step("checking " + GuardedTable.ALL.size() + " tables");
        List<Row> equipment = lake.has(Equipment.TABLE)
                ? lake.read(Equipment.TABLE)
                        .select(Equipment.EQUIPMENT_ID, Equipment.SITE, Equipment.TYPE)
                        .collectAsList()
                : List.of();
        // Deequ's small jobs leave cores idle; two tables at a time fill them.
        try (SideBySide tables = new SideBySide(lake.spark(), "check", 2)) {
            List<Supplier<List<RuleResult>>> running = new ArrayList<>();
            for (GuardedTable table : GuardedTable.ALL) {
                List<Rule> rules = RuleFile.of(table.name(), config.file());
                running.add(tables.start(() -> results(table, rules, equipment)));
            }
            List<RuleResult> results = new ArrayList<>();
            for (int i = 0; i < running.size(); i++) {
                results.addAll(running.get(i).get());
                progress.fraction((i + 1.0) / running.size());
            }
            return results;
        }
    }

    private List<RuleResult> results(GuardedTable table, List<Rule> rules, List<Row> equipment) {
        if (rules.isEmpty()) {
            return List.of();
        }
        if (!lake.has(table.spec())) {
            return table.expected(config)
                    ? all(table, rules, new Outcome.Failed("the lake has no such table; run ingest first"))
                    : all(table, rules, new Outcome.NotRunnable("the pipeline file names no source for this table"));
        }
        SparkSession session = sessionForSmallQueries();
        Dataset<Row> rows = table.judged(lake.read(session, table.spec()), config, events)
                .coalesce(Math.max(2, session.sparkContext().defaultParallelism()))
                .persist();
        try {
            DeequRules deequ =
                    new DeequRules(table.name(), rows, table.spec().key(), sources(session, table, rows, equipment));
            return rows.isEmpty() ? ofNoRows(table, rules, deequ) : deequ.run(rules);
        } finally {
            rows.unpersist();
        }
    }

    /**
     * Rules are many queries over few rows: one summary a chunk, one row an event. Compiling and re-planning each costs
     * more than running it, so this session does neither; the one pass over the table itself is cached before.
     */
    private SparkSession sessionForSmallQueries() {
        SparkSession session = lake.spark().newSession();
        session.conf().set("spark.sql.adaptive.enabled", "false");
        session.conf().set("spark.sql.codegen.wholeStage", "false");
        session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        session.conf().set("spark.sql.shuffle.partitions", "2");
        return session;
    }

    /**
     * Of a table without rows only a rule about their number can be judged; the others would all hold of nothing. Not even that where the
     * interval lies behind all readings and the fleet has rested no longer than {@link #LONGEST_REST}: that is no wrong data, and the work
     * list is to say who is silent.
     */
    private List<RuleResult> ofNoRows(GuardedTable table, List<Rule> rules, DeequRules deequ) {
        Optional<Instant> last = restsSince(table);
        if (last.isPresent()) {
            return all(table, rules, new Outcome.NotRunnable("no reading has come since the chunk of " + last.get()));
        }
        String reason = table.expected(config)
                ? "the table has no rows in [" + events.from() + ", " + events.to() + ")"
                : "the pipeline file names no source for this table";
        List<Rule> counting = rules.stream()
                .filter(rule -> table.expected(config) && rule.type().equals("RowCount"))
                .toList();
        Map<String, RuleResult> judged = new HashMap<>();
        deequ.run(counting).forEach(result -> judged.put(result.rule(), result));
        return rules.stream()
                .map(rule -> judged.getOrDefault(rule.text(), result(table, rule, new Outcome.NotRunnable(reason))))
                .toList();
    }

    /** The start of the newest chunk of {@code series} where the interval lies behind it, and not too far; empty of other tables. */
    private Optional<Instant> restsSince(GuardedTable table) {
        if (!table.name().equals(Series.TABLE.name())) {
            return Optional.empty();
        }
        Timestamp newest = lake.read(Series.TABLE)
                .agg(functions.max(Series.CHUNK_START))
                .first()
                .getTimestamp(0);
        return Optional.ofNullable(newest)
                .map(Timestamp::toInstant)
                .filter(start -> start.isBefore(events.from())
                        && !start.plus(LONGEST_REST).isBefore(events.to()));
    }

    private static List<RuleResult> all(GuardedTable table, List<Rule> rules, Outcome outcome) {
        return rules.stream().map(rule -> result(table, rule, outcome)).toList();
    }

    private static RuleResult result(GuardedTable table, Rule rule, Outcome outcome) {
        return new RuleResult(table.name(), rule.text(), rule.gating(), outcome, Map.of());
    }

    private Map<String, Dataset<Row>> sources(
            SparkSession session, GuardedTable table, Dataset<Row> rows, List<Row> equipment) {
        StructType ids = new StructType()
                .add(Equipment.EQUIPMENT_ID, DataTypes.StringType, false)
                .add(Equipment.SITE, DataTypes.StringType, false)
                .add(Equipment.TYPE, DataTypes.StringType, false);
        Map<String, Dataset<Row>> sources = new HashMap<>();
        sources.put(EQUIPMENT, session.createDataFrame(equipment, ids));
        sources.put("sensors", session.createDataFrame(sensors(), SENSORS));
        sources.put("checked_interval", session.createDataFrame(List.of(interval()), CHECKED_INTERVAL));
        sources.put("schema", session.createDataFrame(List.of(), schema(table, rows)));
        return sources;
    }

    /** The published schema of the columns rules see; a column rules see that is not published keeps its own type. */
    private static StructType schema(GuardedTable table, Dataset<Row> rows) {
        StructType schema = new StructType();
        List<String> published = List.of(table.spec().schema().fieldNames());
        for (String column : rows.columns()) {
            schema = schema.add(
                    published.contains(column)
                            ? table.spec().schema().apply(column)
                            : rows.schema().apply(column));
        }
        return schema;
    }

    private List<Row> sensors() {
        return config.sensors().stream()
                .map(sensor -> RowFactory.create(
                        sensor.name(),
                        sensor.min(),
                        sensor.max(),
                        sensor.period().toMillis(),
                        isRead(sensor.name())))
                .toList();
    }

    /** Whether its readings belong into {@code series}; a long layout does not say which of its sensors are waveforms. */
    private boolean isRead(String sensor) {
        return !config.landing().has(Source.Kind.WAVEFORMS)
                || config.landing().of(Source.Kind.READINGS).anyMatch(source -> source.columns()
                        .containsKey(sensor));
    }

    private Row interval() {
        return RowFactory.create(
                Timestamp.from(events.from()),
                Timestamp.from(events.to()),
                config.features().chunk().toMillis() / 3_600_000.0,
                config.features().asOfEvery().toMillis() / 3_600_000.0,
                runsOn());
    }

    /** Whether a machine is expected to deliver until the interval's end: by the clock, and not until it fails. */
    private boolean runsOn() {
        return config.timeAxis() == TimeAxis.CLOCK
                && config.landing().of(Source.Kind.READINGS).noneMatch(Source::endsInFailure);
    }

    /** A rerun of a run replaces its own results; those of earlier runs stay. */
    private void write(GateReport report) {
        List<Row> rows = report.results().stream().map(this::row).toList();
        lake.replaceWhere(
                lake.spark().createDataFrame(rows, QualityResults.SCHEMA).coalesce(1),
                QualityResults.TABLE,
                QualityResults.RUN_ID + " = '" + lake.runId().replace("'", "''") + "'",
                Map.of());
    }

    private Row row(RuleResult result) {
        Map<String, String> metrics = new HashMap<>();
        result.metrics().forEach((name, value) -> metrics.put(name, Double.toString(value)));
        return RowFactory.create(
                lake.runId(),
                result.table(),
                result.rule(),
                result.outcome().label(),
                result.gating(),
                result.outcome().message(),
                metrics,
                Timestamp.from(events.from()),
                Timestamp.from(events.to()));
    }
}

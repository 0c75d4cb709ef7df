package io.millwright.etl;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.etl.ToldRows.Earlier;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.SideBySide;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.RemainingLife;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** One ingest from its files to its tables. */
final class IngestRun implements AutoCloseable {

    private static final int JOBS_AT_ONCE = 4;

    private final Lake lake;
    private final SparkSession spark;
    private final PipelineConfig config;
    private final Optional<Interval> arrivals;
    private final TableWriter writer;
    private final Accounting accounting = new Accounting();
    private final OpenedLanding landing;
    private final LandedFiles before;
    private final ArrivalSpans spans;
    private final List<LogStage> logs = new ArrayList<>();
    private final Map<String, ToldRows> told = new TreeMap<>();
    private @Nullable Set<String> machines;
    private @Nullable ReadingsStage readings;
    private @Nullable ToldBursts bursts;
    private @Nullable LandedFiles landed;

    /**
     * @param landing the files to be opened
     * @param before what earlier ingests knew of them
     */
    IngestRun(
            Lake lake, PipelineConfig config, OpenedLanding landing, LandedFiles before, Optional<Interval> arrivals) {
        this.lake = lake;
        this.spark = lake.spark();
        this.config = config;
        this.arrivals = arrivals;
        this.writer = new TableWriter(lake, arrivals);
        this.landing = landing;
        this.before = before;
        this.spans = ArrivalSpans.of(spark, arrivals, before, landing.bulk());
        landing.sources().keySet().forEach(accounting::open);
    }

    /** Machines first, because everything else is judged by them; then the other logs, the sensors and the waveforms at once. */
    void read() {
        readLogs(Set.of(Source.Kind.EQUIPMENT));
        if (config.landing().has(Source.Kind.EQUIPMENT)) {
            Set<String> known = new HashSet<>();
            logs.forEach(stage -> known.addAll(stage.machines()));
            machines = known;
        }
        List<Runnable> jobs = new ArrayList<>();
        jobs.add(readReadings());
        jobs.add(readWaveforms());
        jobs.add(() -> {
            readLogs(Set.of(
                    Source.Kind.COMPONENTS,
                    Source.Kind.EVENTS,
                    Source.Kind.FAILURES,
                    Source.Kind.WORK_ORDERS,
                    Source.Kind.OPERATIONS,
                    Source.Kind.CONDITIONS,
                    Source.Kind.REMAINING_LIFE,
                    Source.Kind.FEEDBACK));
            markLogs();
            LogStage.countInto(accounting, logs);
            ToldRows.countInto(accounting, told.values());
        });
        sideBySide(jobs);
    }

    /** Small ones are planned while large ones compute. */
    private void sideBySide(List<Runnable> jobs) {
        try (SideBySide running = new SideBySide(spark, "ingest", JOBS_AT_ONCE)) {
            jobs.forEach(running::run);
            running.await();
        }
    }

    private void readLogs(Set<Source.Kind> kinds) {
        landing.sources().forEach((source, files) -> {
            if (kinds.contains(source.kind())
                    && !(source.mayBeAbsent() && files.files().isEmpty())) {
                RecordPlan plan = RecordPlan.of(source, files.otherColumns(), arrivals, machines, config.file());
                logs.add(new LogStage(new RecordSource(files, plan), config, spark));
            }
        });
    }

    private void markLogs() {
        logs.stream()
                .collect(Collectors.groupingBy(LogStage::table))
                .forEach((table, stages) -> told.put(table.name(), ToldRows.of(table, stages, this::earlier)));
    }

    /** What other ingests brought, as their logs told it; without the failures that end histories, which every ingest tells anew. */
    private Dataset<Row> earlier(TableSpec table) {
        Dataset<Row> rows = writer.earlier(table);
        if (table.equals(WorkOrders.TABLE)) {
            return WorkOrderKinds.toldBefore(rows);
        }
        Object[] endingInFailure =
                Objects.requireNonNull(readings).endingInFailure().toArray();
        return table.equals(Events.TABLE) ? rows.filter(not(col(Events.SOURCE).isin(endingInFailure))) : rows;
    }

    private Runnable readReadings() {
        List<ReadingsSource> sources = config.landing()
                .of(Source.Kind.READINGS)
                .map(source -> new ReadingsSource(
                        Objects.requireNonNull(landing.sources().get(source)),
                        ReadingsPlan.of(source, config, arrivals, machines),
                        spans))
                .toList();
        ReadingsStage stage = new ReadingsStage(sources, lake, arrivals, config);
        readings = stage;
        return () -> stage.countInto(accounting);
    }

    private Runnable readWaveforms() {
        List<WaveformStage> stages = new ArrayList<>();
        landing.sources().forEach((source, files) -> {
            if (source.kind() == Source.Kind.WAVEFORMS && !files.files().isEmpty()) {
                stages.add(new WaveformStage(files, WaveformPlan.of(source, config, arrivals, machines), spans, spark));
            }
        });
        ToldBursts told = new ToldBursts(stages, writer, spark);
        bursts = told;
        return () -> told.countInto(accounting);
    }

    void requireBalance() {
        accounting.requireBalance();
        if (arrivals.isEmpty()) {
            accounting.requireReadings();
        } else {
            requireNoneGoneBad(arrivals.get());
        }
    }

    /** Rows of the interval make room for those that are read, so these must not all have become unusable. */
    private void requireNoneGoneBad(Interval taken) {
        Set<String> rejected = accounting.whollyRejected();
        landing.sources().keySet().stream()
                .filter(source -> rejected.contains(source.name()) && had(source, taken))
                .findFirst()
                .ifPresent(source -> {
                    throw accounting.goneBad(source.name(), taken);
                });
    }

    private boolean had(Source source, Interval taken) {
        return source.kind() == Source.Kind.READINGS
                ? Objects.requireNonNull(readings).inLake().has(source.name(), taken, TimeGrid.of(config.features()))
                : writer.has(source.name(), taken);
    }

    private Dataset<Row> mergedRecords() {
        Dataset<Row> merged = spark.createDataFrame(List.of(), MergedRecords.SCHEMA);
        for (ToldRows each : told.values()) {
            merged = each.isTimed() ? merged.unionByName(each.merged()) : merged;
        }
        return merged.unionByName(Objects.requireNonNull(bursts).merged());
    }

    /**
     * Every table in a commit of its own, each replacing what this ingest wrote before; so a killed ingest is run again.
     *
     * @param mark what the last commit, that of the books, is to bear
     * @param bulk all files of readings and waveforms, opened or not
     */
    void write(String mark, List<LandingFile> bulk) {
        ReadingsStage stage = Objects.requireNonNull(readings);
        ToldBursts waveforms = Objects.requireNonNull(bursts);
        Dataset<Row> toldEvents = rows(Events.TABLE);
        Dataset<Row> orders = WorkOrderKinds.told(rows(WorkOrders.TABLE));
        Dataset<Row> verdicts = rows(Feedback.TABLE);
        Earlier earlierEvents = Earlier.of(earlier(Events.TABLE), toldEvents, Events.TABLE);
        Earlier earlierOrders = Earlier.of(earlier(WorkOrders.TABLE), orders, WorkOrders.TABLE);
        Earlier earlierVerdicts = Earlier.of(earlier(Feedback.TABLE), verdicts, Feedback.TABLE);
        Dataset<Row> burstsGivingWay = waveforms.givingWay();
        Dataset<Row> givingWay = MergedRecords.of(earlierEvents.givingWay())
                .unionByName(MergedRecords.of(earlierOrders.givingWay()))
                .unionByName(MergedRecords.of(earlierVerdicts.givingWay()))
                .unionByName(MergedRecords.of(burstsGivingWay));
        writer.countEarlier(accounting, stage.endingInFailure(), landing.paths(), givingWay);
        Dataset<Row> events = toldEvents.unionByName(earlierEvents.staying()).unionByName(stage.finalFailures());
        Dataset<Row> equipment = equipment(stage);
        List<Runnable> jobs = new ArrayList<>();
        jobs.add(() -> writer.series(stage));
        jobs.add(() -> writer.addBursts(waveforms.rows(), burstsGivingWay));
        jobs.add(() -> writer.replace(health(stage, events), SensorHealth.TABLE));
        jobs.add(() -> writer.replace(events, Events.TABLE));
        jobs.add(() ->
                writer.replace(workOrders(orders.unionByName(earlierOrders.staying()), events), WorkOrderKinds.TABLE));
        jobs.add(() -> writer.addArrived(rows(Operations.TABLE), Operations.TABLE));
        if (config.landing().has(Source.Kind.CONDITIONS)) {
            jobs.add(() -> writer.addArrived(rows(Conditions.TABLE), Conditions.TABLE));
        }
        jobs.add(() -> writer.replace(equipment, Equipment.TABLE));
        jobs.add(() -> writer.replace(components(equipment), Components.TABLE));
        jobs.add(() -> writer.replace(rows(RemainingLife.TABLE), RemainingLife.TABLE));
        jobs.add(() -> writer.quarantine(quarantined(stage), landing.paths()));
        if (config.landing().has(Source.Kind.FEEDBACK)) {
            jobs.add(() -> writer.addArrived(verdicts, Feedback.TABLE, earlierVerdicts));
        }
        jobs.add(() -> writer.mergedRecords(mergedRecords(), givingWay));
        sideBySide(jobs);
        Set<String> opened = landing.bulk().stream().map(LandingFile::path).collect(Collectors.toSet());
        LandedFiles now = before.after(bulk, opened, spans.byFile());
        if (!now.areAs(before)) {
            now.write(lake, config);
        }
        landed = now;
        writer.books(accounting.rows(spark, arrivals), mark);
    }

    /** What is known of the landing files once all is written. */
    LandedFiles landed() {
        return Objects.requireNonNull(landed);
    }

    private Dataset<Row> health(ReadingsStage stage, Dataset<Row> events) {
        Dataset<Row> rejected = stage.quarantined().unionByName(writer.earlier(Quarantine.TABLE));
        return SensorFindings.reported(stage.sensorHealth(), rejected, events);
    }

    private Dataset<Row> workOrders(Dataset<Row> orders, Dataset<Row> events) {
        return WorkOrderKinds.inferred(orders, events, config.maintenance().repairWindow());
    }

    private Dataset<Row> quarantined(ReadingsStage stage) {
        Dataset<Row> quarantined = stage.quarantined();
        for (LogStage log : logs) {
            quarantined = quarantined.unionByName(log.quarantined());
        }
        return Objects.requireNonNull(bursts).withQuarantined(quarantined);
    }

    private Dataset<Row> rows(TableSpec table) {
        Dataset<Row> none = spark.createDataFrame(List.of(), table.schema());
        ToldRows rows = told.get(table.name());
        return rows == null ? none : none.unionByName(rows.rows());
    }

    /** Of the metadata; without any, the machines that have readings. */
    private Dataset<Row> equipment(ReadingsStage stage) {
        if (config.landing().has(Source.Kind.EQUIPMENT)) {
            return rows(Equipment.TABLE);
        }
        return stage.machines()
                .select(
                        col("equipmentId").as(Equipment.EQUIPMENT_ID),
                        lit(config.equipment().defaultSite()).as(Equipment.SITE),
                        lit(config.equipment().defaultType()).as(Equipment.TYPE),
                        lit(null).cast("string").as(Equipment.MANUFACTURER),
                        lit(null).cast("string").as(Equipment.MODEL),
                        lit(null).cast("string").as(Equipment.LINE),
                        lit(null).cast("timestamp").as(Equipment.COMMISSIONED),
                        lit(null).cast("double").as(Equipment.AGE_YEARS),
                        expr("cast(map() as map<string,string>)").as(Equipment.ATTRIBUTES),
                        lit("readings").as(Equipment.SOURCE));
    }

    /** Of the metadata; without any, the configured components of every machine. */
    private Dataset<Row> components(Dataset<Row> equipment) {
        if (config.landing().has(Source.Kind.COMPONENTS)) {
            return rows(Components.TABLE);
        }
        Column[] names =
                config.equipment().components().stream().map(functions::lit).toArray(Column[]::new);
        if (names.length == 0) {
            return spark.createDataFrame(List.of(), Components.SCHEMA);
        }
        return equipment
                .select(col(Equipment.EQUIPMENT_ID), explode(array(names)).as(Components.KIND))
                .select(
                        concat_ws("/", col(Equipment.EQUIPMENT_ID), col(Components.KIND))
                                .as(Components.COMPONENT_ID),
                        col(Components.EQUIPMENT_ID),
                        lit(null).cast("string").as(Components.PARENT),
                        col(Components.KIND),
                        lit(null).cast("string").as(Components.SERIAL),
                        lit(null).cast("string").as(Components.GENERATION),
                        lit(null).cast("timestamp").as(Components.INSTALLED_AT),
                        lit(null).cast("timestamp").as(Components.KNOWN_TIME),
                        lit("configuration").as(Components.SOURCE));
    }

    IngestReport report() {
        return accounting.report();
    }

    /** Without what an ingest of a later slice reads anew. */
    IngestReport reportOfArrivals(Set<String> readAgain) {
        return accounting.reportOfArrivals(readAgain);
    }

    @Override
    public void close() {
        logs.forEach(LogStage::close);
        if (bursts != null) {
            bursts.close();
        }
        if (readings != null) {
            readings.close();
        }
    }
}

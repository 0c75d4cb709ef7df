package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.when;

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
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/** The records of one log or metadata source, read once: its rows with duplicates marked, and what was rejected. */
final class LogStage implements AutoCloseable {

    private static final String SOURCE = "source";
    private static final String REASON = "reason";

    private final RecordPlan plan;
    private final Dataset<LogRecord> records;
    private final Dataset<Row> marked;

    /** Opens the stage; what other ingests already brought is a duplicate, too. */
    LogStage(RecordSource source, PipelineConfig config, TableWriter writer, SparkSession spark) {
        this.plan = source.plan();
        this.records = source.records(spark).persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<LogRecord> accepted = records.filter(col(REASON).isNull());
        Dataset<Row> told = new LogTables(plan).rows(accepted, config.equipment());
        Dataset<Row> rows =
                plan.kind == Source.Kind.OPERATIONS ? ended(told, () -> whole(source, config, spark)) : told;
        boolean eachInstallation = config.features().genealogy() || plan.reads(Components.GENERATION);
        this.marked = known(marked(rows, plan.kind, eachInstallation), writer);
    }

    /** Rows of a source whatever arrived when. */
    private static Dataset<Row> whole(RecordSource source, PipelineConfig config, SparkSession spark) {
        SourceFiles files = source.files();
        RecordPlan all = RecordPlan.of(
                files.source(), files.otherColumns(), Optional.empty(), source.plan().machines, config.file());
        Dataset<LogRecord> accepted =
                new RecordSource(files, all).records(spark).filter(col(REASON).isNull());
        return new LogTables(all).rows(accepted, config.equipment());
    }

    Source.Kind kind() {
        return plan.kind;
    }

    /** In what rows of other ingests are the same as those of this one; empty where these are not asked. */
    private static List<String> content(TableSpec table) {
        return table.name().equals(WorkOrders.TABLE.name()) ? orderContent() : table.key();
    }

    private static Optional<TableSpec> told(Source.Kind kind) {
        return switch (kind) {
            case EVENTS, FAILURES -> Optional.of(Events.TABLE);
            case WORK_ORDERS -> Optional.of(WorkOrders.TABLE);
            case FEEDBACK -> Optional.of(Feedback.TABLE);
            default -> Optional.empty();
        };
    }

    private Dataset<Row> known(Dataset<Row> rows, TableWriter writer) {
        return told(plan.kind)
                .map(table -> Duplicates.alsoIn(rows, writer.earlier(table), content(table), MergedRecords.KNOWN_TIME))
                .orElse(rows);
    }

    /** Rows of other ingests that are in the table, and what they become. */
    record Earlier(Dataset<Row> staying, Dataset<Row> givingWay) {

        /** Of two tellings of the same, the one known first stays, whichever was ingested first. */
        static Earlier of(Dataset<Row> earlier, Dataset<Row> rows, TableSpec table) {
            String known = MergedRecords.KNOWN_TIME;
            Dataset<Row> givingWay = Duplicates.givingWay(earlier, rows, content(table), known);
            return new Earlier(Duplicates.staying(earlier, givingWay, content(table), known), givingWay);
        }
    }

    private static List<String> eventContent() {
        return Events.TABLE.key();
    }

    private static List<String> orderContent() {
        List<String> content = new ArrayList<>(List.of(WorkOrders.SCHEMA.fieldNames()));
        content.remove(WorkOrders.KNOWN_TIME);
        content.remove(WorkOrders.KIND);
        return content;
    }

    private static Dataset<Row> marked(Dataset<Row> rows, Source.Kind kind, boolean eachInstallation) {
        return switch (kind) {
            case EQUIPMENT -> Duplicates.marked(rows, List.of(Equipment.EQUIPMENT_ID), List.of());
            case COMPONENTS ->
                eachInstallation
                        ? installations(rows)
                        : Duplicates.marked(rows, List.of(Components.COMPONENT_ID), List.of(Components.INSTALLED_AT));
            case EVENTS, FAILURES -> Duplicates.marked(rows, eventContent(), List.of(Events.KNOWN_TIME));
            case WORK_ORDERS -> orders(rows);
            case OPERATIONS -> Duplicates.marked(rows, Operations.TABLE.key(), List.of());
            case CONDITIONS -> Duplicates.marked(rows, Conditions.TABLE.key(), List.of());
            case REMAINING_LIFE -> Duplicates.marked(rows, List.of(RemainingLife.EQUIPMENT_ID), List.of());
            case FEEDBACK -> Duplicates.marked(rows, Feedback.TABLE.key(), List.of(Feedback.KNOWN_TIME));
            case READINGS, WAVEFORMS -> throw new IllegalArgumentException(kind + " are not records");
        };
    }

    /** Each installation is a row; an id that was installed more than once has the later times behind it. */
    static Dataset<Row> installations(Dataset<Row> rows) {
        Dataset<Row> first = Duplicates.marked(
                rows, List.of(Components.COMPONENT_ID, Components.INSTALLED_AT), List.of(Components.KNOWN_TIME));
        Column number = functions
                .row_number()
                .over(Window.partitionBy(Components.COMPONENT_ID, Duplicates.MERGED)
                        .orderBy(col(Components.INSTALLED_AT).asc_nulls_first()));
        Column time = functions.date_format(col(Components.INSTALLED_AT), "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        return first.withColumn("number", number)
                .withColumn(
                        Components.COMPONENT_ID,
                        functions
                                .when(col("number").gt(1), functions.concat_ws("@", col(Components.COMPONENT_ID), time))
                                .otherwise(col(Components.COMPONENT_ID)))
                .drop("number");
    }

    /** The same content told again, or another content under the same order at the same time, is a duplicate. */
    private static Dataset<Row> orders(Dataset<Row> rows) {
        List<String> content = new ArrayList<>(List.of(WorkOrders.SCHEMA.fieldNames()));
        content.remove(WorkOrders.KNOWN_TIME);
        String again = "told_again";
        Dataset<Row> first = Duplicates.marked(rows, content, List.of(WorkOrders.KNOWN_TIME))
                .withColumnRenamed(Duplicates.MERGED, again);
        List<String> key = new ArrayList<>(WorkOrders.TABLE.key());
        key.add(again);
        return Duplicates.marked(first, key, List.of())
                .withColumn(Duplicates.MERGED, col(Duplicates.MERGED).or(col(again)))
                .drop(again);
    }

    /**
     * A stretch without an end ends where the source's shortest step after its start ends.
     *
     * @param whole rows of the source that this ingest does not take, too, so that a plan does not depend on when it was read
     */
    private static Dataset<Row> ended(Dataset<Row> rows, Supplier<Dataset<Row>> whole) {
        Column end = col(Operations.END_TIME);
        if (rows.filter(end.isNull()).isEmpty()) {
            return rows;
        }
        Column given = col(Operations.START_TIME).plus(expr("interval " + shortestStep(whole.get()) + " seconds"));
        return rows.withColumn(Operations.END_TIME, functions.coalesce(end, given));
    }

    /** In seconds, between two starts without an end; an hour where there is one start alone. */
    private static long shortestStep(Dataset<Row> rows) {
        Dataset<Row> starts = rows.filter(col(Operations.END_TIME).isNull())
                .select(Operations.SITE, Operations.EQUIPMENT_ID, Operations.START_TIME)
                .distinct();
        Column next = functions
                .lead(col(Operations.START_TIME), 1)
                .over(Window.partitionBy(Operations.SITE, Operations.EQUIPMENT_ID)
                        .orderBy(Operations.START_TIME));
        Column step = next.cast("double").minus(col(Operations.START_TIME).cast("double"));
        Row shortest = starts.select(step.as("step")).agg(functions.min("step")).first();
        return shortest.isNullAt(0) ? 3_600 : Math.round(shortest.getDouble(0));
    }

    /** The rows that stay. */
    Dataset<Row> rows() {
        return marked.filter(functions.not(col(Duplicates.MERGED))).drop(Duplicates.MERGED);
    }

    /** Whether an interval of arrival takes some of its records, not all of them. */
    boolean isTimed() {
        return plan.isTimed();
    }

    /** Rows of {@code merged_records}. */
    Dataset<Row> merged() {
        return marked.filter(col(Duplicates.MERGED)).select(source(), col(MergedRecords.KNOWN_TIME));
    }

    /** The ids of its machines, for a source of equipment. */
    List<String> machines() {
        return rows().select(Equipment.EQUIPMENT_ID).distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    Dataset<Row> quarantined() {
        return records.filter(col(REASON).isNotNull())
                .select(
                        col("source").as(Quarantine.SOURCE),
                        col("file").as(Quarantine.FILE),
                        col(REASON).as(Quarantine.REASON),
                        col("raw").as(Quarantine.RAW),
                        col("equipmentId").as(Quarantine.EQUIPMENT_ID),
                        lit(null).cast("string").as(Quarantine.SENSOR),
                        timestamp_millis(col("eventMs")).as(Quarantine.EVENT_TIME),
                        timestamp_millis(col("knownMs")).as(Quarantine.KNOWN_TIME));
    }

    /** Counts records, rejections by reason, and rows by what became of them: each on its own data, all logs at once. */
    static void countInto(Accounting accounting, List<LogStage> stages) {
        String fileWithoutArrival = "fileWithoutArrival";
        Function<LogStage, Dataset<Row>> records = stage -> stage.records.select(
                stage.source(),
                col(REASON),
                when(col("knownMs").isNull(), col("file")).as(fileWithoutArrival));
        for (Row row : counted(stages, records, REASON, fileWithoutArrival)) {
            accounting.add(row.getString(0), row.getLong(3), 0, 0);
            if (!row.isNullAt(1) && row.isNullAt(2)) {
                accounting.quarantined(row.getString(0), row.getString(1), row.getLong(3));
            } else if (!row.isNullAt(1)) {
                accounting.quarantinedWithoutArrival(
                        row.getString(0), row.getString(1), row.getString(2), row.getLong(3));
            }
        }
        String merged = Duplicates.MERGED;
        for (Row row : counted(stages, stage -> stage.marked.select(stage.source(), col(merged)), merged)) {
            boolean isMerged = row.getBoolean(1);
            accounting.add(row.getString(0), 0, isMerged ? 0 : row.getLong(2), isMerged ? row.getLong(2) : 0);
        }
    }

    private static List<Row> counted(List<LogStage> stages, Function<LogStage, Dataset<Row>> rows, String... by) {
        return stages.stream()
                .map(rows)
                .reduce(Dataset::unionByName)
                .map(all -> all.groupBy(SOURCE, by).agg(count(lit(1))).collectAsList())
                .orElse(List.of());
    }

    private Column source() {
        return lit(plan.source).as(SOURCE);
    }

    @Override
    public void close() {
        records.unpersist();
    }
}

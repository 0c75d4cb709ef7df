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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/** The records of one log or metadata source, read once: its rows, told twice or not ({@link ToldRows}), and what was rejected. */
final class LogStage implements AutoCloseable {

    private static final String SOURCE = "source";
    private static final String REASON = "reason";
    private static final String FILE_WITHOUT_ARRIVAL = "fileWithoutArrival";

    private final RecordPlan plan;
    private final Dataset<LogRecord> records;
    private final Dataset<Row> rows;
    private final boolean keepsEachInstallation;

    LogStage(RecordSource source, PipelineConfig config, SparkSession spark) {
        this.plan = source.plan();
        this.records = source.records(spark).persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<LogRecord> accepted = records.filter(col(REASON).isNull());
        Dataset<Row> told = new LogTables(plan).rows(accepted, config.equipment());
        this.rows = plan.kind == Source.Kind.OPERATIONS ? ended(told, () -> whole(source, config, spark)) : told;
        this.keepsEachInstallation = config.features().genealogy() || plan.reads(Components.GENERATION);
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

    TableSpec table() {
        return table(plan.kind);
    }

    static TableSpec table(Source.Kind kind) {
        return switch (kind) {
            case EQUIPMENT -> Equipment.TABLE;
            case COMPONENTS -> Components.TABLE;
            case EVENTS, FAILURES -> Events.TABLE;
            case WORK_ORDERS -> WorkOrders.TABLE;
            case OPERATIONS -> Operations.TABLE;
            case CONDITIONS -> Conditions.TABLE;
            case REMAINING_LIFE -> RemainingLife.TABLE;
            case FEEDBACK -> Feedback.TABLE;
            case READINGS, WAVEFORMS -> throw new IllegalArgumentException(kind + " are not records");
        };
    }

    /** Of parts, whether each installation of one is a row. */
    boolean keepsEachInstallation() {
        return keepsEachInstallation;
    }

    /** Of its table, as often as they were told. */
    Dataset<Row> rows() {
        return rows;
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

    /** Whether an interval of arrival takes some of its records, not all of them. */
    boolean isTimed() {
        return plan.isTimed();
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

    /** Counts records and rejections by reason, of all logs at once. */
    static void countInto(Accounting accounting, List<LogStage> stages) {
        stages.stream().map(LogStage::judged).reduce(Dataset::unionByName).ifPresent(all -> {
            for (Row row : all.groupBy(SOURCE, REASON, FILE_WITHOUT_ARRIVAL)
                    .agg(count(lit(1)))
                    .collectAsList()) {
                accounting.add(row.getString(0), row.getLong(3), 0, 0);
                accounting.judged(row.getString(0), row.getString(1), row.getString(2), row.getLong(3));
            }
        });
    }

    private Dataset<Row> judged() {
        return records.select(
                lit(plan.source).as(SOURCE),
                col(REASON),
                when(col("knownMs").isNull(), col("file")).as(FILE_WITHOUT_ARRIVAL));
    }

    @Override
    public void close() {
        records.unpersist();
    }
}

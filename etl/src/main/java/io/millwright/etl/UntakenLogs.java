package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.WorkOrders;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Records of logs that were known before an interval and that no ingest has taken. The lake is asked for each of them, not the file it is
 * in, because logs grow, are delivered whole again, and get entries for days long gone.
 */
final class UntakenLogs {

    private static final String KNOWN_TIME = MergedRecords.KNOWN_TIME;
    private static final String SOURCE = MergedRecords.SOURCE;

    private final Lake lake;
    private final PipelineConfig config;
    private final @Nullable Set<String> machines;

    /** @param lake as the ingest of the interval left it */
    UntakenLogs(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
        this.machines = config.landing().has(Source.Kind.EQUIPMENT) ? machines(lake) : null;
    }

    private static Set<String> machines(Lake lake) {
        return new HashSet<>(lake.read(Equipment.TABLE).select(Equipment.EQUIPMENT_ID).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList());
    }

    /**
     * Counted in one Spark job; what ingest would reject does not count.
     *
     * @param beginsMs those known before it are counted apart from the others
     */
    List<LeftBehind> before(Interval taken, OpenedLanding landing, long beginsMs) {
        return landing.sources().values().stream()
                .filter(files -> isTimedLog(files.source().kind()))
                .filter(files -> !files.readable().isEmpty())
                .map(files -> before(taken, files))
                .reduce(Dataset::unionByName)
                .map(rows -> rows
                        .groupBy(col(SOURCE), unix_millis(col(KNOWN_TIME)).lt(lit(beginsMs)))
                        .agg(count(lit(1)), min(KNOWN_TIME), max(KNOWN_TIME))
                        .collectAsList()
                        .stream()
                        .map(UntakenLogs::leftBehind)
                        .toList())
                .orElse(List.of());
    }

    private static boolean isTimedLog(Source.Kind kind) {
        return kind != Source.Kind.READINGS && kind != Source.Kind.WAVEFORMS && !RecordPlan.TIMELESS.contains(kind);
    }

    private static LeftBehind leftBehind(Row row) {
        ArrivalSpan span = new ArrivalSpan(
                row.getTimestamp(3).getTime(), row.getTimestamp(4).getTime());
        return LeftBehind.of(List.of(row.getString(0)), 0, new Untaken(span, row.getLong(2)));
    }

    /** Source and known time of each. */
    private Dataset<Row> before(Interval taken, SourceFiles files) {
        Source source = files.source();
        RecordPlan plan = RecordPlan.of(source, files.otherColumns(), Optional.empty(), machines, config.file());
        Dataset<LogRecord> accepted = new RecordSource(files, plan)
                .records(lake.spark())
                .filter(col("reason").isNull());
        Dataset<Row> told = new LogTables(plan)
                .rows(accepted, config.equipment())
                .filter(col(KNOWN_TIME).lt(lit(taken.from())));
        return notInLake(told, LogStage.table(source.kind()))
                .select(lit(source.name()).as(SOURCE), col(KNOWN_TIME));
    }

    /** What was told before, of an order with the same content or at the same time, was merged away. */
    private Dataset<Row> notInLake(Dataset<Row> told, TableSpec table) {
        if (!lake.has(table)) {
            return told;
        }
        Dataset<Row> rows = Duplicates.notIn(told, lake.read(table), table.key(), KNOWN_TIME);
        return table.equals(WorkOrders.TABLE)
                ? Duplicates.notIn(
                        rows, WorkOrderKinds.toldBefore(lake.read(table)), ToldRows.content(table), KNOWN_TIME)
                : rows;
    }
}

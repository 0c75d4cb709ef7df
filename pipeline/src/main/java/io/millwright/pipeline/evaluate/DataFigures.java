package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.QualityResults;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** What came in and what became of it: the data section of {@code metrics.json}, and {@code quality.json}. */
public final class DataFigures {

    private static final int LONGEST_LIST = 200;

    private DataFigures() {}

    /**
     * {@code quality.json}.
     *
     * @param sources accounting by landing source, of all ingests; rows in = clean + quarantined + duplicates merged
     * @param quarantine what of it went into quarantine, by source and reason
     * @param checkedTo end of the interval of the newest check; null before any
     * @param rules outcomes of that check
     * @param sensorHealth stretches in which a sensor was unwell, counted by kind and action
     * @param missing by sensor, where its period promises a number of readings
     * @param notes whether notes of repairs speak of the component their code names; null where no order has both
     */
    public record Quality(
            List<Source> sources,
            List<Rejected> quarantine,
            @Nullable Instant checkedTo,
            List<Rule> rules,
            List<Unwell> sensorHealth,
            List<Missing> missing,
            @Nullable Agreement notes) {}

    /** Readings of a sensor that its period promises, in the stretches it delivered anything in, and those that are there. */
    public record Missing(String sensor, long expected, long readings) {}

    /**
     * Of orders after failures.
     *
     * @param orders with a note and a component
     * @param naming those of them whose note names any component
     * @param same share of these whose note names the order's own
     */
    public record Agreement(long orders, long naming, Estimate same) {}

    public record Source(
            String source, String kind, long rowsIn, long rowsClean, long rowsQuarantined, long duplicatesMerged) {}

    public record Rejected(String source, String reason, long rows) {}

    /** Outcome is {@code passed}, {@code failed} or {@code not_runnable}. */
    public record Rule(String table, String rule, String outcome, boolean gate, String message) {}

    /** Stretches of one kind: how many, on how many sensors of how many machines, from first to last. */
    public record Unwell(
            String kind, String action, long stretches, long sensors, long machines, Instant from, Instant to) {}

    /** As the tables are now. */
    public static Quality quality(Lake lake, PipelineConfig config) {
        Optional<Row> checked = newestCheck(lake);
        return new Quality(
                sources(lake),
                quarantine(lake),
                checked.filter(run -> !run.isNullAt(1))
                        .map(run -> run.getTimestamp(1).toInstant())
                        .orElse(null),
                checked.map(run -> rules(lake, run.getString(0))).orElse(List.of()),
                sensorHealth(lake),
                missing(lake),
                NoteAgreement.of(lake, config).orElse(null));
    }

    private static List<Missing> missing(Lake lake) {
        List<Missing> missing = new ArrayList<>();
        if (lake.has(Series.TABLE)) {
            Column promised = functions.when(functions.not(col(Series.LATE)), col(Series.EXPECTED_N));
            lake
                    .read(Series.TABLE)
                    .groupBy(Series.SENSOR)
                    .agg(functions.coalesce(functions.sum(promised), lit(0L)), functions.sum(Series.N))
                    .orderBy(Series.SENSOR)
                    .collectAsList()
                    .stream()
                    .filter(row -> row.getLong(1) > 0)
                    .forEach(row -> missing.add(new Missing(row.getString(0), row.getLong(1), row.getLong(2))));
        }
        return missing;
    }

    /** The sums of a quality. */
    public static Metrics.Data data(Quality quality) {
        long in = 0;
        long clean = 0;
        long merged = 0;
        for (Source source : quality.sources()) {
            in += source.rowsIn();
            clean += source.rowsClean();
            merged += source.duplicatesMerged();
        }
        Map<String, Long> byReason = new TreeMap<>();
        quality.quarantine().forEach(rejected -> byReason.merge(rejected.reason(), rejected.rows(), Long::sum));
        return new Metrics.Data(in, clean, byReason, merged);
    }

    private static List<Source> sources(Lake lake) {
        List<Source> sources = new ArrayList<>();
        if (lake.has(IngestAccounting.TABLE)) {
            lake.read(IngestAccounting.TABLE)
                    .groupBy(IngestAccounting.SOURCE, IngestAccounting.KIND)
                    .agg(
                            functions.sum(IngestAccounting.ROWS_IN),
                            functions.sum(IngestAccounting.ROWS_CLEAN),
                            functions.sum(IngestAccounting.ROWS_QUARANTINED),
                            functions.sum(IngestAccounting.DUPLICATES_MERGED))
                    .orderBy(IngestAccounting.SOURCE, IngestAccounting.KIND)
                    .collectAsList()
                    .forEach(row -> sources.add(new Source(
                            row.getString(0),
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5))));
        }
        return sources;
    }

    private static List<Rejected> quarantine(Lake lake) {
        List<Rejected> rejected = new ArrayList<>();
        if (lake.has(IngestAccounting.TABLE)) {
            lake.read(IngestAccounting.TABLE)
                    .select(
                            col(IngestAccounting.SOURCE),
                            functions
                                    .explode(col(IngestAccounting.QUARANTINED_BY_REASON))
                                    .as(new String[] {"reason", "rows"}))
                    .groupBy(IngestAccounting.SOURCE, "reason")
                    .agg(functions.sum("rows"))
                    .orderBy(IngestAccounting.SOURCE, "reason")
                    .collectAsList()
                    .forEach(row -> rejected.add(new Rejected(row.getString(0), row.getString(1), row.getLong(2))));
        }
        return rejected;
    }

    /** Run id and end of the interval of the check that reaches furthest in time; of equals the last by run id. */
    private static Optional<Row> newestCheck(Lake lake) {
        return lake.has(QualityResults.TABLE)
                ? lake
                        .read(QualityResults.TABLE)
                        .select(QualityResults.RUN_ID, QualityResults.INTERVAL_TO)
                        .distinct()
                        .orderBy(
                                col(QualityResults.INTERVAL_TO).desc_nulls_last(),
                                col(QualityResults.RUN_ID).desc())
                        .limit(1)
                        .collectAsList()
                        .stream()
                        .findFirst()
                : Optional.empty();
    }

    private static List<Rule> rules(Lake lake, String runId) {
        List<Rule> rules = new ArrayList<>();
        lake.read(QualityResults.TABLE)
                .where(col(QualityResults.RUN_ID).equalTo(runId))
                .select(
                        QualityResults.TABLE_NAME,
                        QualityResults.RULE,
                        QualityResults.OUTCOME,
                        QualityResults.GATE,
                        QualityResults.MESSAGE)
                .orderBy(QualityResults.TABLE_NAME, QualityResults.RULE)
                .limit(LONGEST_LIST)
                .collectAsList()
                .forEach(row -> rules.add(new Rule(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.isNullAt(4) ? "" : row.getString(4))));
        return rules;
    }

    private static List<Unwell> sensorHealth(Lake lake) {
        List<Unwell> unwell = new ArrayList<>();
        if (lake.has(SensorHealth.TABLE)) {
            lake.read(SensorHealth.TABLE)
                    .groupBy(SensorHealth.KIND, SensorHealth.ACTION)
                    .agg(
                            count(lit(1)),
                            functions.countDistinct(SensorHealth.EQUIPMENT_ID, SensorHealth.SENSOR),
                            functions.countDistinct(SensorHealth.EQUIPMENT_ID),
                            functions.expr("unix_millis(min(" + SensorHealth.FROM_TIME + "))"),
                            functions.expr("unix_millis(max(" + SensorHealth.TO_TIME + "))"))
                    .orderBy(SensorHealth.KIND, SensorHealth.ACTION)
                    .collectAsList()
                    .forEach(row -> unwell.add(new Unwell(
                            row.getString(0),
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            Instant.ofEpochMilli(row.getLong(5)),
                            Instant.ofEpochMilli(row.getLong(6)))));
        }
        return unwell;
    }
}

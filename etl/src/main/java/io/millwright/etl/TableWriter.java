package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What an ingest replaces: everything when it takes all arrivals, else what became known in its interval. The column
 * {@code known_time} of logs, waveforms and quarantine says which that is; of readings {@link ArrivedReadings} does.
 */
final class TableWriter {

    private static final String KNOWN_TIME = Quarantine.KNOWN_TIME;
    private static final String SOURCE = Quarantine.SOURCE;
    private static final String MERGED = Duplicates.MERGED;

    /** Tables of records and bursts that have a time of arrival. */
    private static final List<TableSpec> OF_ARRIVAL = List.of(
            Events.TABLE, WorkOrders.TABLE, Operations.TABLE, Conditions.TABLE, Feedback.TABLE, Waveforms.TABLE);

    private final Lake lake;
    private final Optional<Interval> arrivals;

    TableWriter(Lake lake, Optional<Interval> arrivals) {
        this.lake = lake;
        this.arrivals = arrivals;
    }

    /** Rows other ingests brought; none where this one takes all arrivals. */
    Dataset<Row> earlier(TableSpec table) {
        return arrivals.isPresent() && lake.has(table)
                ? lake.read(table).filter(not(arrivedNow(arrivals.get())))
                : lake.spark().createDataFrame(List.of(), table.schema());
    }

    /** Whether the lake has records or bursts of a source that arrived in the interval. */
    boolean has(String source, Interval interval) {
        return OF_ARRIVAL.stream().filter(lake::has).anyMatch(table -> !lake.read(table)
                .filter(arrivedNow(interval).and(col(SOURCE).equalTo(source)))
                .isEmpty());
    }

    private static Column arrivedNow(Interval interval) {
        Column known = col(KNOWN_TIME);
        return functions.coalesce(known.geq(lit(interval.from())).and(known.lt(lit(interval.to()))), lit(false));
    }

    private static String predicate(Interval interval) {
        return KNOWN_TIME + " >= '" + interval.from() + "' AND " + KNOWN_TIME + " < '" + interval.to() + "'";
    }

    void replace(Dataset<Row> rows, TableSpec table) {
        lake.overwrite(rows, table, Map.of());
    }

    /** The last table an ingest writes. */
    void books(Dataset<Row> rows, String mark) {
        lake.overwrite(rows, IngestAccounting.TABLE, new Origin(Map.of(), mark));
    }

    /** Rows whose known time lies in the interval, in place of those of an earlier run. */
    void addArrived(Dataset<Row> rows, TableSpec table) {
        if (arrivals.isEmpty() || !lake.has(table)) {
            replace(rows, table);
        } else {
            lake.replaceWhere(rows, table, predicate(arrivals.get()), Map.of());
        }
    }

    /** The same, where rows of other arrivals give way to them. */
    void addArrived(Dataset<Row> rows, TableSpec table, ToldRows.Earlier others) {
        if (arrivals.isEmpty() || others.givingWay().isEmpty()) {
            addArrived(rows, table);
        } else {
            replace(rows.unionByName(others.staying()), table);
        }
    }

    /** Bursts; of the dates of others that give way to them, what stays is written again, because the table is large. */
    void addBursts(Dataset<Row> rows, Dataset<Row> givingWay) {
        String dates = givingWay.select(col(Series.DATE).cast("string")).distinct().collectAsList().stream()
                .map(row -> "'" + row.getString(0) + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        if (arrivals.isEmpty() || dates.isEmpty()) {
            addArrived(byDate(rows), Waveforms.TABLE);
            return;
        }
        String ofThese = Series.DATE + " IN (" + dates + ")";
        Dataset<Row> staying =
                Duplicates.staying(earlier(Waveforms.TABLE).filter(ofThese), givingWay, ToldBursts.KEY, KNOWN_TIME);
        lake.replaceWhere(
                byDate(rows.unionByName(staying)),
                Waveforms.TABLE,
                "(" + predicate(arrivals.get()) + ") OR " + ofThese,
                Map.of());
    }

    /** Chunks from the first that changed on; earlier ones cannot change, because every judgement is by the past. */
    void series(ReadingsStage stage) {
        ArrivedReadings readings = stage.inLake();
        if (arrivals.isEmpty() || !lake.has(Series.TABLE)) {
            readings.replaceAll(stage);
        } else if (stage.firstChanged() != Settled.NO_CHUNK) {
            LocalDate from = LocalDate.ofEpochDay(
                    Math.floorDiv(stage.firstChanged(), Duration.ofDays(1).toMillis()));
            readings.replaceFrom(from, stage);
        }
    }

    /** One file a date instead of one a date and task. */
    static Dataset<Row> byDate(Dataset<Row> rows) {
        return rows.repartition(col(Series.DATE));
    }

    /**
     * What the lake has of other arrivals, beside the readings, which the stage of readings counts.
     *
     * @param files those of this ingest
     * @param givingWay rows of {@code merged_records} that are still elsewhere
     */
    void countEarlier(Accounting accounting, List<String> endingInFailure, List<String> files, Dataset<Row> givingWay) {
        if (arrivals.isEmpty()) {
            return;
        }
        OF_ARRIVAL.stream()
                .map(table -> earlier(table).select(col(SOURCE), lit(false).as(MERGED)))
                .reduce(
                        earlier(MergedRecords.TABLE)
                                .select(col(SOURCE), lit(true).as(MERGED)),
                        Dataset::unionByName)
                .filter(not(col(SOURCE).isin(endingInFailure.toArray())))
                .groupBy(SOURCE, MERGED)
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> accounting.earlier(
                        row.getString(0),
                        row.getBoolean(1) ? 0 : row.getLong(2),
                        row.getBoolean(1) ? row.getLong(2) : 0));
        givingWay
                .groupBy(SOURCE)
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> accounting.earlier(row.getString(0), -row.getLong(1), row.getLong(1)));
        earlier(Quarantine.TABLE)
                .filter(col(KNOWN_TIME).isNotNull().or(notOf(files)))
                .groupBy(Quarantine.SOURCE, Quarantine.REASON)
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> accounting.earlierQuarantined(row.getString(0), row.getString(1), row.getLong(2)));
    }

    private static Column notOf(List<String> files) {
        return not(col(Quarantine.FILE).isin(files.toArray()));
    }

    /** What was merged away; there is no table as long as nothing ever was. */
    void mergedRecords(Dataset<Row> rows, Dataset<Row> givingWay) {
        Dataset<Row> all = rows.unionByName(givingWay).unionByName(earlier(MergedRecords.TABLE));
        if (lake.has(MergedRecords.TABLE) || !all.isEmpty()) {
            replace(all, MergedRecords.TABLE);
        }
    }

    /** Rejections whose arrival is not known belong to their file, and are replaced with it. */
    void quarantine(Dataset<Row> rows, List<String> files) {
        if (arrivals.isEmpty() || !lake.has(Quarantine.TABLE)) {
            replace(rows, Quarantine.TABLE);
            return;
        }
        Dataset<Row> kept =
                lake.read(Quarantine.TABLE).filter(col(KNOWN_TIME).isNull().and(notOf(files)));
        lake.replaceWhere(
                rows.unionByName(kept),
                Quarantine.TABLE,
                "(" + predicate(arrivals.get()) + ") OR " + KNOWN_TIME + " IS NULL",
                Map.of());
    }
}

package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Lake lake;
    private final Optional<Interval> arrivals;

    TableWriter(Lake lake, Optional<Interval> arrivals) {
        this.lake = lake;
        this.arrivals = arrivals;
    }

    /** Pieces of readings that are in the lake; empty where this ingest takes all arrivals. */
    Optional<Dataset<Row>> earlierReadings() {
        return arrivals.map(taken -> new ArrivedReadings(lake).pieces());
    }

    /** Rows other ingests brought; none where this one takes all arrivals. */
    Dataset<Row> earlier(TableSpec table) {
        return arrivals.isPresent() && lake.has(table)
                ? lake.read(table).filter(not(arrivedNow(arrivals.get())))
                : lake.spark().createDataFrame(List.of(), table.schema());
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

    /** Rows whose known time lies in the interval, in place of those of an earlier run. */
    void addArrived(Dataset<Row> rows, TableSpec table) {
        if (arrivals.isEmpty() || !lake.has(table)) {
            replace(rows, table);
        } else {
            lake.replaceWhere(rows, table, predicate(arrivals.get()), Map.of());
        }
    }

    /** Chunks from the first that changed on; earlier ones cannot change, because every judgement is by the past. */
    void series(ReadingsStage stage) {
        ArrivedReadings readings = new ArrivedReadings(lake);
        if (arrivals.isEmpty() || !lake.has(Series.TABLE)) {
            readings.replaceAll(stage);
        } else if (stage.firstChanged() != Settled.NO_CHUNK) {
            LocalDate from = LocalDate.ofEpochDay(
                    Math.floorDiv(stage.firstChanged(), Duration.ofDays(1).toMillis()));
            readings.replaceWhere(Series.DATE + " >= '" + from + "'", stage);
        }
    }

    /** One file a date instead of one a date and task. */
    static Dataset<Row> byDate(Dataset<Row> rows) {
        return rows.repartition(col(Series.DATE));
    }

    /** Books beside those of other arrivals, in place of those whose interval this one covers. */
    void accounting(Dataset<Row> books) {
        if (arrivals.isEmpty() || !lake.has(IngestAccounting.TABLE)) {
            replace(books, IngestAccounting.TABLE);
            return;
        }
        String covered =
                IngestAccounting.ARRIVED_FROM + " >= '" + arrivals.get().from() + "' AND " + IngestAccounting.ARRIVED_TO
                        + " <= '" + arrivals.get().to() + "'";
        lake.replaceWhere(books, IngestAccounting.TABLE, covered, Map.of());
    }

    /** Rejections whose arrival is not known belong to their file, and are replaced with it. */
    void quarantine(Dataset<Row> rows, List<String> files) {
        if (arrivals.isEmpty() || !lake.has(Quarantine.TABLE)) {
            replace(rows, Quarantine.TABLE);
            return;
        }
        Dataset<Row> kept = lake.read(Quarantine.TABLE)
                .filter(col(KNOWN_TIME).isNull().and(not(col(Quarantine.FILE).isin(files.toArray()))));
        lake.replaceWhere(
                rows.unionByName(kept),
                Quarantine.TABLE,
                "(" + predicate(arrivals.get()) + ") OR " + KNOWN_TIME + " IS NULL",
                Map.of());
    }
}

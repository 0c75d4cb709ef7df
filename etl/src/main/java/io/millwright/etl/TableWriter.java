package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Meanwhile;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What an ingest replaces: everything when it takes all arrivals, else what became known in its interval. The column
 * {@code known_time} of logs, waveforms and quarantine says which that is; of readings {@link ArrivedPieces} does.
 */
final class TableWriter {

    private static final String KNOWN_TIME = Quarantine.KNOWN_TIME;

    /**
     * Chunks are long rows, of which Parquet takes a hundred before it asks how large they are. So a day of a fleet can be read by
     * several tasks, and neither writing nor reading it needs all of it in memory.
     */
    private static final Map<String, String> SMALL_ROW_GROUPS =
            Map.of("parquet.block.size", Integer.toString(16 << 20), "parquet.page.size.row.check.min", "4");

    private final Lake lake;
    private final Optional<Interval> arrivals;

    TableWriter(Lake lake, Optional<Interval> arrivals) {
        this.lake = lake;
        this.arrivals = arrivals;
    }

    /** Pieces of readings that other ingests brought; empty where this one takes all arrivals. */
    Optional<Dataset<Row>> earlierReadings() {
        return arrivals.map(interval -> new ArrivedPieces(lake, interval).ofOthers());
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
        if (arrivals.isEmpty()) {
            ArrivedPieces.clear(lake);
            writeAll(stage);
            return;
        }
        Dataset<Row> pieces = stage.pieces();
        ArrivedPieces arrived = new ArrivedPieces(lake, arrivals.get());
        OptionalLong first = arrived.firstChunk(pieces);
        arrived.replace(pieces);
        if (!lake.has(Series.TABLE)) {
            writeAll(stage);
            return;
        }
        if (first.isEmpty()) {
            return;
        }
        String from = Series.DATE + " >= '"
                + LocalDate.ofEpochDay(
                        Math.floorDiv(first.getAsLong(), Duration.ofDays(1).toMillis())) + "'";
        Dataset<Row> changed = byDate(stage.series().filter(from));
        Meanwhile.with(lake.spark(), SMALL_ROW_GROUPS, () -> lake.replaceWhere(changed, Series.TABLE, from, Map.of()));
    }

    private void writeAll(ReadingsStage stage) {
        Dataset<Row> chunks = byDate(stage.series());
        Meanwhile.with(lake.spark(), SMALL_ROW_GROUPS, () -> lake.overwrite(chunks, Series.TABLE, Map.of()));
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

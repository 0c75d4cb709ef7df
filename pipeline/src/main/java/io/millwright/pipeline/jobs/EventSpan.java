package io.millwright.pipeline.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.table.Series;
import io.millwright.pipeline.JobContext;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The interval of event time a job is about: what was asked for, else first to last reading. */
final class EventSpan {

    private EventSpan() {}

    /** Reads the first and the last chunks of {@code series} where no interval was given. */
    static Interval of(JobContext context) {
        return context.interval().orElseGet(() -> ofReadings(context));
    }

    private static Interval ofReadings(JobContext context) {
        Column start = unix_millis(col(Series.CHUNK_START));
        Dataset<Row> series = context.lake().read(Series.TABLE);
        Row chunks =
                series.agg(min(Series.CHUNK_START), max(Series.CHUNK_START)).first();
        Row span = series.filter(col(Series.CHUNK_START).isin(chunks.get(0), chunks.get(1)))
                .agg(
                        min(start.plus(element_at(col(Series.OFFSET_MS), 1))),
                        max(start.plus(element_at(col(Series.OFFSET_MS), -1))))
                .first();
        if (span.isNullAt(0)) {
            throw MillwrightException.data(
                    "no reading came through ingest, so there is nothing to work on; see the table" + " quarantine in "
                            + context.lake().root() + " for what was rejected and why");
        }
        return new Interval(Instant.ofEpochMilli(span.getLong(0)), Instant.ofEpochMilli(span.getLong(1) + 1));
    }
}

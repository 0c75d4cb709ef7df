package io.millwright.quality;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_remove;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.Interval;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A clean table with rules.
 *
 * @param time column of the event time the interval restricts; empty where all rows are always checked
 * @param from kinds of landing source that fill it; empty where every pipeline fills it
 */
record GuardedTable(TableSpec spec, Optional<String> time, Set<Source.Kind> from) {

    /** Number of readings features may use, and their bounds: beside the summary columns of {@code series}. */
    static final String CLEAN_N = "clean_n";

    static final String CLEAN_MIN = "clean_min";

    static final String CLEAN_MAX = "clean_max";

    /** Columns a rule never sees: reading them would cost more than all rules together. */
    private static final Set<String> ARRAYS = Set.of(Series.OFFSET_MS, Series.VALUE, Series.CLEAN, Waveforms.SAMPLES);

    /** Most rows first: the longest check starts first. */
    static final List<GuardedTable> ALL = List.of(
            new GuardedTable(Series.TABLE, Optional.of(Series.CHUNK_START), Set.of()),
            new GuardedTable(Waveforms.TABLE, Optional.of(Waveforms.START_TIME), Set.of(Source.Kind.WAVEFORMS)),
            new GuardedTable(
                    Events.TABLE, Optional.of(Events.EVENT_TIME), Set.of(Source.Kind.EVENTS, Source.Kind.FAILURES)),
            new GuardedTable(WorkOrders.TABLE, Optional.of(WorkOrders.EVENT_TIME), Set.of(Source.Kind.WORK_ORDERS)),
            new GuardedTable(Equipment.TABLE, Optional.empty(), Set.of()),
            new GuardedTable(Components.TABLE, Optional.empty(), Set.of(Source.Kind.COMPONENTS)),
            new GuardedTable(Operations.TABLE, Optional.empty(), Set.of(Source.Kind.OPERATIONS)),
            new GuardedTable(Conditions.TABLE, Optional.of(Conditions.EVENT_TIME), Set.of(Source.Kind.CONDITIONS)),
            new GuardedTable(IngestAccounting.TABLE, Optional.empty(), Set.of()));

    String name() {
        return spec.name();
    }

    /** Whether the pipeline file says the table will have rows. */
    boolean expected(PipelineConfig config) {
        return from.isEmpty() || from.stream().anyMatch(config.landing()::has);
    }

    /** The rows of an interval as rules see them: arrays replaced by their summary. */
    Dataset<Row> judged(Dataset<Row> table, PipelineConfig config, Interval events) {
        Dataset<Row> rows =
                time.map(column -> within(table, column, config, events)).orElse(table);
        return rows.select(columns());
    }

    private Dataset<Row> within(Dataset<Row> table, String column, PipelineConfig config, Interval events) {
        // A chunk that begins before the interval may still hold readings of it.
        Instant from = name().equals(Series.TABLE.name())
                ? events.from().minus(config.features().chunk()).plusMillis(1)
                : events.from();
        Column inside =
                col(column).geq(lit(Timestamp.from(from))).and(col(column).lt(lit(Timestamp.from(events.to()))));
        return spec.partitionBy().isEmpty()
                ? table.filter(inside)
                : table.filter(inside)
                        .filter(col(spec.partitionBy().get(0)).between(lit(utcDate(from)), lit(utcDate(events.to()))));
    }

    private static Date utcDate(Instant time) {
        return Date.valueOf(time.atZone(ZoneOffset.UTC).toLocalDate());
    }

    private Column[] columns() {
        List<Column> columns = new ArrayList<>();
        for (String field : spec.schema().fieldNames()) {
            if (!ARRAYS.contains(field)) {
                columns.add(col(field));
            }
        }
        if (name().equals(Series.TABLE.name())) {
            columns.addAll(cleanSummary());
        }
        return columns.toArray(new Column[0]);
    }

    private static List<Column> cleanSummary() {
        Column kept = array_remove(col(Series.CLEAN), lit(Double.NaN));
        Column asDelivered = col(Series.CLEAN).isNull();
        return List.of(
                when(asDelivered, col(Series.N)).otherwise(size(kept)).as(CLEAN_N),
                when(asDelivered, col(Series.MIN)).otherwise(array_min(kept)).as(CLEAN_MIN),
                when(asDelivered, col(Series.MAX)).otherwise(array_max(kept)).as(CLEAN_MAX));
    }
}

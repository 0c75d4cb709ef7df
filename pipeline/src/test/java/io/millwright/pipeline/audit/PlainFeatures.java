package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Three features by the plainest joins there are, honest or with one planted leak. */
record PlainFeatures(Leak leak) implements Builders.Step {

    enum Leak {
        NONE,
        /** The mean is over the machine's whole life, future included. */
        WHOLE_LIFE,
        /** The mean uses readings of the window that had not arrived. */
        IGNORES_ARRIVAL,
        /** The hours since the last repair count a repair at the very instant of the row. */
        REPAIR_AT_THE_INSTANT,
        /** The mean is relative to that of all machines over all time. */
        PEERS,
        /** Notes are counted by when their work was done, not by when they were written. */
        NOTES_DATED_BACK,
        /** Notes of the machine's whole life are counted, future ones included. */
        NOTES_OF_THE_FUTURE,
        /** The mean is of whichever reading of the window comes first. */
        ROW_ORDER
    }

    @Override
    public void run(Lake lake, PipelineConfig config) {
        SparkSession spark = lake.spark();
        lake.read(Series.TABLE).createOrReplaceTempView("series_rows");
        lake.read(WorkOrders.TABLE).createOrReplaceTempView("order_rows");
        Dataset<Row> rows =
                spark.sql("with readings as (select equipment_id, unix_millis(chunk_start) + r.offset_ms as t,"
                        + " r.value as v, if(late, unix_millis(known_time), (unix_millis(chunk_start) + r.offset_ms) div 3600000"
                        + " * 3600000 + 3600000) as known from (select equipment_id, chunk_start, late, known_time,"
                        + " explode(arrays_zip(offset_ms, value)) as r from series_rows)),"
                        + " grid as (select distinct equipment_id, (t div 86400000 + 1) * 86400000 as a from readings)"
                        + " select g.equipment_id, timestamp_millis(g.a) as as_of,"
                        + " (select " + (leak == Leak.ROW_ORDER ? "first" : "avg")
                        + "(v) from readings x where x.equipment_id = g.equipment_id and " + window() + ")"
                        + (leak == Leak.PEERS ? " - (select avg(v) from readings)" : "") + " as heat,"
                        + " cast((g.a - (select max(unix_millis(o.event_time)) from order_rows o where o.equipment_id ="
                        + " g.equipment_id and unix_millis(o.known_time) <= g.a and unix_millis(o.event_time) "
                        + (leak == Leak.REPAIR_AT_THE_INSTANT ? "<=" : "<") + " g.a)) as double) as since_repair,"
                        + " (select cast(count(*) as double) from order_rows o where o.equipment_id = g.equipment_id"
                        + " and o.note like '%leak%' and " + written() + ") as leak_notes"
                        + " from grid g order by g.equipment_id, g.a");
        lake.overwrite(
                rows.coalesce(1),
                FeatureGroups.table(FeatureGroups.TIME_DOMAIN, List.of("heat", "since_repair", "leak_notes")),
                Map.of());
    }

    private String window() {
        return switch (leak) {
            case WHOLE_LIFE -> "true";
            case IGNORES_ARRIVAL -> "x.t < g.a and x.t >= g.a - 86400000";
            default -> "x.t < g.a and x.t >= g.a - 86400000 and x.known <= g.a";
        };
    }

    private String written() {
        return switch (leak) {
            case NOTES_OF_THE_FUTURE -> "true";
            case NOTES_DATED_BACK -> "unix_millis(o.event_time) < g.a";
            default -> "unix_millis(o.event_time) < g.a and unix_millis(o.known_time) <= g.a";
        };
    }
}

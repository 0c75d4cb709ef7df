package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A feature of every family by the plainest joins there are, honest or with a planted leak. */
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
        /** What bursts, two sensors together, the range of one and parts say is over the machine's whole life, future included. */
        OTHER_FAMILIES,
        /** Parts are counted by when they were put in, not by when that was written down. */
        PARTS_DATED_BACK,
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
                        + " explode(arrays_zip(offset_ms, value)) as r from series_rows where sensor = 'temperature')),"
                        + " grid as (select distinct equipment_id, (t div 86400000 + 1) * 86400000 as a from readings)"
                        + " select g.equipment_id, timestamp_millis(g.a) as as_of,"
                        + " (select " + (leak == Leak.ROW_ORDER ? "first" : "avg")
                        + "(v) from readings x where x.equipment_id = g.equipment_id and " + window() + ")"
                        + (leak == Leak.PEERS ? " - (select avg(v) from readings)" : "") + " as heat,"
                        + " cast((g.a - (select max(unix_millis(o.event_time)) from order_rows o where o.equipment_id ="
                        + " g.equipment_id and unix_millis(o.known_time) <= g.a and unix_millis(o.event_time) "
                        + (leak == Leak.REPAIR_AT_THE_INSTANT ? "<=" : "<") + " g.a)) as double) as since_repair,"
                        + " (select cast(count(*) as double) from order_rows o where o.equipment_id = g.equipment_id"
                        + " and o.note like '%leak%' and " + written() + ") as leak_notes" + otherFamilies(lake)
                        + " from grid g order by g.equipment_id, g.a");
        List<String> features = Arrays.stream(rows.columns()).skip(2).toList();
        lake.overwrite(
                rows.coalesce(1).withColumn(FeatureGroups.TYPE, functions.lit("pump")),
                FeatureGroups.table(FeatureGroups.TIME_DOMAIN, features),
                Map.of());
    }

    /** Of bursts, a relation, a feature of one's own and genealogy; left out where another leak is planted or there are none. */
    private String otherFamilies(Lake lake) {
        boolean wanted = leak == Leak.NONE || leak == Leak.OTHER_FAMILIES || leak == Leak.PARTS_DATED_BACK;
        if (!wanted || !lake.has(Waveforms.TABLE) || !lake.has(Components.TABLE)) {
            return "";
        }
        lake.read(Waveforms.TABLE).createOrReplaceTempView("burst_rows");
        lake.read(Components.TABLE)
                .withColumn("told", functions.expr("greatest(installed_at, known_time)"))
                .createOrReplaceTempView("part_rows");
        return ofFamily("max(x.rms)", "burst_rows", "known_time", "burst")
                + ofFamily("avg(if(x.sensor = 'load', -1, 1) * x.value[0])", "series_rows", "known_time", "rise")
                + ofFamily("max(x.value[0]) - min(x.value[0])", "series_rows", "known_time", "swing")
                + ofFamily("cast(count(distinct x.serial) as double)", "part_rows", whenOfPart(), "serials");
    }

    private String whenOfPart() {
        return leak == Leak.PARTS_DATED_BACK ? "installed_at" : "told";
    }

    /** A number of the machine's rows of a table: of those until the moment, or of all. */
    private String ofFamily(String number, String table, String time, String name) {
        String until = leak == Leak.OTHER_FAMILIES ? " is not null" : " <= timestamp_millis(g.a)";
        return ", (select " + number + " from " + table + " x where x.equipment_id = g.equipment_id and x." + time
                + until + ") as " + name;
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

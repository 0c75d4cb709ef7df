package io.millwright.pipeline.audit;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A feature of every family by the plainest joins there are, each in its family's table, honest or with a planted leak. */
record PlainFeatures(Leak leak) implements Builders.Step {

    enum Leak {
        NONE,
        /** The mean is over the machine's whole life, future included. */
        WHOLE_LIFE,
        /** The mean uses readings of the window that had not arrived. */
        IGNORES_ARRIVAL,
        /** The hours since the last repair count a repair at the very instant of the row. */
        REPAIR_AT_THE_INSTANT,
        /** The mean is relative to that of all machines over all time, and the site's lowest is that of all time. */
        PEERS,
        /** Notes are counted by when their work was done, not by when they were written. */
        NOTES_DATED_BACK,
        /** Notes of the machine's whole life are counted, future ones included. */
        NOTES_OF_THE_FUTURE,
        /** What parts, codes, plans, orders to come, the air, duty, regimes, bursts, two sensors together and the range of one say is of all time. */
        OTHER_FAMILIES,
        /** A burst counts from its first sample on. */
        UNFINISHED_BURSTS,
        /** Parts are counted by when they were put in, not by when that was written down. */
        PARTS_DATED_BACK,
        /** The mean is of whichever reading of the window comes first. */
        ROW_ORDER
    }

    @Override
    public void run(Lake lake, PipelineConfig config) {
        lake.read(Series.TABLE).createOrReplaceTempView("series_rows");
        lake.read(WorkOrders.TABLE).createOrReplaceTempView("order_rows");
        Map<String, List<String>> groups = groups(lake);
        Dataset<Row> rows = lake.spark()
                .sql("with readings as (select equipment_id, unix_millis(chunk_start) + r.offset_ms as t,"
                        + " r.value as v, if(late, unix_millis(known_time), (unix_millis(chunk_start) + r.offset_ms) div 3600000"
                        + " * 3600000 + 3600000) as known from (select equipment_id, chunk_start, late, known_time,"
                        + " explode(arrays_zip(offset_ms, value)) as r from series_rows where sensor = 'temperature')),"
                        + " grid as (select distinct equipment_id, (t div 86400000 + 1) * 86400000 as a from readings)"
                        + " select g.equipment_id, timestamp_millis(g.a) as as_of, 'pump' as type, "
                        + groups.values().stream().flatMap(List::stream).collect(Collectors.joining(", "))
                        + " from grid g order by g.equipment_id, g.a")
                .coalesce(1)
                .persist();
        groups.forEach((group, columns) -> {
            List<String> names = columns.stream()
                    .map(column -> column.substring(column.lastIndexOf(' ') + 1))
                    .toList();
            TableSpec table = FeatureGroups.table(group, names);
            lake.overwrite(rows.selectExpr(table.schema().fieldNames()), table, Map.of());
        });
        rows.unpersist();
    }

    /** Group to its features: those of the families that leak, all where none does. */
    private Map<String, List<String>> groups(Lake lake) {
        return switch (leak) {
            case WHOLE_LIFE, IGNORES_ARRIVAL, ROW_ORDER -> Map.of(FeatureGroups.TIME_DOMAIN, List.of(heat()));
            case REPAIR_AT_THE_INSTANT -> Map.of(FeatureGroups.CONTEXT, List.of(sinceRepair()));
            case NOTES_DATED_BACK, NOTES_OF_THE_FUTURE -> Map.of(FeatureGroups.TEXT, List.of(leakNotes()));
            case PARTS_DATED_BACK -> Map.of(FeatureGroups.CONTEXT, List.of(serials(lake)));
            case PEERS -> ofFleet();
            case UNFINISHED_BURSTS -> Map.of(FeatureGroups.WAVEFORM, List.of(burst(lake)));
            case OTHER_FAMILIES -> otherFamilies(lake);
            case NONE -> honest(lake);
        };
    }

    /** Every family that the lake has the tables of. */
    private Map<String, List<String>> honest(Lake lake) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        if (lake.has(Waveforms.TABLE) && lake.has(Components.TABLE) && lake.has(Operations.TABLE)) {
            groups.putAll(ofFleet());
            groups.putAll(otherFamilies(lake));
        }
        groups.put(FeatureGroups.TIME_DOMAIN, List.of(heat()));
        groups.put(FeatureGroups.TEXT, List.of(leakNotes()));
        groups.merge(FeatureGroups.CONTEXT, List.of(sinceRepair()), (some, more) -> Stream.concat(
                        some.stream(), more.stream())
                .toList());
        return groups;
    }

    private String heat() {
        return "(select " + (leak == Leak.ROW_ORDER ? "first" : "avg")
                + "(v) from readings x where x.equipment_id = g.equipment_id and " + window() + ") as heat";
    }

    private String sinceRepair() {
        return "cast((g.a - (select max(unix_millis(o.event_time)) from order_rows o where o.equipment_id ="
                + " g.equipment_id and unix_millis(o.known_time) <= g.a and unix_millis(o.event_time) "
                + (leak == Leak.REPAIR_AT_THE_INSTANT ? "<=" : "<") + " g.a)) as double) as since_repair";
    }

    private String leakNotes() {
        return "(select cast(count(*) as double) from order_rows o where o.equipment_id = g.equipment_id"
                + " and o.note like '%leak%' and " + written() + ") as leak_notes";
    }

    /** The machine's mean above that of all, and the lowest reading of the site. */
    private Map<String, List<String>> ofFleet() {
        String until = leak == Leak.PEERS ? "" : " where x.t < g.a and x.known <= g.a";
        return Map.of(
                FeatureGroups.PEER,
                List.of("(select avg(v) from readings x where x.equipment_id = g.equipment_id and " + window()
                        + ") - (select avg(v) from readings x" + until + ") as above_peers"),
                FeatureGroups.ROLL_UP,
                List.of("(select min(v) from readings x" + until + ") as coldest"));
    }

    /** Of parts, codes, the plan, orders to come, the air, duty and regimes; of bursts, a relation and a feature of one's own. */
    private Map<String, List<String>> otherFamilies(Lake lake) {
        lake.read(Events.TABLE).createOrReplaceTempView("event_rows");
        lake.read(Operations.TABLE).createOrReplaceTempView("plan_rows");
        lake.read(Conditions.TABLE).createOrReplaceTempView("air_rows");
        String first = "x.value[0]";
        String ofMachine = "x.equipment_id = g.equipment_id";
        return Map.of(
                FeatureGroups.CONTEXT,
                List.of(
                        serials(lake),
                        number(
                                "cast(unix_millis(max(x.event_time)) as double)",
                                "event_rows",
                                ofMachine + " and x.code is not null",
                                "known_time",
                                "last_code"),
                        number("avg(x.planned_load)", "plan_rows", "x.site = 'north'", "known_time", "planned"),
                        number(
                                "cast(count_if(x.status = 'scheduled') as double)",
                                "order_rows",
                                ofMachine,
                                "known_time",
                                "open_orders"),
                        number("avg(x.value)", "air_rows", "x.site = 'north'", "known_time", "air"),
                        number("avg(if(" + first + " > 0, 1D, 0D))", "series_rows", ofMachine, "known_time", "duty"),
                        number(
                                "avg(if(x.sensor = 'load', " + first + ", null))",
                                "series_rows",
                                ofMachine,
                                "known_time",
                                "regime")),
                FeatureGroups.WAVEFORM,
                List.of(burst(lake)),
                FeatureGroups.RELATION,
                List.of(number(
                        "avg(if(x.sensor = 'load', -1, 1) * " + first + ")",
                        "series_rows",
                        ofMachine,
                        "known_time",
                        "rise")),
                FeatureGroups.OWN,
                List.of(number(
                        "max(" + first + ") - min(" + first + ")", "series_rows", ofMachine, "known_time", "swing")));
    }

    private String burst(Lake lake) {
        lake.read(Waveforms.TABLE).createOrReplaceTempView("burst_rows");
        return number(
                "max(x.rms)",
                "burst_rows",
                "x.equipment_id = g.equipment_id",
                leak == Leak.UNFINISHED_BURSTS ? "start_time" : "known_time",
                "burst");
    }

    private String serials(Lake lake) {
        lake.read(Components.TABLE)
                .withColumn("told", functions.expr("greatest(installed_at, known_time)"))
                .createOrReplaceTempView("part_rows");
        return number(
                "cast(count(distinct x.serial) as double)",
                "part_rows",
                "x.equipment_id = g.equipment_id",
                leak == Leak.PARTS_DATED_BACK ? "installed_at" : "told",
                "serials");
    }

    /** A number of some rows of a table: of those until the moment, or of all. */
    private String number(String number, String table, String which, String time, String name) {
        String until = leak == Leak.OTHER_FAMILIES ? " is not null" : " <= timestamp_millis(g.a)";
        return "(select " + number + " from " + table + " x where " + which + " and x." + time + until + ") as " + name;
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

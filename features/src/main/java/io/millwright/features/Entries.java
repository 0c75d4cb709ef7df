package io.millwright.features;

import io.millwright.features.table.Bursts;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Tiles;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * Tables as {@link MachineEntry} rows, so that everything known of a machine meets in one partition, in one order.
 * {@code table -> [entry] -> one partition a machine, sorted}
 */
final class Entries {

    static final String TILE = "tile";
    static final String EARLIER_TILE = "earlier_tile";
    static final String BURST = "burst";
    static final String EVENT = "event";
    static final String ORDER = "order";
    static final String NOTE = "note";
    static final String STANDING = "standing";
    static final String CONDITION = "condition";
    static final String FINDING = "finding";
    static final String LOAD = "load";
    static final String INFERRED = "inferred";
    static final String OF_SITE = "of site";
    static final String PART = "part";
    static final String STAY = "stay";
    static final String MACHINE = "machine";
    static final String ROW = "row";

    private static final StructField[] FIELDS =
            Encoders.bean(MachineEntry.class).schema().fields();

    private Entries() {}

    /** All that machines' rows are computed from, with all bursts and conditions there are. */
    static List<Dataset<Row>> of(Lake lake, FeaturePlan plan, Dataset<Row> tiles) {
        return of(lake, plan, tiles, read(lake, Bursts.TABLE), functions.lit(true));
    }

    /**
     * The same with some bursts and conditions.
     *
     * @param bursts empty for none
     * @param around which conditions
     */
    static List<Dataset<Row>> of(
            Lake lake, FeaturePlan plan, Dataset<Row> tiles, Optional<Dataset<Row>> bursts, Column around) {
        List<Dataset<Row>> entries = new ArrayList<>();
        entries.add(tiles(tiles));
        entries.add(machines(lake));
        events(lake).ifPresent(entries::add);
        orders(lake).ifPresent(entries::add);
        if (plan.context().schedule() != null) {
            standings(lake).ifPresent(entries::add);
        }
        loads(lake).ifPresent(entries::add);
        if (!plan.context().environment().isEmpty()) {
            conditions(lake, around).ifPresent(entries::add);
        }
        parts(lake, plan.context().genealogy()).ifPresent(entries::add);
        if (plan.context().genealogy()) {
            stays(lake).ifPresent(entries::add);
        }
        WaveformPlan waveform = plan.waveform();
        if (waveform != null) {
            bursts.map(some -> bursts(some, waveform.burst())).ifPresent(entries::add);
        }
        if (plan.text() != null) {
            notes(lake).ifPresent(entries::add);
        }
        return entries;
    }

    static Dataset<Row> tiles(Dataset<Row> tiles) {
        return tiles(tiles, TILE);
    }

    /** Tiles as they were before a change, to be held against those after it. */
    static Dataset<Row> earlierTiles(Dataset<Row> tiles) {
        return tiles(tiles, EARLIER_TILE);
    }

    private static Dataset<Row> tiles(Dataset<Row> tiles, String entry) {
        return entries(
                tiles,
                entry,
                Map.of(
                        "sensor", functions.col(Tiles.SENSOR),
                        "chunkStartMs", millis(Tiles.CHUNK_START),
                        "late", functions.col(Tiles.LATE),
                        "knownMs", millis(Tiles.KNOWN_TIME),
                        "source", functions.col(Tiles.SOURCE),
                        "tileStartMs", functions.col(Tiles.TILE_START),
                        "moments", functions.col(Tiles.STATE),
                        "bins", functions.col(Tiles.BINS)));
    }

    /** Bursts; {@code state} holds the numbers of {@link BurstAnalyser}. */
    private static Dataset<Row> bursts(Dataset<Row> bursts, BurstPlan plan) {
        return entries(
                bursts,
                BURST,
                Map.of(
                        "sensor", functions.col(Bursts.SENSOR),
                        "timeMs", millis(Bursts.START_TIME),
                        "knownMs", millis(Bursts.KNOWN_TIME),
                        "state", functions.array(numbers(Bursts.numbers(plan.names())))));
    }

    private static Column[] numbers(List<String> names) {
        return names.stream()
                .map(name -> functions.coalesce(functions.col(name), functions.lit(Double.NaN)))
                .toArray(Column[]::new);
    }

    static Optional<Dataset<Row>> events(Lake lake) {
        return read(lake, Events.TABLE)
                .map(events -> entries(
                        events,
                        EVENT,
                        Map.of(
                                "timeMs", millis(Events.EVENT_TIME),
                                "knownMs", millis(Events.KNOWN_TIME),
                                "kind", functions.col(Events.KIND),
                                "code", functions.col(Events.CODE),
                                "component", functions.col(Events.COMPONENT),
                                "mode", functions.col(Events.MODE))));
    }

    /** Work orders; {@code mode} tells of a kind that the log does not say that it is {@link #INFERRED}. */
    static Optional<Dataset<Row>> orders(Lake lake) {
        return read(lake, WorkOrders.TABLE)
                .map(orders -> entries(
                        orders,
                        ORDER,
                        Map.of(
                                "timeMs", millis(WorkOrders.EVENT_TIME),
                                "knownMs", millis(WorkOrders.KNOWN_TIME),
                                "kind", functions.col(WorkOrders.KIND),
                                "mode", inferred(orders),
                                "component", functions.col(WorkOrders.COMPONENT),
                                "status", functions.col(WorkOrders.STATUS),
                                "endMs", orNone(WorkOrders.OPENED_AT),
                                "replaced", functions.col(WorkOrders.REPLACED))));
    }

    private static Column inferred(Dataset<Row> orders) {
        return List.of(orders.columns()).contains(WorkOrders.KIND_INFERRED)
                ? functions.when(functions.col(WorkOrders.KIND_INFERRED), INFERRED)
                : functions.lit(null).cast("string");
    }

    /** How orders stood; {@code code} is the order's id, {@code endMs} when its work is planned. */
    static Optional<Dataset<Row>> standings(Lake lake) {
        return read(lake, WorkOrders.TABLE)
                .map(orders -> entries(
                        orders,
                        STANDING,
                        Map.of(
                                "timeMs", millis(WorkOrders.EVENT_TIME),
                                "knownMs", millis(WorkOrders.KNOWN_TIME),
                                "code", functions.col(WorkOrders.ORDER_ID),
                                "status", functions.col(WorkOrders.STATUS),
                                "endMs", orNone(WorkOrders.SCHEDULED_FOR))));
    }

    /** Notes of orders; {@code code} is the order's id. */
    static Optional<Dataset<Row>> notes(Lake lake) {
        return read(lake, WorkOrders.TABLE)
                .map(orders -> entries(
                        orders.filter(functions.col(WorkOrders.NOTE).isNotNull()),
                        NOTE,
                        Map.of(
                                "timeMs", millis(WorkOrders.EVENT_TIME),
                                "knownMs", millis(WorkOrders.KNOWN_TIME),
                                "code", functions.col(WorkOrders.ORDER_ID),
                                "note", functions.col(WorkOrders.NOTE))));
    }

    /** What people found who followed an alert; {@code kind} is the verdict. */
    static Optional<Dataset<Row>> findings(Lake lake) {
        return read(lake, Feedback.TABLE)
                .map(findings -> entries(
                        findings,
                        FINDING,
                        Map.of(
                                "timeMs", millis(Feedback.EVENT_TIME),
                                "knownMs", millis(Feedback.KNOWN_TIME),
                                "kind", functions.col(Feedback.VERDICT),
                                "component", functions.col(Feedback.COMPONENT),
                                "mode", functions.col(Feedback.MODE))));
    }

    /** Plans of machines, and plans of sites once for each of their machines. */
    static Optional<Dataset<Row>> loads(Lake lake) {
        return read(lake, Operations.TABLE)
                .map(operations -> entries(
                        ofEachMachine(lake, operations),
                        LOAD,
                        Map.of(
                                "timeMs", millis(Operations.START_TIME),
                                "endMs", millis(Operations.END_TIME),
                                "knownMs", millis(Operations.KNOWN_TIME),
                                "kind", functions.col("of"),
                                "amount", functions.col(Operations.PLANNED_LOAD))));
    }

    /** What surrounds machines, and what surrounds sites once for each of their machines. */
    static Optional<Dataset<Row>> conditions(Lake lake) {
        return conditions(lake, functions.lit(true));
    }

    private static Optional<Dataset<Row>> conditions(Lake lake, Column wanted) {
        return read(lake, Conditions.TABLE)
                .map(conditions -> entries(
                        ofEachMachine(lake, conditions.filter(wanted)),
                        CONDITION,
                        Map.of(
                                "timeMs", millis(Conditions.EVENT_TIME),
                                "knownMs", millis(Conditions.KNOWN_TIME),
                                "sensor", functions.col(Conditions.SENSOR),
                                "amount", functions.col(Conditions.VALUE))));
    }

    /** Records of machines, and of sites once for each of their machines; {@code of} tells which. */
    private static Dataset<Row> ofEachMachine(Lake lake, Dataset<Row> records) {
        Dataset<Row> machines = lake.read(Equipment.TABLE)
                .select(
                        functions.col(Equipment.SITE).as("machine_site"),
                        functions.col(Equipment.EQUIPMENT_ID).as("machine"));
        Dataset<Row> ofMachines = records.filter(
                        functions.col(Equipment.EQUIPMENT_ID).isNotNull())
                .withColumn("of", functions.lit(null).cast("string"));
        Dataset<Row> ofSites = records.filter(
                        functions.col(Equipment.EQUIPMENT_ID).isNull())
                .join(
                        functions.broadcast(machines),
                        functions.col(Equipment.SITE).equalTo(functions.col("machine_site")))
                .withColumn(Equipment.EQUIPMENT_ID, functions.col("machine"))
                .withColumn("of", functions.lit(OF_SITE))
                .drop("machine", "machine_site");
        return ofMachines.unionByName(ofSites);
    }

    /** Without following serials, the first of each component alone: work orders tell of later ones, and when that was known. */
    static Optional<Dataset<Row>> parts(Lake lake, boolean genealogy) {
        Column later = functions.col(Components.COMPONENT_ID).rlike(Components.LATER);
        Column told = genealogy ? functions.lit(true) : functions.not(later);
        return read(lake, Components.TABLE)
                .map(parts -> entries(
                        parts.filter(functions
                                .col(Components.INSTALLED_AT)
                                .isNotNull()
                                .and(told)),
                        PART,
                        Map.of(
                                "timeMs", millis(Components.INSTALLED_AT),
                                "knownMs", knownOfPart(),
                                "component", functions.col(Components.KIND))));
    }

    /**
     * Where the parts of a machine sat, and their serials in other machines: a stay in another machine once for each machine that ever
     * had the serial, and a stay once more for each end of it that came to be known. {@code code} is the serial, {@code source} the machine
     * it sat in.
     */
    static Optional<Dataset<Row>> stays(Lake lake) {
        return read(lake, Components.TABLE).map(parts -> {
            Dataset<Row> stays =
                    told(parts.filter(functions.col(Components.INSTALLED_AT).isNotNull()));
            Dataset<Row> owners = stays.filter(functions.col(Components.SERIAL).isNotNull())
                    .select(
                            functions.col(Components.EQUIPMENT_ID).as("owner"),
                            functions.col(Components.KIND).as("owned_kind"),
                            functions.col(Components.SERIAL).as("owned"))
                    .distinct();
            Column elsewhere = functions
                    .col(Components.KIND)
                    .equalTo(functions.col("owned_kind"))
                    .and(functions.col(Components.SERIAL).equalTo(functions.col("owned")))
                    .and(functions.col(Components.EQUIPMENT_ID).notEqual(functions.col("owner")));
            Dataset<Row> others = stays.join(owners, elsewhere)
                    .withColumn("sat_in", functions.col(Components.EQUIPMENT_ID))
                    .withColumn(Components.EQUIPMENT_ID, functions.col("owner"))
                    .drop("owner", "owned_kind", "owned");
            return entries(
                    stays.withColumn("sat_in", functions.col(Components.EQUIPMENT_ID))
                            .unionByName(others),
                    STAY,
                    Map.of(
                            "timeMs", millis(Components.INSTALLED_AT),
                            "endMs", functions.col("told.until_ms"),
                            "knownMs", functions.col("told.known_ms"),
                            "component", functions.col(Components.KIND),
                            "code", functions.col(Components.SERIAL),
                            "source", functions.col("sat_in")));
        });
    }

    /**
     * A part leaves its place when the next one of its kind comes there, or its serial is installed somewhere else. In {@code told}: when,
     * and from when on that was known. An installation that was written down late lets a stay end that until then was thought to last, so
     * there is one row without an end, and one for each end before all that were known earlier.
     */
    private static Dataset<Row> told(Dataset<Row> parts) {
        Column installation = functions.struct(
                millis(Components.INSTALLED_AT).as("until_ms"), knownOfPart().as("known_ms"));
        Column inPlace = later(installation, Components.EQUIPMENT_ID, Components.KIND);
        Column ofSerial = functions.when(
                functions.col(Components.SERIAL).isNotNull(), later(installation, Components.KIND, Components.SERIAL));
        Column none = functions.expr("cast(array() as array<struct<until_ms: bigint, known_ms: bigint>>)");
        Column ends = functions.expr("transform(aggregate(array_sort(later),"
                + " cast(array() as array<struct<until_ms: bigint, known_ms: bigint>>),"
                + " (all, one) -> if(size(all) = 0 or one.known_ms < element_at(all, -1).known_ms,"
                + " concat(all, array(one)), all)),"
                + " one -> named_struct('until_ms', one.until_ms, 'known_ms', greatest(one.known_ms, part_known_ms)))");
        Column begin = functions.array(functions.struct(
                functions.lit(Long.MAX_VALUE).as("until_ms"),
                functions.col("part_known_ms").as("known_ms")));
        return parts.withColumn("later", functions.concat(inPlace, functions.coalesce(ofSerial, none)))
                .withColumn("part_known_ms", knownOfPart())
                .withColumn("told", functions.explode(functions.concat(begin, ends)))
                .drop("later", "part_known_ms");
    }

    /** The installations behind one in the same place, or of the same serial. */
    private static Column later(Column installation, String... same) {
        return functions
                .collect_list(installation)
                .over(Window.partitionBy(Arrays.stream(same).map(functions::col).toArray(Column[]::new))
                        .orderBy(Components.INSTALLED_AT, Components.COMPONENT_ID)
                        .rowsBetween(1, Window.unboundedFollowing()));
    }

    private static Column knownOfPart() {
        return functions.coalesce(millis(Components.KNOWN_TIME), millis(Components.INSTALLED_AT));
    }

    static Dataset<Row> machines(Lake lake) {
        return entries(
                lake.read(Equipment.TABLE),
                MACHINE,
                Map.of(
                        "kind", functions.col(Equipment.TYPE),
                        "code", functions.col(Equipment.MODEL),
                        "component", functions.col(Equipment.SITE),
                        "timeMs", orNone(Equipment.COMMISSIONED),
                        "amount", functions.coalesce(functions.col(Equipment.AGE_YEARS), functions.lit(Double.NaN))));
    }

    /** Machine to type. */
    static Map<String, String> types(Lake lake) {
        Map<String, String> types = new HashMap<>();
        lake.read(Equipment.TABLE)
                .select(Equipment.EQUIPMENT_ID, Equipment.TYPE)
                .collectAsList()
                .forEach(row -> types.put(row.getString(0), row.getString(1)));
        return types;
    }

    /** The rows a group of features has. */
    static Dataset<Row> rows(Dataset<Row> features) {
        return entries(features, ROW, Map.of("timeMs", millis(FeatureGroups.AS_OF)));
    }

    /** All entries of a machine in one partition, one machine after the other, in one order whatever the input's was. */
    static Dataset<MachineEntry> byMachine(List<Dataset<Row>> entries, int partitions) {
        Dataset<Row> all = entries.stream().reduce(Dataset::union).orElseThrow();
        return all.repartition(partitions, functions.col("equipmentId"))
                .sortWithinPartitions(
                        "equipmentId",
                        "entry",
                        "sensor",
                        "chunkStartMs",
                        "knownMs",
                        "source",
                        "timeMs",
                        "endMs",
                        "kind",
                        "code",
                        "component",
                        "mode",
                        "status",
                        "replaced",
                        "amount",
                        "note")
                .as(Encoders.bean(MachineEntry.class));
    }

    private static Optional<Dataset<Row>> read(Lake lake, TableSpec table) {
        return lake.isKnownEmpty(table) ? Optional.empty() : Optional.of(lake.read(table));
    }

    static Column millis(String time) {
        return functions.unix_millis(functions.col(time));
    }

    private static Column orNone(String time) {
        return functions.coalesce(millis(time), functions.lit(Long.MIN_VALUE));
    }

    private static Dataset<Row> entries(Dataset<Row> rows, String entry, Map<String, Column> given) {
        Map<String, Column> columns = new HashMap<>(given);
        columns.put("equipmentId", functions.col(Tiles.EQUIPMENT_ID));
        columns.put("entry", functions.lit(entry));
        Column[] selected = new Column[FIELDS.length];
        for (int i = 0; i < selected.length; i++) {
            StructField field = FIELDS[i];
            Column column = columns.get(field.name());
            selected[i] = (column == null ? standard(field) : column).as(field.name());
        }
        return rows.select(selected);
    }

    private static Column standard(StructField field) {
        return switch (field.dataType().typeName()) {
            case "long" -> functions.lit(0L);
            case "double" -> functions.lit(0.0);
            case "boolean" -> functions.lit(false);
            case "binary" -> functions.lit(new byte[0]);
            case "string" ->
                List.of("sensor", "source").contains(field.name())
                        ? functions.lit("")
                        : functions.lit(null).cast(field.dataType());
            default -> functions.array().cast(field.dataType());
        };
    }
}

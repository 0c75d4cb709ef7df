package io.millwright.features;

import io.millwright.lake.Changes;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/**
 * The records of one machine, bursts among them, that two states of the tables do not have in common.
 *
 * @param count of records that came, went or say something else
 * @param fromMs time of the earliest; rows that are not after it do not know of it. {@code Long.MIN_VALUE} where all rows do
 */
record TouchedRecords(long count, long fromMs) {

    /** Tables of records with the time that a record tells of; metadata have none. */
    private static final Map<TableSpec, String> TIMES = Map.of(
            Events.TABLE, Events.EVENT_TIME,
            WorkOrders.TABLE, WorkOrders.EVENT_TIME,
            Operations.TABLE, Operations.START_TIME,
            Conditions.TABLE, Conditions.EVENT_TIME,
            Components.TABLE, Components.INSTALLED_AT,
            Waveforms.TABLE, Waveforms.START_TIME,
            Equipment.TABLE, "");

    /** Those the lake has. */
    static List<String> tables(Lake lake) {
        return TIMES.keySet().stream()
                .filter(lake::has)
                .map(TableSpec::name)
                .sorted()
                .toList();
    }

    /**
     * One a machine, by machine; empty where a version can no longer be read.
     *
     * @param since versions by table; a table without one is new
     * @param plan what rows look back and ahead on
     * @param machines all there are
     */
    static Optional<Map<String, TouchedRecords>> since(
            Lake lake, Map<String, Long> since, FeaturePlan plan, Iterable<String> machines) {
        Map<String, TouchedRecords> touched = new TreeMap<>();
        for (TableSpec table : TIMES.keySet()) {
            if (!lake.has(table)) {
                continue;
            }
            Long version = since.get(table.name());
            if (version != null && version == lake.version(table.name())) {
                continue;
            }
            Dataset<Row> now = lake.read(table);
            Optional<Changes> changes =
                    version == null ? Optional.of(new Changes(now.limit(0), now)) : lake.changes(table.name(), version);
            if (changes.isEmpty()) {
                return Optional.empty();
            }
            add(touched, table, changes.get(), plan, machines);
        }
        return Optional.of(touched);
    }

    private static void add(
            Map<String, TouchedRecords> touched,
            TableSpec table,
            Changes changes,
            FeaturePlan plan,
            Iterable<String> machines) {
        long aheadMs = table.equals(Operations.TABLE) ? plan.context().reachAheadMs() : 0;
        // A record of a site is of all of its machines, and a serial may have sat in any.
        boolean wanders = table.equals(Components.TABLE) && plan.context().genealogy();
        for (Row row : differing(changes, table).collectAsList()) {
            boolean ofAll = row.isNullAt(0) || wanders;
            long fromMs = row.isNullAt(1) ? Long.MIN_VALUE : row.getLong(1) - aheadMs;
            TouchedRecords one = new TouchedRecords(row.getLong(2), fromMs);
            if (ofAll) {
                machines.forEach(machine -> touched.merge(machine, one, TouchedRecords::plus));
            } else {
                touched.merge(row.getString(0), one, TouchedRecords::plus);
            }
        }
    }

    private TouchedRecords plus(TouchedRecords that) {
        return new TouchedRecords(count + that.count, Math.min(fromMs, that.fromMs));
    }

    /** Machine, earliest time and number of the rows that are not in both; rows that were only written again cancel out. */
    private static Dataset<Row> differing(Changes changes, TableSpec table) {
        return hashed(changes.removed(), table, -1)
                .union(hashed(changes.added(), table, 1))
                .groupBy("machine", "at_ms", "hash")
                .agg(functions.sum("sign").as("copies"))
                .filter("copies <> 0")
                .groupBy("machine")
                .agg(functions.min("at_ms"), functions.sum(functions.abs(functions.col("copies"))));
    }

    private static Dataset<Row> hashed(Dataset<Row> rows, TableSpec table, long sign) {
        String time = TIMES.getOrDefault(table, "");
        Column[] content = Arrays.stream(rows.schema().fields())
                .map(TouchedRecords::content)
                .toArray(Column[]::new);
        Column at = time.isEmpty() ? functions.lit(null).cast("long") : functions.unix_millis(functions.col(time));
        return rows.select(
                functions.col(Equipment.EQUIPMENT_ID).as("machine"),
                at.as("at_ms"),
                functions.xxhash64(content).as("hash"),
                functions.lit(sign).as("sign"));
    }

    /** Maps have no hash in Spark. */
    private static Column content(StructField field) {
        Column column = functions.col("`" + field.name() + "`");
        return field.dataType() instanceof MapType ? functions.array_sort(functions.map_entries(column)) : column;
    }
}

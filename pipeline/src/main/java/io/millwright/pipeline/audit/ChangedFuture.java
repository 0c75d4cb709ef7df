package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millwright.features.table.Regimes;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Copies the clean tables of some machines into another lake with their future changed, each at its own cut. What lies
 * further ahead than any window reaches is left out of the copy, which saves half the work.
 *
 * <p>{@code clean table -> join cut -> before: as it is | behind: deleted, or garbage -> clean table of the copy}
 */
final class ChangedFuture {

    /** How the future is changed. */
    enum Kind {
        /** Every record at or after the cut is replaced by garbage. */
        GARBAGE,
        /** Every record at or after the cut is deleted. */
        DELETED,
        /** Half of the records before the cut become known only after it. */
        DELAYED,
        /** The same, and everything known after the cut is garbage. */
        DELAYED_GARBAGE,
        /** Every work order known after the cut is garbage, whenever its work was done; all else stays. */
        ORDERS_GARBAGE
    }

    private static final String CUT = "audit_cut_ms";
    /** A stored sample of 999. */
    private static final String HEX_OF_999 = HexFormat.of().formatHex(Waveforms.encoded(new float[] {999}));

    /** Half of the garbage notes speak of much and half of nothing, so that it shows what a feature reads there. */
    private static final String GARBAGE_NOTE = "if(pmod(xxhash64(order_id), 2) = 0, 'garbage',"
            + " 'urgent garbage: leaking, cracked, worn, noisy, overheated, bearing seized')";

    private static final long UNCUT = Long.MAX_VALUE / 4;

    private final Lake from;
    private final PipelineConfig config;
    private final Map<String, Long> cuts;
    private final Kind kind;
    private final long guardMs;
    private final long tileMs;
    private final long latestCut;
    private UnaryOperator<Dataset<Row>> arrangement = UnaryOperator.identity();

    /** @param cuts machine to cut; machines that are copied as they are have {@link #uncut()} */
    ChangedFuture(Lake from, PipelineConfig config, Map<String, Long> cuts, Kind kind) {
        this.from = from;
        this.config = config;
        this.cuts = cuts;
        this.kind = kind;
        this.tileMs = config.features().tile().toMillis();
        this.guardMs = Math.max(
                config.features().longestWindow().toMillis(),
                3 * config.features().chunk().toMillis());
        this.latestCut = cuts.values().stream()
                .mapToLong(Long::longValue)
                .filter(cut -> cut < UNCUT)
                .max()
                .orElse(UNCUT);
    }

    static long uncut() {
        return UNCUT;
    }

    /** Writes the changed tables; tables features do not read are not copied. */
    void into(Lake to) {
        into(to, UnaryOperator.identity());
    }

    /** The same, the rows of every table arranged otherwise before they are written. */
    void into(Lake to, UnaryOperator<Dataset<Row>> arrangement) {
        this.arrangement = arrangement;
        write(to, Series.TABLE, series());
        write(to, Equipment.TABLE, from.read(Equipment.TABLE));
        copy(to, Waveforms.TABLE, this::waveforms);
        copy(to, Events.TABLE, this::events);
        copy(to, WorkOrders.TABLE, this::orders);
        copy(to, Components.TABLE, this::components);
        copy(to, Operations.TABLE, this::operations);
        copy(to, Conditions.TABLE, this::conditions);
        if (config.features().regimes().isPresent()) {
            copy(to, Regimes.TABLE, regimes -> regimes);
        }
    }

    private void copy(Lake to, TableSpec table, UnaryOperator<Dataset<Row>> change) {
        if (from.has(table)) {
            write(to, table, change.apply(from.read(table)));
        }
    }

    private void write(Lake to, TableSpec table, Dataset<Row> rows) {
        to.overwrite(
                arrangement.apply(rows), new TableSpec(table.name(), table.schema(), List.of(), table.key()), Map.of());
    }

    private Dataset<Row> cutsTable() {
        List<Row> rows = new ArrayList<>();
        cuts.forEach((machine, cut) -> rows.add(RowFactory.create(machine, cut)));
        return from.spark()
                .createDataFrame(
                        rows,
                        new StructType()
                                .add(Series.EQUIPMENT_ID, DataTypes.StringType, false)
                                .add(CUT, DataTypes.LongType, false));
    }

    /** The rows of the machines that are copied, each with its cut. */
    private Dataset<Row> ofCopied(Dataset<Row> table) {
        return table.join(broadcast(cutsTable()), Series.EQUIPMENT_ID);
    }

    private Dataset<Row> series() {
        Dataset<Row> rows = ofCopied(from.read(Series.TABLE))
                .withColumn("s", expr("unix_millis(" + Series.CHUNK_START + ")"))
                .filter(col("s").lt(col(CUT).plus(guardMs)));
        long chunk = config.features().chunk().toMillis();
        return switch (kind) {
            case DELETED ->
                rows.filter(col("s").lt(col(CUT)))
                        .withColumn(
                                "kept",
                                expr("if(" + isPast(chunk) + ", null, filter(sequence(0, size(offset_ms) - 1), "
                                        + "i -> s + offset_ms[i] < audit_cut_ms))"))
                        .filter("kept is null or size(kept) > 0")
                        .withColumn(Series.VALUE, onlyKept(Series.VALUE, chunk))
                        .withColumn(Series.CLEAN, onlyKept(Series.CLEAN, chunk))
                        .withColumn(Series.OFFSET_MS, onlyKept(Series.OFFSET_MS, chunk))
                        .withColumn(Series.N, expr("size(offset_ms)"));
            case GARBAGE -> garbageFrom(rows, isPast(chunk), "s + offset_ms[i] >= audit_cut_ms");
            case DELAYED -> delayed(rows);
            case ORDERS_GARBAGE -> rows;
            case DELAYED_GARBAGE ->
                garbageFrom(
                        delayed(rows),
                        isPast(chunk) + " and not late",
                        "s + offset_ms[i] >= audit_cut_ms or (late and unix_millis(known_time) > audit_cut_ms)");
        };
    }

    /** Of a chunk: whether it ends before the cut, so that none of its samples need a look. */
    private static String isPast(long chunkMs) {
        return "s + " + chunkMs + " <= audit_cut_ms";
    }

    private static Column onlyKept(String array, long chunkMs) {
        return expr("if(" + array + " is null or " + isPast(chunkMs) + ", " + array + ", transform(kept, i -> " + array
                + "[i]))");
    }

    /**
     * @param untouched of a chunk: whether all its samples stay
     * @param isFuture of a sample of any other
     */
    private static Dataset<Row> garbageFrom(Dataset<Row> rows, String untouched, String isFuture) {
        String garbage = "if(" + untouched + ", %1$s, transform(%1$s, (v, i) -> if(" + isFuture
                + ", nanvl(v, 0D) * -1000D - 12345D + i, v)))";
        return rows.withColumn("new_value", expr(String.format(java.util.Locale.ROOT, garbage, Series.VALUE)))
                .withColumn("new_clean", expr(String.format(java.util.Locale.ROOT, garbage, Series.CLEAN)))
                .withColumn(Series.VALUE, col("new_value"))
                .withColumn(Series.CLEAN, col("new_clean"));
    }

    /** Half of the pieces within reach of the cut arrive a tile after it. */
    private Dataset<Row> delayed(Dataset<Row> rows) {
        Column chosen = col("s").lt(col(CUT))
                .and(col("s").geq(col(CUT).minus(guardMs)))
                .and(expr("pmod(xxhash64(equipment_id, sensor, s), 2) = 0"));
        Column arrival = expr("timestamp_millis((audit_cut_ms div " + tileMs + " + 2) * " + tileMs + ")");
        return rows.withColumn("chosen", chosen)
                .withColumn(Series.LATE, col("chosen").or(col(Series.LATE)))
                .withColumn(
                        Series.KNOWN_TIME,
                        org.apache
                                .spark
                                .sql
                                .functions
                                .when(col("chosen"), arrival)
                                .otherwise(col(Series.KNOWN_TIME)));
    }

    /** A burst lies in the future as soon as one of its samples does; those before the cut stay as they are. */
    private Dataset<Row> waveforms(Dataset<Row> table) {
        String samples = "int(length(samples) / " + Float.BYTES + ")";
        String start = "unix_millis(" + Waveforms.START_TIME + ")";
        Dataset<Row> timed = ofCopied(table)
                .withColumn("lasting_ms", expr("ceil(1000D * " + samples + " / sampling_hz)"))
                .withColumn(
                        "past",
                        expr("int(ceil(greatest(0D, least(double(" + samples + "), (audit_cut_ms - " + start
                                + ") * sampling_hz / 1000))))"));
        Dataset<Row> rows = records(timed, Waveforms.START_TIME, start + " + lasting_ms > audit_cut_ms");
        return rows.withColumn(
                        Waveforms.SAMPLES,
                        expr("if(garbage, concat(substring(samples, 1, past * " + Float.BYTES + "), unhex(repeat('"
                                + HEX_OF_999 + "', " + samples + " - past))), samples)"))
                .withColumn(Waveforms.RMS, expr("if(garbage, 999D, rms)"))
                .withColumn(Waveforms.PEAK, expr("if(garbage, 999D, peak)"))
                .withColumn(
                        Waveforms.SHAFT_SPEED_HZ,
                        expr("if(garbage, coalesce(shaft_speed_hz, 0D) + 99D, shaft_speed_hz)"));
    }

    /** Machines that are not copied keep their events: without readings they have no rows, but codes keep their columns. */
    private Dataset<Row> events(Dataset<Row> table) {
        Dataset<Row> rows = records(withUncopied(table), Events.EVENT_TIME);
        return rows.withColumn(Events.COMPONENT, expr("if(garbage, 'garbage', component)"))
                .withColumn(Events.MODE, expr("if(garbage, 'garbage', mode)"))
                .withColumn(Events.KIND, expr("if(garbage and kind = 'failure', 'alarm', kind)"))
                .withColumn(Events.EVENT_TIME, expr("if(garbage, event_time + interval 37 seconds, event_time)"));
    }

    private Dataset<Row> orders(Dataset<Row> table) {
        Dataset<Row> rows = kind == Kind.ORDERS_GARBAGE
                ? ofCopied(table).withColumn("garbage", expr("unix_millis(known_time) > audit_cut_ms"))
                : records(ofCopied(table), WorkOrders.EVENT_TIME);
        return rows.withColumn(WorkOrders.COMPONENT, expr("if(garbage, null, component)"))
                .withColumn(
                        WorkOrders.KIND, expr("if(garbage, if(kind = 'preventive', 'corrective', 'preventive'), kind)"))
                .withColumn(WorkOrders.STATUS, expr("if(garbage, if(status = 'closed', 'open', 'closed'), status)"))
                .withColumn(WorkOrders.SCHEDULED_FOR, expr("if(garbage, event_time + interval 5 hours, scheduled_for)"))
                .withColumn(WorkOrders.REPLACED, expr("if(garbage, not replaced, replaced)"))
                .withColumn(WorkOrders.NOTE, expr("if(garbage, " + GARBAGE_NOTE + ", note)"))
                .withColumn(WorkOrders.COST, expr("if(garbage, 1e9, cost)"))
                .withColumn(WorkOrders.EVENT_TIME, expr("if(garbage, event_time + interval 37 seconds, event_time)"));
    }

    /** A part that wanders tells of other machines, so with genealogy only what no machine could know may change. */
    private Dataset<Row> components(Dataset<Row> table) {
        Dataset<Row> rows = withUncopied(table);
        if (kind == Kind.ORDERS_GARBAGE) {
            return rows;
        }
        if (config.features().genealogy()) {
            rows = rows.withColumn(CUT, expr("greatest(audit_cut_ms, " + latestCut + ")"));
        }
        boolean delays = kind == Kind.DELAYED || kind == Kind.DELAYED_GARBAGE;
        Dataset<Row> told = delays ? late(rows, Components.INSTALLED_AT) : rows;
        String unknown =
                kind == Kind.DELAYED ? "" : " or unix_millis(coalesce(known_time, installed_at)) > audit_cut_ms";
        Column future = expr("installed_at is not null and (unix_millis(installed_at) >= audit_cut_ms" + unknown + ")");
        return told.withColumn(
                Components.INSTALLED_AT,
                org.apache.spark.sql.functions.when(future, lit(null)).otherwise(col(Components.INSTALLED_AT)));
    }

    /** A plan speaks of the future by its nature: only what was not known by the cut may change. */
    private Dataset<Row> operations(Dataset<Row> table) {
        Dataset<Row> rows = unknown(table);
        return switch (kind) {
            case ORDERS_GARBAGE -> rows;
            case DELETED -> rows.filter("not unknown");
            case GARBAGE, DELAYED, DELAYED_GARBAGE ->
                rows.withColumn(Operations.PLANNED_LOAD, expr("if(unknown, planned_load * -1000 - 1, planned_load)"));
        };
    }

    /** What surrounds a site surrounds machines with later cuts, too: only what no machine could know may change. */
    private Dataset<Row> conditions(Dataset<Row> table) {
        Dataset<Row> rows = unknown(table);
        return switch (kind) {
            case ORDERS_GARBAGE -> rows;
            case DELETED -> rows.filter("not unknown");
            case GARBAGE, DELAYED, DELAYED_GARBAGE ->
                rows.withColumn(Conditions.VALUE, expr("if(unknown, value * -1000 - 12345, value)"));
        };
    }

    /** Of records of machines or their sites: which of them were not known by the cut. */
    private Dataset<Row> unknown(Dataset<Row> table) {
        return withUncopied(table)
                .withColumn(
                        "unknown",
                        expr("unix_millis(known_time) > least(audit_cut_ms, " + latestCut
                                + ") and unix_millis(known_time) > if(equipment_id is null, " + latestCut
                                + ", audit_cut_ms)"));
    }

    private Dataset<Row> withUncopied(Dataset<Row> table) {
        return table.join(
                        broadcast(cutsTable()),
                        scala.collection.JavaConverters.asScalaBuffer(List.of(Series.EQUIPMENT_ID))
                                .toSeq(),
                        "left")
                .withColumn(CUT, expr("coalesce(audit_cut_ms, " + UNCUT + ")"));
    }

    /** Records with an event time and an arrival: which of them are garbage, deleted or delayed. */
    private Dataset<Row> records(Dataset<Row> rows, String time) {
        return records(rows, time, "unix_millis(" + time + ") >= audit_cut_ms");
    }

    /** The same where something else than the beginning says what lies in the future. */
    private Dataset<Row> records(Dataset<Row> rows, String time, String isFuture) {
        Column future = expr(isFuture);
        Dataset<Row> near = rows.filter(
                expr("audit_cut_ms >= " + UNCUT + " or unix_millis(" + time + ") < audit_cut_ms + " + guardMs));
        return switch (kind) {
            case DELETED ->
                near.filter(org.apache.spark.sql.functions.not(future)).withColumn("garbage", lit(false));
            case GARBAGE -> near.withColumn("garbage", future);
            case DELAYED -> late(near, time).withColumn("garbage", lit(false));
            case ORDERS_GARBAGE -> near.withColumn("garbage", lit(false));
            case DELAYED_GARBAGE ->
                late(near, time).withColumn("garbage", expr("unix_millis(known_time) > audit_cut_ms"));
        };
    }

    private static Dataset<Row> late(Dataset<Row> rows, String time) {
        String chosen = "unix_millis(" + time + ") < audit_cut_ms and pmod(xxhash64(equipment_id, " + time + "), 2) = 0"
                + " and unix_millis(" + time + ") >= audit_cut_ms - "
                + java.time.Duration.ofDays(30).toMillis();
        return rows.withColumn(
                "known_time", expr("if(" + chosen + ", timestamp_millis(audit_cut_ms + 3600001), known_time)"));
    }
}

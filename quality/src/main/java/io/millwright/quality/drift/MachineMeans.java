package io.millwright.quality.drift;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * One machine in one period: its first and last row, and the mean of each feature over the rows that have it and lie in the stretch that
 * speaks for the period (see {@link Stretches}). Sums are taken over Spark's own rows: an aggregate or an array of hundreds of columns
 * takes Spark longer to compile than to run.
 */
final class MachineMeans implements Serializable {

    private static final long MICROS_PER_SECOND = 1_000_000;

    static final int REFERENCE = 0;
    static final int CURRENT = 1;

    /** After machine, stretch and {@code as_of}. */
    private static final int FIRST_FEATURE = 3;

    private final String equipmentId;
    private final int period;
    private final double[] sum;
    private final long[] rows;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    private MachineMeans(String equipmentId, int period, int width) {
        this.equipmentId = equipmentId;
        this.period = period;
        this.sum = new double[width];
        this.rows = new long[width];
    }

    /**
     * All machines of a table in all periods, in the order of machine and period.
     *
     * @param stretch number of a row's stretch; rows without one are left out
     * @param ofReference the stretch of the reference that speaks for a machine
     */
    static List<MachineMeans> of(
            Dataset<Row> table,
            String equipmentId,
            String asOf,
            Column stretch,
            Map<String, Integer> ofReference,
            List<String> features) {
        List<Column> columns =
                new ArrayList<>(List.of(functions.col(equipmentId), stretch.as("stretch"), functions.col(asOf)));
        features.forEach(feature -> columns.add(functions.col("`" + feature + "`")));
        int width = features.size();
        List<MachineMeans> parts = table.select(columns.toArray(Column[]::new))
                .filter("stretch is not null")
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(items -> summed(items, ofReference, width))
                .collect();
        Map<String, MachineMeans> merged = new TreeMap<>();
        parts.forEach(part -> merged.merge(key(part.equipmentId, part.period), part, MachineMeans::plus));
        return new ArrayList<>(merged.values());
    }

    private static String key(String equipmentId, int period) {
        return equipmentId + '\u0000' + period;
    }

    private static Iterator<MachineMeans> summed(
            Iterator<InternalRow> items, Map<String, Integer> ofReference, int width) {
        Map<String, MachineMeans> byMachine = new TreeMap<>();
        while (items.hasNext()) {
            InternalRow row = items.next();
            String machine = row.getUTF8String(0).toString();
            int stretch = row.getInt(1);
            int period = stretch == Stretches.CURRENT ? CURRENT : REFERENCE;
            MachineMeans means =
                    byMachine.computeIfAbsent(key(machine, period), absent -> new MachineMeans(machine, period, width));
            means.see(row.getLong(2));
            if (period == CURRENT || ofReference.getOrDefault(machine, Stretches.CURRENT) == stretch) {
                means.add(row);
            }
        }
        return byMachine.values().iterator();
    }

    private void see(long asOfMicros) {
        firstMicros = Math.min(firstMicros, asOfMicros);
        lastMicros = Math.max(lastMicros, asOfMicros);
    }

    private void add(InternalRow row) {
        for (int i = 0; i < sum.length; i++) {
            if (!row.isNullAt(FIRST_FEATURE + i)) {
                sum[i] += row.getDouble(FIRST_FEATURE + i);
                rows[i]++;
            }
        }
    }

    private MachineMeans plus(MachineMeans other) {
        MachineMeans both = new MachineMeans(equipmentId, period, sum.length);
        both.firstMicros = Math.min(firstMicros, other.firstMicros);
        both.lastMicros = Math.max(lastMicros, other.lastMicros);
        Arrays.setAll(both.sum, i -> sum[i] + other.sum[i]);
        Arrays.setAll(both.rows, i -> rows[i] + other.rows[i]);
        return both;
    }

    /** Mean of a feature by machine, of those wanted that have it in a period. */
    static Map<String, Double> values(List<MachineMeans> machines, int period, int feature, Predicate<String> wanted) {
        Map<String, Double> values = new HashMap<>();
        for (MachineMeans machine : machines) {
            if (machine.period == period && machine.has(feature) && wanted.test(machine.equipmentId)) {
                values.put(machine.equipmentId, machine.mean(feature));
            }
        }
        return values;
    }

    String equipmentId() {
        return equipmentId;
    }

    int period() {
        return period;
    }

    /** NaN where no row has the feature. */
    double mean(int feature) {
        return sum[feature] / rows[feature];
    }

    boolean has(int feature) {
        return rows[feature] > 0;
    }

    /** From the first row of the period to the last. */
    Duration span() {
        return Duration.between(instant(firstMicros), instant(lastMicros));
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }
}

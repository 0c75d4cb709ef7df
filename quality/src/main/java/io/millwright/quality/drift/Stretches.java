package io.millwright.quality.drift;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.Interval;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The reference cut into stretches as long as the current period, and which of them speaks for each machine.
 *
 * <p>The mean of a year scatters less than the mean of a month, of machines that never change too: one held against the other, every
 * feature seems to drift. Stretches of one length scatter alike, so that the two values of a machine without drift are exchangeable, on
 * which the permutation test and the limit of the stability index rest. One stretch drawn for each machine keeps the values one a
 * machine, and lets the whole reference have its say.
 */
final class Stretches {

    /** The number of the current period; the reference's are counted from 1, the newest, back. */
    static final int CURRENT = 0;

    /** Of a stretch with fewer rows than this share of the machine's fullest, a mean scatters more than the others. */
    private static final double LEAST_FULL = 0.5;

    private Stretches() {}

    /**
     * The stretch of a row; null outside both periods. A row of a period's end belongs to it, because it tells of what came before;
     * where both periods have a moment in common, its rows are the reference's.
     */
    static Column number(Column asOf, Interval reference, Interval current) {
        long micros = Math.max(1, ChronoUnit.MICROS.between(current.from(), current.to()));
        Column back =
                lit(ChronoUnit.MICROS.between(Instant.EPOCH, reference.to())).minus(unix_micros(asOf));
        return when(
                        told(asOf, reference),
                        floor(back.divide(lit(micros))).plus(1).cast("int"))
                .when(told(asOf, current), CURRENT);
    }

    /** Rows that tell of a period: those of its end too. */
    static Column told(Column asOf, Interval interval) {
        return asOf.between(lit(Timestamp.from(interval.from())), lit(Timestamp.from(interval.to())));
    }

    /**
     * One of the machine's stretches of the reference, for each machine that has any; the same whatever the order of the rows.
     *
     * @param number of a row's stretch, see {@link #number}
     */
    static Map<String, Integer> drawn(Dataset<Row> table, String equipmentId, Column number, long seed) {
        Map<String, Map<Integer, Long>> rows = new HashMap<>();
        table.groupBy(col(equipmentId), number.as("stretch"))
                .agg(count(lit(1)))
                .filter(col("stretch").gt(CURRENT))
                .collectAsList()
                .forEach(row -> rows.computeIfAbsent(row.getString(0), any -> new TreeMap<>())
                        .put(row.getInt(1), row.getLong(2)));
        Map<String, Integer> drawn = new HashMap<>();
        rows.forEach((machine, counts) -> drawn.put(machine, one(full(counts), seed + machine.hashCode())));
        return drawn;
    }

    /** Stretches that are as full as need be, in the order of the map. */
    private static List<Integer> full(Map<Integer, Long> counts) {
        double least = LEAST_FULL * Collections.max(counts.values());
        List<Integer> full = new ArrayList<>();
        counts.forEach((stretch, rows) -> {
            if (rows >= least) {
                full.add(stretch);
            }
        });
        return full;
    }

    private static int one(List<Integer> stretches, long seed) {
        return stretches.get(new SplittableRandom(seed).nextInt(stretches.size()));
    }
}

package io.millwright.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.table.Series;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Daily means of the condition sensors of a few machines, by cycle on a cycle counter. Reads the chunks' summaries where a chunk
 * is no longer than that, and the readings themselves only where it is.
 */
final class SensorMeansTable {

    private static final int MOST_POINTS = 200;

    private final Lake lake;
    private final PipelineConfig config;
    private final ReportData.Fleet fleet;

    SensorMeansTable(Lake lake, PipelineConfig config, ReportData.Fleet fleet) {
        this.lake = lake;
        this.config = config;
        this.fleet = fleet;
    }

    /** By machine and sensor. */
    Map<String, Map<String, SensorMeans>> read(Object[] machines) {
        Map<String, Map<String, SensorMeans>> means = new HashMap<>();
        if (!lake.has(Series.TABLE)) {
            return means;
        }
        Object[] sensors = config.sensors().stream()
                .filter(sensor -> sensor.role() == SensorSpec.Role.CONDITION)
                .map(SensorSpec::name)
                .toArray();
        Dataset<Row> chunks = lake.read(Series.TABLE)
                .where(col(Series.EQUIPMENT_ID)
                        .isin(machines)
                        .and(col(Series.SENSOR).isin(sensors)));
        long stretch = stretchSeconds();
        if (config.features().chunk().toSeconds() <= stretch) {
            fromSummaries(chunks, stretch, means);
        } else {
            fromReadings(chunks, stretch, means);
        }
        return means;
    }

    /** A day, or longer where a timeline would have too many of them; one cycle and up on a cycle counter. */
    private long stretchSeconds() {
        long unit = config.timeAxis().countsCycles()
                ? Duration.ofHours(1).toSeconds()
                : Duration.ofDays(1).toSeconds();
        long covered = Duration.between(fleet.from(), fleet.to()).toSeconds()
                + config.features().chunk().toSeconds();
        long units = covered / unit + 1;
        return unit * Math.max(1, (units + MOST_POINTS - 1) / MOST_POINTS);
    }

    private static void fromSummaries(Dataset<Row> chunks, long stretch, Map<String, Map<String, SensorMeans>> means) {
        List<Row> rows = chunks.where(col(Series.N).gt(0))
                .groupBy(
                        col(Series.EQUIPMENT_ID),
                        col(Series.SENSOR),
                        expr("unix_seconds(chunk_start) div " + stretch).as("stretch"))
                .agg(
                        expr("sum(mean * n)").as("total"),
                        expr("cast(sum(n) as double)").as("n"))
                .where(col("n").gt(lit(0)))
                .collectAsList();
        for (Row row : rows) {
            add(
                    means,
                    row.getString(0),
                    row.getString(1),
                    middle(row.getLong(2), stretch),
                    row.getDouble(3) / row.getDouble(4),
                    row.getDouble(4));
        }
    }

    private static void fromReadings(Dataset<Row> chunks, long stretch, Map<String, Map<String, SensorMeans>> means) {
        for (Row row : chunks.select(
                        col(Series.EQUIPMENT_ID),
                        col(Series.SENSOR),
                        expr("unix_seconds(chunk_start)"),
                        col(Series.OFFSET_MS),
                        col(Series.VALUE))
                .orderBy(Series.EQUIPMENT_ID, Series.SENSOR, Series.CHUNK_START)
                .collectAsList()) {
            List<Integer> offsets = row.getList(3);
            List<Double> values = row.getList(4);
            for (int i = 0; i < offsets.size(); i++) {
                long at = row.getLong(2) + offsets.get(i) / 1000;
                add(
                        means,
                        row.getString(0),
                        row.getString(1),
                        middle(Math.floorDiv(at, stretch), stretch),
                        values.get(i),
                        1);
            }
        }
    }

    private static long middle(long number, long stretch) {
        return number * stretch + stretch / 2;
    }

    private static void add(
            Map<String, Map<String, SensorMeans>> means,
            String machine,
            String sensor,
            long middle,
            double mean,
            double n) {
        means.computeIfAbsent(machine, any -> new HashMap<>())
                .computeIfAbsent(sensor, any -> new SensorMeans())
                .add(middle, mean, n);
    }
}

package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.etl.UnwellSensors.Unwell;
import io.millwright.lake.Lake;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine read once an hour for twenty days: its temperature is stuck from day 12 to day 15, and its clock was wrong on days 3 and 13. */
class UnwellSensorsTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static Instant day(double day) {
        return START.plus(Duration.ofMinutes(Math.round(day * 1_440)));
    }

    private List<Unwell> knownBy(boolean otherFuture, double asOf) {
        Landings landings = new Landings(folder.resolve(otherFuture + "-" + asOf))
                .source("{name: plc, kind: readings, path: '@/x.csv', format: csv, time: at, equipment: id,"
                        + " columns: {temperature: temp}}");
        Lake lake = landings.lake();
        write(lake, otherFuture ? day(asOf) : day(99));
        return UnwellSensors.knownBy(lake, landings.config(), List.of("m1"), day(asOf), day(0));
    }

    /** Everything at or after a moment is noise of another machine, and a delivery that was late by then tells another past. */
    private static void write(Lake lake, Instant garbledFrom) {
        List<Row> rows = new ArrayList<>();
        Random random = new Random(1);
        Random garbage = new Random(2);
        for (int day = 0; day < 20; day++) {
            int[] offsets = new int[24];
            double[] values = new double[24];
            for (int hour = 0; hour < 24; hour++) {
                boolean stuck = day >= 12 && day < 15;
                double noise = Math.rint((40 + random.nextGaussian()) * 10) / 10;
                boolean garbled = !day(day + hour / 24.0).isBefore(garbledFrom);
                offsets[hour] = hour * 3_600_000;
                values[hour] = garbled ? 100 * garbage.nextGaussian() : stuck ? 41.3 : noise;
            }
            rows.add(chunk(day, false, day(day + 1), offsets, values));
            if (garbledFrom.isBefore(day(20))) {
                rows.add(chunk(day, true, garbledFrom.plusSeconds(3_600), new int[] {1_800_000}, new double[] {-30}));
            }
        }
        lake.overwrite(lake.spark().createDataFrame(rows, Series.SCHEMA), Series.TABLE, Map.of());
        List<Row> clocks = List.of(skew(3), skew(13));
        lake.overwrite(lake.spark().createDataFrame(clocks, SensorHealth.SCHEMA), SensorHealth.TABLE, Map.of());
    }

    private static Row chunk(int day, boolean late, Instant known, int[] offsets, double[] values) {
        return RowFactory.create(
                "m1",
                "temperature",
                Timestamp.from(day(day)),
                late,
                Timestamp.from(known),
                Date.valueOf(day(day).toString().substring(0, 10)),
                offsets,
                values,
                null,
                offsets.length,
                24,
                0.0,
                0.0,
                0.0,
                3_600_000,
                0,
                "plc");
    }

    private static Row skew(int day) {
        return RowFactory.create(
                "m1", "", "clock_skew", Timestamp.from(day(day)), Timestamp.from(day(day + 0.5)), "late", "reported");
    }

    @Test
    void a_sensor_that_is_still_stuck_is_unwell_since_it_stopped_and_no_later_reading_or_delivery_changes_that() {
        List<Unwell> known = knownBy(false, 14);

        assertThat(known)
                .containsExactly(
                        new Unwell("m1", "", Finding.CLOCK_SKEW, day(3), day(3.5)),
                        new Unwell("m1", "temperature", Finding.STUCK, day(12), day(14)));
        assertThat(knownBy(true, 14)).isEqualTo(known);
    }

    @Test
    void before_it_is_known_nothing_is_said_and_afterwards_when_it_ended() {
        assertThat(knownBy(false, 12)).extracting(Unwell::kind).containsExactly(Finding.CLOCK_SKEW);
        assertThat(knownBy(false, 18))
                .contains(new Unwell("m1", "temperature", Finding.STUCK, day(12), day(15)))
                .hasSize(3);
    }
}

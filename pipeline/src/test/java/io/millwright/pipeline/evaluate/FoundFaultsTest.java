package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FoundFaultsTest {

    private static final SparkSession SPARK = TestSpark.session();

    @TempDir
    private Path folder;

    @Test
    void faults_of_sensors_of_rows_put_aside_and_of_late_readings_have_the_names_they_are_planted_by() {
        Lake lake = Lake.open(SPARK, folder.toString(), "test");
        write(
                lake,
                SensorHealth.TABLE,
                "('P1', 'speed', 'stuck', timestamp'2025-01-01 00:00:00', timestamp'2025-01-01 05:00:00')",
                "equipment_id, sensor, kind, from_time, to_time");
        assertThat(found(lake)).containsExactly("P1 speed stuck 00:00:00 05:00:00");

        write(lake, Quarantine.TABLE, """
                ('P1', 'speed', 'unparsable_value', timestamp'2025-01-01 07:10:00'),
                ('P1', 'speed', 'unparsable_value', timestamp'2025-01-01 07:20:00'),
                ('P1', 'speed', 'unparsable_value', timestamp'2025-01-01 08:00:00'),
                ('TMP', null, 'unknown_machine', timestamp'2025-01-01 09:00:00'),
                ('P2', 'speed', 'future', timestamp'2025-01-01 10:00:00'),
                (null, null, 'unknown_sensor', timestamp'2025-01-01 11:00:00'),
                ('P2', null, 'unknown_sensor', null)""", "equipment_id, sensor, reason, event_time");
        write(lake, Series.TABLE, """
                ('P3', true, timestamp'2025-01-01 12:00:00', array(1000, 5000)),
                ('P3', true, timestamp'2025-01-01 12:00:00', array(1000, 3000, 5000)),
                ('P3', false, timestamp'2025-01-01 13:00:00', array(1000, 5000))""", "equipment_id, late, chunk_start, offset_ms");

        assertThat(found(lake))
                .containsExactly(
                        "P1 speed stuck 00:00:00 05:00:00",
                        "P1 speed wrong_type 07:10:00 07:20:00",
                        "P1 speed wrong_type 08:00:00 08:00:00",
                        "P3 all late 12:00:01 12:00:05",
                        "TMP all unknown_machine 09:00:00 09:00:00");
    }

    /** Columns that are not given are null. */
    private static void write(Lake lake, TableSpec table, String values, String columns) {
        var rows = SPARK.sql("select * from values " + values + " as t(" + columns + ")");
        for (StructField field : table.schema().fields()) {
            if (!List.of(rows.columns()).contains(field.name())) {
                rows = rows.withColumn(field.name(), functions.lit(null).cast(field.dataType()));
            }
        }
        lake.overwrite(rows, new TableSpec(table.name(), rows.schema(), List.of(), List.of()), Map.of());
    }

    private static List<String> found(Lake lake) {
        return FoundFaults.of(lake)
                .selectExpr("concat_ws(' ', equipment_id, coalesce(sensor, 'all'), kind, "
                        + "date_format(from_time, 'HH:mm:ss'), date_format(to_time, 'HH:mm:ss'))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }
}

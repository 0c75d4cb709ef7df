package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveformIngestTest {

    private static final float[] BURST = {1.5f, -2, 0.25f};

    @TempDir
    private Path folder;

    @Test
    void bursts_that_land_as_numbers_and_as_bytes_are_stored_alike() {
        Landings landings = plant();
        deliver("numbers", DataTypes.createArrayType(DataTypes.FloatType), burst("01", List.of(1.5f, -2f, 0.25f)));
        deliver("doubles", DataTypes.createArrayType(DataTypes.DoubleType), burst("02", List.of(1.5, -2.0, 0.25)));
        deliver("bytes", DataTypes.BinaryType, burst("03", Waveforms.encoded(BURST)));

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(5, 5, Map.of(), 0));
        List<Row> stored = landings.lake()
                .read(Waveforms.TABLE)
                .orderBy(Waveforms.START_TIME)
                .collectAsList();
        assertThat(stored).hasSize(3);
        for (Row row : stored) {
            assertThat(Waveforms.decoded(row.getAs(Waveforms.SAMPLES))).containsExactly(BURST);
            assertThat(row.<Double>getAs(Waveforms.PEAK)).isEqualTo(2);
            assertThat(row.<Double>getAs(Waveforms.RMS)).isEqualTo(Math.sqrt((2.25 + 4 + 0.0625) / 3));
        }
    }

    @Test
    void a_burst_told_twice_is_stored_once_and_one_that_cannot_be_read_is_quarantined() {
        Landings landings = plant();
        deliver(
                "numbers",
                DataTypes.createArrayType(DataTypes.FloatType),
                burst("01", List.of(1f)),
                burst("01", List.of(1f)),
                burst("02", Arrays.asList(1f, null)),
                burst("03", List.of()),
                burst("04", List.of(Float.NaN)));
        deliver("bytes", DataTypes.BinaryType, burst("05", new byte[] {1, 2, 3}), burst("06", null));

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(9, 3, Map.of(Reason.UNPARSABLE_VALUE, 5L), 1));
        assertThat(landings.lake().read(Quarantine.TABLE).select(Quarantine.RAW).collectAsList())
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.getString(0)).contains("m1,", ",temperature,1000.0,"));
    }

    @Test
    void a_sensor_that_files_call_by_another_name_is_known_by_that_alone() {
        Landings landings = plant("{column: axis, names: {A-7: temperature}}");
        Timestamp at = Timestamp.from(Instant.parse("2025-01-01T01:00:00Z"));
        deliver(
                "named",
                DataTypes.createArrayType(DataTypes.FloatType),
                RowFactory.create("m1", "A-7", at, 1000.0, List.of(1f)),
                burst("02", List.of(1f)));

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(4, 3, Map.of(Reason.UNKNOWN_SENSOR, 1L), 0));
        assertThat(landings.lake()
                        .read(Waveforms.TABLE)
                        .select(Waveforms.SENSOR)
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("temperature");
    }

    private Landings plant() {
        return plant("axis");
    }

    private Landings plant(String sensor) {
        return new Landings(folder)
                .source("{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, equipment: id,"
                        + " columns: {temperature: temp}}")
                .source("{name: machines, kind: equipment, path: '@/machines.csv', format: csv, equipment: id,"
                        + " columns: {site: site}}")
                .source("{name: bursts, kind: waveforms, path: '@/bursts', format: parquet, time: {column: at},"
                        + " equipment: id, columns: {sensor: " + sensor + ", sampling_hz: hz, samples: samples}}")
                .file("plc/a.csv", "at,id,temp", "2025-01-01T01:00:00Z,m1,40")
                .file("machines.csv", "id,site", "m1,north");
    }

    private static Row burst(String hour, @Nullable Object samples) {
        Timestamp at = Timestamp.from(Instant.parse("2025-01-01T" + hour + ":00:00Z"));
        return RowFactory.create("m1", "temperature", at, 1000.0, samples);
    }

    private void deliver(String name, DataType samples, Row... bursts) {
        StructType schema = new StructType()
                .add("id", DataTypes.StringType)
                .add("axis", DataTypes.StringType)
                .add("at", DataTypes.TimestampType)
                .add("hz", DataTypes.DoubleType)
                .add("samples", samples);
        TestSpark.session()
                .createDataFrame(Arrays.asList(bursts), schema)
                .coalesce(1)
                .write()
                .parquet(folder.resolve("landing/bursts/" + name).toString());
    }
}

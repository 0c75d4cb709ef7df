package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
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
    void a_burst_is_known_once_its_last_sample_was_taken_and_one_of_the_future_is_quarantined() {
        Landings landings = plant().source(bursts("dated", "format: json", "axis", "samples")
                .replace("time: {column: at}", "time: {column: at}, known: {column: came}"));
        deliver("numbers", DataTypes.createArrayType(DataTypes.FloatType), burst("01", List.of(1.5f, -2f, 0.25f)));
        String anHour = "[1, 2, 3, 4, 5, 6]";
        landings.file(
                "dated/a.json", came("02", "02:20", anHour), came("04", "05:20", anHour), came("07", "06:59", anHour));

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(6, 5, Map.of(Reason.FUTURE, 1L), 0));
        assertThat(stored(landings))
                .extracting(row ->
                        row.<Timestamp>getAs(Waveforms.KNOWN_TIME).toInstant().toString())
                .containsExactly("2025-01-01T01:00:00.003Z", "2025-01-01T03:00:00Z", "2025-01-01T05:20:00Z");
    }

    /** At one sample in ten minutes. */
    private static String came(String hour, String at, String samples) {
        return json(hour, samples)
                .replace("1000", "" + 6 / 3600.0)
                .replace("\"id\"", "\"came\": \"2025-01-01T" + at + ":00Z\", \"id\"");
    }

    @Test
    void a_recording_of_a_table_without_time_is_of_its_row_and_needs_no_column_of_time() {
        Landings landings = new Landings(folder)
                .withoutTime()
                .source("{name: rows, kind: readings, path: '@/rows', format: csv, equipment: id,"
                        + " columns: {temperature: temp}}")
                .source(bursts("bursts", "format: parquet", "axis", "samples").replace(" time: {column: at},", ""))
                .source(bursts("lines", "format: json", "axis", "samples").replace(" time: {column: at},", ""))
                .file("rows/a.csv", "id,temp", "m1,40", "m2,40")
                .file("lines/a.json", json("05", "[1.5, -2, 0.25]").replace("m1", "m2"));
        deliver("numbers", DataTypes.createArrayType(DataTypes.FloatType), burst("03", List.of(1.5f, -2f, 0.25f)));

        landings.ingest();

        assertThat(stored(landings)).hasSize(2).allSatisfy(row -> {
            assertThat(row.<Timestamp>getAs(Waveforms.START_TIME).getTime()).isZero();
            assertThat(Waveforms.decoded(row.getAs(Waveforms.SAMPLES))).containsExactly(BURST);
        });
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
        Landings landings = plant("{column: axis, names: {A-7: temperature}}", "samples");
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

    @Test
    void bursts_in_text_are_stored_as_those_of_columns_are() {
        Landings landings = plant().source(bursts("lines", "format: json", "axis", "samples"))
                .source(bursts("array", "format: json", "axis", "samples"))
                .source(bursts("cells", "format: csv, delimiter: ';', decimal: ','", "axis", "samples"))
                .source(bursts("quoted", "format: csv", "axis", "samples"));
        deliver("numbers", DataTypes.createArrayType(DataTypes.FloatType), burst("01", List.of(1.5f, -2f, 0.25f)));
        landings.file("lines/a.json", json("02", "[1.5, -2, 0.25]"), json("03", "[1.5, -2e0, 2.5e-1]"))
                .file("array/a.json", "[" + json("04", "[1.5, -2, 0.25]") + ",", json("05", "[1.5,-2,0.25]") + "]")
                .file("cells/a.csv", "at;id;axis;hz;samples", "2025-01-01T06:00:00Z;m1;temperature;1000,0;1,5 -2 0,25")
                .file(
                        "quoted/a.csv",
                        "at,id,axis,hz,samples",
                        quoted("07", "1.5,-2,0.25"),
                        quoted("08", "[1.5;-2;0.25]"));

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(10, 10, Map.of(), 0));
        assertThat(stored(landings)).hasSize(8).allSatisfy(row -> {
            assertThat(Waveforms.decoded(row.getAs(Waveforms.SAMPLES))).containsExactly(BURST);
            assertThat(row.<Double>getAs(Waveforms.SAMPLING_HZ)).isEqualTo(1000);
            assertThat(row.<Double>getAs(Waveforms.RMS)).isEqualTo(Math.sqrt((2.25 + 4 + 0.0625) / 3));
        });
    }

    @Test
    void a_burst_in_text_that_cannot_be_read_is_quarantined_and_one_told_twice_is_stored_once() {
        Landings landings = plant().source(bursts("lines", "format: json", "axis", "samples"))
                .source(bursts("cells", "format: csv", "axis", "samples"));
        deliver("numbers", DataTypes.createArrayType(DataTypes.FloatType), burst("01", List.of(1f)));
        landings.file(
                        "lines/a.json",
                        json("02", "[1]"),
                        json("02", "[1]"),
                        json("03", "[1, null]"),
                        json("04", "[]"),
                        json("05", "[1, \"x\"]"),
                        json("06", "7").replace("1000", "0"),
                        "{\"at\": ")
                .file("cells/a.csv", "at,id,axis,hz,samples", quoted("08", "1,,2"), quoted("09", "1 2 x"), "one,cell")
                .file("cells/b.csv", "at,id,axis,hz,samples", quoted("10", "1 " + "2 ".repeat(40_000)))
                .text(
                        "cells/c.csv",
                        "at,id,axis,hz,samples\n2025-01-01T11:00:00Z,m1,temperature,1000," + "1 ".repeat(40_000));

        IngestReport report = landings.ingest();

        assertThat(report)
                .isEqualTo(
                        new IngestReport(15, 5, Map.of(Reason.UNPARSABLE_VALUE, 6L, Reason.MALFORMED_RECORD, 3L), 1));
        assertThat(stored(landings))
                .extracting(row -> row.<Double>getAs(Waveforms.PEAK))
                .containsExactly(1d, 1d, 2d);
    }

    @Test
    void samples_are_converted_to_the_unit_of_their_sensor_as_readings_are() {
        float[] fahrenheit = new float[200];
        Random random = new Random(26);
        for (int i = 0; i < fahrenheit.length; i++) {
            fahrenheit[i] = (float) (100 * random.nextGaussian());
        }
        Landings landings = plant(
                "{column: axis, names: {T: {sensor: temperature, unit: K}, temperature: temperature}}",
                "{column: samples, unit: degF}");
        deliver(
                "numbers",
                DataTypes.createArrayType(DataTypes.FloatType),
                burst("01", floats(fahrenheit)),
                RowFactory.create(
                        "m1", "T", Timestamp.from(Instant.parse("2025-01-01T02:00:00Z")), 1000.0, List.of(273.15f)));

        landings.ingest();

        List<Row> stored = stored(landings);
        float[] celsius = Waveforms.decoded(stored.get(0).getAs(Waveforms.SAMPLES));
        double squares = 0;
        for (int i = 0; i < fahrenheit.length; i++) {
            double naive = (fahrenheit[i] - 32.0) * 5 / 9;
            squares += naive * naive;
            assertThat((double) celsius[i]).isCloseTo(naive, within(1e-4));
        }
        assertThat(stored.get(0).<Double>getAs(Waveforms.RMS)).isCloseTo(Math.sqrt(squares / 200), within(1e-4));
        assertThat(Waveforms.decoded(stored.get(1).getAs(Waveforms.SAMPLES))[0]).isCloseTo(0f, within(1e-4f));
    }

    @Test
    void a_unit_of_samples_names_the_sensors_that_can_be_meant_and_one_that_fits_none_is_refused() {
        Landings bar = plant("axis", "{column: samples, unit: kPa}");
        deliver(
                "numbers",
                DataTypes.createArrayType(DataTypes.FloatType),
                burst("01", List.of(1f)),
                RowFactory.create(
                        "m1", "pressure", Timestamp.from(Instant.parse("2025-01-01T02:00:00Z")), 1000.0, List.of(50f)));

        IngestReport report = bar.ingest();

        assertThat(report.quarantinedByReason()).isEqualTo(Map.of(Reason.UNKNOWN_SENSOR, 1L));
        assertThat(stored(bar)).singleElement().satisfies(row -> assertThat(row.<Double>getAs(Waveforms.PEAK))
                .isEqualTo(0.5));
        assertThatThrownBy(() -> plant("axis", "{column: samples, unit: mm/s}").ingest())
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("source 'bursts' delivers its samples in 'mm/s'");
    }

    @Test
    void a_burst_may_say_how_fast_its_shaft_turned_in_columns_and_in_text() {
        Landings landings = turning("format: parquet", "unit: rpm")
                .source(turning("lines", "format: json", "unit: Hz"))
                .source(turning("cells", "format: csv, delimiter: ';', decimal: ',', missing: ['-1']", "unit: 1/min"))
                .file("lines/a.json", turned("04", "24.5"), turned("05", "null"), turned("06", "-0.0"))
                .file(
                        "cells/a.csv",
                        "at;id;axis;hz;samples;rpm",
                        "2025-01-01T07:00:00Z;m1;temperature;1000,0;1,5 -2 0,25;1470,5",
                        "2025-01-01T08:00:00Z;m1;temperature;1000,0;1,5 -2 0,25;",
                        "2025-01-01T09:00:00Z;m1;temperature;1000,0;1,5 -2 0,25;-1");
        deliverTurned("doubles", DataTypes.DoubleType, spinning("01", 1470.0), spinning("02", null));
        deliverTurned("texts", DataTypes.StringType, spinning("03", "1.5e3"), spinning("10", " "));

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(12, 12, Map.of(), 0));
        assertThat(speeds(landings))
                .containsExactly(24.5, null, 25.0, 24.5, null, 0.0, 1470.5 * (1.0 / 60), null, null, null);
    }

    @Test
    void a_burst_with_a_speed_no_shaft_turns_at_is_quarantined_and_every_row_is_accounted_for() {
        Landings landings = turning("format: parquet", "unit: rpm")
                .source(turning("lines", "format: json", "unit: Hz"))
                .source(turning("cells", "format: csv", "unit: 1/s"))
                .file(
                        "lines/a.json",
                        turned("11", "-24.5"),
                        turned("12", "10000.5"),
                        turned("13", "\"fast\""),
                        turned("14", "[24.5]"),
                        turned("15", "10000"))
                .file(
                        "cells/a.csv",
                        "at,id,axis,hz,samples,rpm",
                        quoted("16", "1") + ",1e300",
                        quoted("17", "1") + ",NaN",
                        quoted("18", "1") + ",24.5",
                        quoted("18", "1") + ",99");
        deliverTurned(
                "doubles",
                DataTypes.DoubleType,
                spinning("01", -1470.0),
                spinning("02", Double.NaN),
                spinning("03", Double.POSITIVE_INFINITY),
                spinning("04", 1e9),
                spinning("05", 1500.0));
        deliverTurned(
                "texts", DataTypes.StringType, spinning("06", "fast"), spinning("07", "1,470"), spinning("08", "1470"));

        IngestReport report = landings.ingest();

        assertThat(report)
                .isEqualTo(new IngestReport(19, 6, Map.of(Reason.OUT_OF_BOUNDS, 6L, Reason.UNPARSABLE_VALUE, 6L), 1));
        assertThat(speeds(landings)).containsExactly(25.0, 24.5, 10_000.0, 24.5);
        assertThat(landings.lake().read(Quarantine.TABLE).select(Quarantine.RAW).collectAsList())
                .as("what was delivered stands last")
                .extracting(row -> row.getString(0))
                .contains("m1,2025-01-01T17:00:00Z,,temperature,1000.0,1 samples,NaN")
                .anyMatch(raw -> raw.endsWith(" samples,-1470.0"));
    }

    @Tag("full")
    @Test
    void what_an_older_millwright_stored_says_no_speed_and_what_comes_behind_it_does() {
        Landings landings = turning("format: parquet", "unit: rpm");
        deliverTurned("doubles", DataTypes.DoubleType, spinning("01", 1470.0));
        landings.ingest();
        Lake lake = landings.lake();
        Dataset<Row> older =
                lake.read(Waveforms.TABLE).drop(Waveforms.SHAFT_SPEED_HZ).localCheckpoint();
        lake.overwrite(
                older,
                new TableSpec("waveforms", older.schema(), Waveforms.TABLE.partitionBy(), Waveforms.TABLE.key()),
                Map.of());
        assertThat(speeds(landings)).containsExactly((Double) null);
        deliverTurned("later", DataTypes.DoubleType, spinning("02", 1500.0));

        landings.ingest("2025-01-01T02:00:00Z", "2025-01-01T03:00:00Z");

        assertThat(speeds(landings)).containsExactly(null, 25.0);
    }

    private static List<@Nullable Double> speeds(Landings landings) {
        return landings.lake().read(Waveforms.TABLE).orderBy(Waveforms.START_TIME).collectAsList().stream()
                .map(row -> row.<@Nullable Double>getAs(Waveforms.SHAFT_SPEED_HZ))
                .collect(Collectors.toList());
    }

    private static List<Row> stored(Landings landings) {
        return landings.lake()
                .read(Waveforms.TABLE)
                .orderBy(Waveforms.START_TIME)
                .collectAsList();
    }

    private static List<Float> floats(float[] numbers) {
        List<Float> floats = new ArrayList<>();
        for (float number : numbers) {
            floats.add(number);
        }
        return floats;
    }

    private static String json(String hour, String samples) {
        return "{\"at\": \"2025-01-01T" + hour
                + ":00:00Z\", \"id\": \"m1\", \"axis\": \"temperature\", \"hz\": 1000, \"samples\": " + samples + "}";
    }

    private static String quoted(String hour, String samples) {
        return "2025-01-01T" + hour + ":00:00Z,m1,temperature,1000,\"" + samples + "\"";
    }

    /** A line of JSON with the speed as it stands there. */
    private static String turned(String hour, String speed) {
        return json(hour, "[1.5, -2, 0.25]").replace("]}", "], \"rpm\": " + speed + "}");
    }

    private static Row spinning(String hour, @Nullable Object speed) {
        Timestamp at = Timestamp.from(Instant.parse("2025-01-01T" + hour + ":00:00Z"));
        return RowFactory.create("m1", "temperature", at, 1000.0, List.of(1.5f, -2f, 0.25f), speed);
    }

    /** A source whose column {@code rpm} says how fast the shaft turned. */
    private static String turning(String folder, String format, String unit) {
        return bursts(folder, format, "axis", "samples")
                .replace("samples: samples}", "samples: samples, shaft_speed: {column: rpm, " + unit + "}}");
    }

    private Landings turning(String format, String unit) {
        return plant(turning("bursts", format, unit));
    }

    private Landings plant() {
        return plant("axis", "samples");
    }

    private static String bursts(String folder, String format, String sensor, String samples) {
        return "{name: " + folder + ", kind: waveforms, path: '@/" + folder + "', " + format + ", time: {column: at},"
                + " equipment: id, columns: {sensor: " + sensor + ", sampling_hz: hz, samples: " + samples + "}}";
    }

    private Landings plant(String sensor, String samples) {
        return plant(bursts("bursts", "format: parquet", sensor, samples));
    }

    private Landings plant(String bursts) {
        return new Landings(folder)
                .source("{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, equipment: id,"
                        + " columns: {temperature: temp}}")
                .source("{name: machines, kind: equipment, path: '@/machines.csv', format: csv, equipment: id,"
                        + " columns: {site: site}}")
                .source(bursts)
                .file("plc/a.csv", "at,id,temp", "2025-01-01T01:00:00Z,m1,40")
                .file("machines.csv", "id,site", "m1,north");
    }

    private static Row burst(String hour, @Nullable Object samples) {
        Timestamp at = Timestamp.from(Instant.parse("2025-01-01T" + hour + ":00:00Z"));
        return RowFactory.create("m1", "temperature", at, 1000.0, samples);
    }

    private void deliver(String name, DataType samples, Row... bursts) {
        deliver(name, delivered().add("samples", samples), bursts);
    }

    private void deliverTurned(String name, DataType speed, Row... bursts) {
        deliver(
                name,
                delivered()
                        .add("samples", DataTypes.createArrayType(DataTypes.FloatType))
                        .add("rpm", speed),
                bursts);
    }

    private static StructType delivered() {
        return new StructType()
                .add("id", DataTypes.StringType)
                .add("axis", DataTypes.StringType)
                .add("at", DataTypes.TimestampType)
                .add("hz", DataTypes.DoubleType);
    }

    private void deliver(String name, StructType schema, Row... bursts) {
        TestSpark.session()
                .createDataFrame(Arrays.asList(bursts), schema)
                .coalesce(1)
                .write()
                .parquet(folder.resolve("landing/bursts/" + name).toString());
    }
}

package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.table.Waveforms;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bursts of 1 January of which some are told on two days, or by two sources. */
@Tag("full")
class ToldBurstsTest {

    private static final StructType DELIVERED = new StructType()
            .add("id", DataTypes.StringType)
            .add("axis", DataTypes.StringType)
            .add("at", DataTypes.TimestampType)
            .add("got", DataTypes.TimestampType)
            .add("hz", DataTypes.DoubleType)
            .add("samples", DataTypes.createArrayType(DataTypes.FloatType));

    @TempDir
    private Path folder;

    @Test
    void of_two_tellings_the_one_known_first_stays_whatever_was_ingested_first_and_nothing_else_is_lost() {
        Landings whole = plant("a");
        Landings forth = plant("b");
        Landings back = plant("c");

        whole.ingest();
        forth.ingest("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z");
        forth.ingest("2025-01-03T00:00:00Z", "2025-01-04T00:00:00Z");
        LeftBehind history =
                back.ingest("2025-01-03T00:00:00Z", "2025-01-04T00:00:00Z").history();
        back.ingest("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z");

        assertThat(whole.lake()
                        .read(Waveforms.TABLE)
                        .orderBy(Waveforms.START_TIME)
                        .collectAsList())
                .extracting(row -> row.getAs(Waveforms.PEAK) + " " + row.getAs(Waveforms.SOURCE))
                .containsExactly("1.0 online", "3.0 handheld", "5.0 online", "6.0 online");
        assertThat(IngestTest.books(whole))
                .containsExactly("handheld 1 1 {} 0", "machines 1 1 {} 0", "online 5 3 {} 2", "plc 2 2 {} 0");
        for (Landings each : List.of(forth, back)) {
            assertThat(each.fingerprints(Waveforms.TABLE)).isEqualTo(whole.fingerprints(Waveforms.TABLE));
            assertThat(IngestTest.books(each)).isEqualTo(IngestTest.books(whole));
        }
        assertThat(history.sources()).containsExactly("handheld", "online", "plc");
        assertThat(List.of(history.records(), history.files())).containsExactly(3L, 3L);
    }

    private Landings plant(String name) {
        Path landing = folder.resolve(name).resolve("landing");
        deliver(
                landing.resolve("online"),
                burst("01T01", "02T07", 1),
                burst("01T01", "03T07", 2),
                burst("01T02", "03T07", 4),
                burst("01T03", "03T07", 5),
                burst("02T04", "03T07", 6));
        deliver(landing.resolve("handheld"), burst("01T02", "02T08", 3));
        return new Landings(folder.resolve(name))
                .source(
                        "{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, known: {column: got},"
                                + " equipment: id, columns: {temperature: temp}}")
                .source("{name: machines, kind: equipment, path: '@/machines.csv', format: csv, equipment: id,"
                        + " columns: {site: site}}")
                .source(bursts("online"))
                .source(bursts("handheld"))
                .file(
                        "plc/a.csv",
                        "at,id,temp,got",
                        "2025-01-01T01:00:00Z,m1,40,2025-01-02T06:00:00Z",
                        "2025-01-01T02:00:00Z,m1,41,2025-01-03T06:00:00Z")
                .file("machines.csv", "id,site", "m1,north");
    }

    private static String bursts(String source) {
        return "{name: " + source + ", kind: waveforms, path: '@/" + source + "', format: parquet, time: {column: at},"
                + " known: {column: got}, equipment: id, columns: {sensor: axis, sampling_hz: hz, samples: samples}}";
    }

    private static Row burst(String start, String known, float peak) {
        return RowFactory.create("m1", "temperature", at(start), at(known), 1000.0, List.of(peak));
    }

    private static Timestamp at(String dayAndHour) {
        return Timestamp.from(Instant.parse("2025-01-" + dayAndHour + ":00:00Z"));
    }

    private static void deliver(Path file, Row... bursts) {
        TestSpark.session()
                .createDataFrame(Arrays.asList(bursts), DELIVERED)
                .coalesce(1)
                .write()
                .parquet(file.toString());
    }
}

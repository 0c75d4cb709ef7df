package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.RemainingLife;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestTest {

    private static final String WIDE =
            "{name: plc, kind: readings, path: '@/plc', format: csv, time: {column: at}, known: {column: got},"
                    + " equipment: id, columns: {temperature: temp, pressure: {column: press, unit: psi}}}";
    private static final String ALARMS =
            "{name: alarms, kind: events, path: '@/alarms.csv', format: csv, time: at, known: {column: got}, equipment: id,"
                    + " columns: {code: code}}";
    private static final String PARTS =
            "{name: parts, kind: components, path: '@/parts.csv', format: csv, equipment: id,"
                    + " columns: {kind: part, installed_at: since}}";
    private static final String MACHINES =
            "{name: machines, kind: equipment, path: '@/machines.csv', format: csv, equipment: id, columns: {site:"
                    + " site}}";

    @TempDir
    Path folder;

    private Landings plant() {
        return new Landings(folder)
                .source(WIDE)
                .source(MACHINES)
                .file("machines.csv", "id,site,colour", "m1,north,red", "m2,south,blue");
    }

    private List<String> quarantine(Landings landings) {
        return landings.lake().read(Quarantine.TABLE).orderBy("reason", "raw").collectAsList().stream()
                .map(row -> row.<String>getAs(Quarantine.REASON) + " | " + row.getAs(Quarantine.RAW))
                .toList();
    }

    @Test
    void readings_are_converted_ordered_and_chunked() {
        Landings landings = plant().file(
                        "plc/a.csv",
                        "at,id,temp,press,got,note",
                        "2025-01-01T02:00:00Z,m1,41.5,14.503773773,2025-01-01T02:00:10Z,x",
                        "2025-01-01T01:00:00Z,m1,40,,2025-01-01T01:00:10Z,y");

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(5, 5, Map.of(), 0));
        assertThat(landings.readings())
                .containsExactly(
                        "m1 pressure 2025-01-01T02:00:00Z 0.9999999999985051",
                        "m1 temperature 2025-01-01T01:00:00Z 40.0",
                        "m1 temperature 2025-01-01T02:00:00Z 41.5");
        Row chunk = landings.lake()
                .read(Series.TABLE)
                .filter("sensor = 'temperature'")
                .first();
        assertThat(chunk.<Boolean>getAs(Series.LATE)).isFalse();
        assertThat(chunk.<java.sql.Timestamp>getAs(Series.KNOWN_TIME).toInstant())
                .isEqualTo("2025-01-02T00:00:00Z");
        assertThat(chunk.<Integer>getAs(Series.EXPECTED_N)).isEqualTo(24);
        assertThat(landings.lake()
                        .read(Equipment.TABLE)
                        .orderBy("equipment_id")
                        .first()
                        .getJavaMap(8)
                        .toString())
                .isEqualTo("{colour=red}");
    }

    @Test
    void what_surrounds_sites_and_machines_is_kept_as_it_became_known_and_a_record_without_a_number_is_not() {
        Landings landings = plant().source(
                        "{name: humidity, kind: conditions, path: '@/air.csv', format: csv, time: at,"
                                + " known: {column: got}, equipment: id, columns: {site: site, value: pct}}")
                .file("plc/a.csv", "at,id,temp,press,got", "2025-01-01T02:00:00Z,m1,41.5,14,2025-01-01T02:00:10Z")
                .file(
                        "air.csv",
                        "at,site,id,pct,got",
                        "2025-01-01T01:00:00Z,north,,52.5,2025-01-01T01:10:00Z",
                        "2025-01-01T01:00:00Z,north,,52.5,2025-01-01T01:10:00Z",
                        "2025-01-01T01:00:00Z,north,,53,2025-01-01T09:00:00Z",
                        "2025-01-01T02:00:00Z,,m2,60,2025-01-01T02:10:00Z",
                        "2025-01-01T03:00:00Z,north,,,2025-01-01T03:10:00Z",
                        "2025-01-01T04:00:00Z,,m9,50,2025-01-01T04:10:00Z");

        IngestReport report = landings.ingest();

        assertThat(report.quarantinedByReason())
                .containsOnly(Map.entry(Reason.MISSING_VALUE, 1L), Map.entry(Reason.UNKNOWN_MACHINE, 1L));
        assertThat(landings.lake().read(Conditions.TABLE).orderBy(Conditions.KNOWN_TIME).collectAsList().stream()
                        .map(row -> row.toString()))
                .containsExactly(
                        "[north,null,humidity,2025-01-01 01:00:00.0,2025-01-01 01:10:00.0,52.5,humidity]",
                        "[null,m2,humidity,2025-01-01 02:00:00.0,2025-01-01 02:10:00.0,60.0,humidity]",
                        "[north,null,humidity,2025-01-01 01:00:00.0,2025-01-01 09:00:00.0,53.0,humidity]");
    }

    @Test
    void each_reason_is_met_once_and_the_rest_goes_on() {
        Landings landings = plant().file(
                        "plc/a.csv",
                        "at,id,temp,press,got",
                        "2025-01-01T01:00:00Z,m1,40,1,2025-01-01T01:00:10Z",
                        "2025-01-01T02:00:00Z,m1,900,ERR,2025-01-01T02:00:10Z",
                        "noon,m1,40,1,2025-01-01T02:00:10Z",
                        "2025-01-01T03:00:00Z,m9,40,1,2025-01-01T03:00:10Z",
                        "2025-01-01T05:00:00Z,m1,40,1,2025-01-01T04:00:10Z",
                        "2025-01-01T06:00:00Z,m1,40",
                        "2025-01-01T01:00:00Z,m1,41,1,2025-01-01T09:00:10Z")
                .text("plc/b.csv", "at,id,temp,press,got\n2025-01-01T01:00:00Z,m2,40,1,2025-01-01T01:00:10Z\n2025-01-0")
                .text("plc/c.csv", "")
                .bytes("plc/d.csv", new byte[] {0, 1, 2, (byte) 0xFF});

        IngestReport report = landings.ingest();

        assertThat(report.quarantinedByReason())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Reason.OUT_OF_BOUNDS, 1L,
                        Reason.UNPARSABLE_VALUE, 1L,
                        Reason.UNPARSABLE_TIME, 1L,
                        Reason.UNKNOWN_MACHINE, 1L,
                        Reason.FUTURE, 1L,
                        Reason.MALFORMED_RECORD, 2L,
                        Reason.UNREADABLE_FILE, 2L));
        assertThat(report.duplicatesMerged()).isEqualTo(2);
        assertThat(report.rowsClean()).isEqualTo(2 + 2 + 2);
        assertThat(quarantine(landings))
                .contains(
                        "malformed_record | 2025-01-0",
                        "out_of_bounds | 900",
                        "unknown_machine | 2025-01-01T03:00:00Z,m9,40,1,2025-01-01T03:00:10Z",
                        "unparsable_value | ERR");
        assertThat(landings.readings()).contains("m1 temperature 2025-01-01T01:00:00Z 40.0");
    }

    @Test
    void long_layout_and_json_know_their_sensors() {
        Landings landings = new Landings(folder)
                .source("{name: bus, kind: readings, path: '@/bus.json', format: json, layout: long, time: {column: t,"
                        + " format: epoch_s}, equipment: {column: m, prefix: a-}, columns: {sensor: s, value: v}}")
                .file(
                        "bus.json",
                        "{\"t\": 3600, \"m\": 7, \"s\": \"temperature\", \"v\": 21.5}",
                        "{\"t\": 3600, \"m\": 7, \"s\": \"colour\", \"v\": 1}",
                        "{\"t\": 7200, \"m\": 7, \"s\": \"temperature\", \"v\": null}",
                        "{\"t\": 7200, \"m\": 7");

        IngestReport report = landings.ingest();

        assertThat(landings.readings()).containsExactly("a-7 temperature 1970-01-01T01:00:00Z 21.5");
        assertThat(report.quarantinedByReason())
                .isEqualTo(Map.of(Reason.UNKNOWN_SENSOR, 1L, Reason.UNPARSABLE_VALUE, 1L, Reason.MALFORMED_RECORD, 1L));
    }

    /** {@code double} columns are read as they are, {@code float} ones are converted: two ways through the reader. */
    @ParameterizedTest
    @ValueSource(strings = {"double", "float"})
    void long_parquet_keeps_numbers_and_names_files_whatever_they_are_called(String type) {
        Landings landings = new Landings(folder)
                .source(
                        "{name: bus, kind: readings, path: '@/day one', format: parquet, layout: long, time: {column: t},"
                                + " equipment: m, columns: {sensor: s, value: v}}");
        TestSpark.session()
                .sql("SELECT m, s, timestamp_seconds(t) AS t, CAST(v AS " + type + ") AS v FROM VALUES"
                        + " ('m1', 'temperature', 3600, 21.5D), ('m1', 'pressure', 3600, 2D),"
                        + " ('m1', 'temperature', 7200, 999D), ('m1', 'temperature', 10800, NULL),"
                        + " ('m1', 'colour', 3600, 1D), ('m1', 'pressure', 7200, double('NaN')) AS x (m, s, t, v)")
                .coalesce(1)
                .write()
                .parquet(folder.resolve("landing/day one").toString());

        IngestReport report = landings.ingest();

        assertThat(landings.readings())
                .containsExactlyInAnyOrder(
                        "m1 pressure 1970-01-01T01:00:00Z 2.0", "m1 temperature 1970-01-01T01:00:00Z 21.5");
        assertThat(report.quarantinedByReason())
                .isEqualTo(Map.of(Reason.OUT_OF_BOUNDS, 1L, Reason.UNKNOWN_SENSOR, 1L, Reason.UNPARSABLE_VALUE, 2L));
        assertThat(landings.lake()
                        .read(Quarantine.TABLE)
                        .select(Quarantine.FILE)
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .singleElement()
                .asString()
                .contains("/landing/day one/part-");
    }

    @Test
    void blank_separated_run_to_failure_histories_end_in_a_failure() {
        Landings landings = new Landings(folder)
                .cycles(Landings.HOURLY
                        .replace("1h", "1 cycle")
                        .replace("24h", "48 cycles")
                        .replace("30d", "720 cycles")
                        .replace("3h", "3 cycles"))
                .source("{name: train, kind: readings, path: '@/train.txt', format: csv, delimiter: ' ', header:"
                        + " [unit, cycle, temp, press], time: {column: cycle, format: cycle}, equipment: {column:"
                        + " unit, prefix: train-}, columns: {temperature: temp, pressure: press}, ends_in_failure:"
                        + " true}")
                .source("{name: truth, kind: remaining_life, path: '@/rul.txt', format: csv, delimiter: ' ', header:"
                        + " [rul], equipment: {prefix: test-}, columns: {rul: rul}}")
                .text("train.txt", "1 1   20.0 1.5  \n1 2   20.5 1.6  \n2 1 19 1.5\n")
                .text("rul.txt", "112 \n98 \n");

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(8, 8, Map.of(), 0));
        assertThat(landings.lake().read(Events.TABLE).orderBy("equipment_id").collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getTimestamp(1).toInstant() + " " + row.getString(5))
                .containsExactly("train-1 1970-01-01T03:00:00Z pump", "train-2 1970-01-01T02:00:00Z pump");
        assertThat(landings.lake()
                        .read(RemainingLife.TABLE)
                        .orderBy("equipment_id")
                        .collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getDouble(1))
                .containsExactly("test-1 112.0", "test-2 98.0");
    }

    @Test
    void rows_without_time_are_of_the_first_cycle_and_what_became_of_the_chosen_ones_of_the_second() {
        Landings landings = new Landings(folder)
                .withoutTime()
                .source("{name: rows, kind: readings, path: '@/t.csv', format: csv, equipment: id,"
                        + " columns: {temperature: temp, pressure: {column: press, unit: psi}}}")
                .source("{name: burnt, kind: failures, path: '@/t.csv', format: csv, equipment: id,"
                        + " where: {failed: 1, burnt: 1}, constants: {component: pump, mode: burnt}}")
                .file(
                        "t.csv",
                        "id,temp,press,failed,burnt",
                        "1,41,15,0,1",
                        "2,42,15,1,1",
                        "3,43,15,1,0",
                        "4,hot,15,0,0");

        IngestReport report = landings.ingest();

        assertThat(report).isEqualTo(new IngestReport(9, 8, Map.of(Reason.UNPARSABLE_VALUE, 1L), 0));
        assertThat(landings.readings().stream().filter(reading -> reading.contains("temperature")))
                .containsExactly(
                        "1 temperature 1970-01-01T00:00:00Z 41.0",
                        "2 temperature 1970-01-01T00:00:00Z 42.0",
                        "3 temperature 1970-01-01T00:00:00Z 43.0");
        assertThat(landings.lake().read(Events.TABLE).collectAsList())
                .extracting(row -> row.getAs("equipment_id") + " "
                        + row.<java.sql.Timestamp>getAs("event_time").toInstant() + " " + row.getAs("mode"))
                .containsExactly("2 1970-01-01T01:30:00Z burnt");
    }

    @Test
    void the_kind_of_an_order_is_inferred_from_failures_and_a_part_exchanged_unless_the_log_says_no() {
        Landings landings = plant().file(
                        "plc/a.csv", "at,id,temp,press,got", "2025-01-01T01:00:00Z,m1,40,1,2025-01-01T01:00:10Z")
                .source("{name: orders, kind: work_orders, path: '@/o.csv', format: csv, time: at, equipment: id,"
                        + " columns: {component: comp, note: note, replaced: new}, constants: {kind: infer}}")
                .source("{name: failures, kind: failures, path: '@/f.csv', format: csv, time: at, equipment: id,"
                        + " columns: {component: comp}}")
                .file(
                        "o.csv",
                        "at,id,comp,new,note",
                        "2025-01-01T10:00:00,m1,pump,,\"two",
                        "lines\"",
                        "2025-01-01T10:00:00,m2,pump,No,",
                        "2025-01-01T10:00:00,m2,pump,No,",
                        "2025-01-03T10:00:00,m1,pump,true,",
                        "2025-01-04T10:00:00,m1,pump,perhaps,")
                .file("f.csv", "at,id,comp", "2025-01-01T09:00:00,m1,pump");

        IngestReport report = landings.ingest();

        assertThat(report.duplicatesMerged()).isEqualTo(1);
        assertThat(report.quarantinedByReason()).containsOnly(Map.entry(Reason.UNPARSABLE_VALUE, 1L));
        assertThat(landings.lake()
                        .read(WorkOrders.TABLE)
                        .orderBy("event_time", "equipment_id")
                        .collectAsList())
                .extracting(row -> row.<String>getAs("equipment_id") + " " + row.getAs("kind") + " "
                        + row.getAs("replaced") + " " + row.getAs("note"))
                .containsExactly(
                        "m1 corrective true two\nlines", "m2 preventive false null", "m1 preventive true null");
    }

    @Test
    void late_readings_are_pieces_of_their_own_and_change_nothing_else() {
        Landings onTime = new Landings(folder.resolve("a"));
        Landings withLate = new Landings(folder.resolve("b"));
        for (Landings each : List.of(onTime, withLate)) {
            each.source(WIDE).file("plc/a.csv", day("m1", 0));
        }
        withLate.file("plc/late.csv", "at,id,temp,press,got", "2025-01-01T03:30:00Z,m1,44,,2025-01-01T20:10:00Z");

        onTime.ingest();
        withLate.ingest();

        assertThat(withLate.lake()
                        .read(Series.TABLE)
                        .filter("not late")
                        .drop("n")
                        .collectAsList())
                .containsExactlyInAnyOrderElementsOf(
                        onTime.lake().read(Series.TABLE).drop("n").collectAsList());
        Row late = withLate.lake().read(Series.TABLE).filter("late").first();
        assertThat(late.<java.sql.Timestamp>getAs(Series.KNOWN_TIME).toInstant())
                .isEqualTo("2025-01-01T21:00:00Z");
    }

    private static String[] day(String machine, int day) {
        String[] lines = new String[25];
        lines[0] = "at,id,temp,press,got";
        for (int hour = 0; hour < 24; hour++) {
            Instant at = Instant.parse("2025-01-01T00:00:00Z").plusSeconds((day * 24L + hour) * 3_600);
            lines[hour + 1] = at + "," + machine + "," + (40 + hour % 7) + ",15," + at.plusSeconds(30);
        }
        return lines;
    }

    @Test
    void a_rerun_and_any_partitioning_give_the_same_tables() {
        Landings landings = plant().file("plc/a.csv", randomFile(3, 3_000)).file("plc/b.csv", randomFile(4, 3_000));
        landings.ingest();
        List<String> first = landings.fingerprints(Series.TABLE, Quarantine.TABLE, Equipment.TABLE, SensorHealth.TABLE);

        org.apache.spark.sql.SparkSession spark = landings.lake().spark();
        String splits = spark.conf().get("spark.sql.files.maxPartitionBytes");
        String shuffles = spark.conf().get("spark.sql.shuffle.partitions");
        try {
            spark.conf().set("spark.sql.files.maxPartitionBytes", "20000");
            spark.conf().set("spark.sql.shuffle.partitions", "8");
            landings.ingest();
        } finally {
            spark.conf().set("spark.sql.files.maxPartitionBytes", splits);
            spark.conf().set("spark.sql.shuffle.partitions", shuffles);
        }

        assertThat(landings.fingerprints(Series.TABLE, Quarantine.TABLE, Equipment.TABLE, SensorHealth.TABLE))
                .isEqualTo(first);
    }

    /** A file with everything wrong that can be; more than one machine-instant is told twice. */
    private static String[] randomFile(long seed, int rows) {
        Random random = new Random(seed);
        String[] lines = new String[rows + 1];
        lines[0] = "at,id,temp,press,got";
        String[] odd = {"", "ERR", "1e9", "-50", "nan", "\"4\"", "\"open", "7,7"};
        for (int i = 1; i <= rows; i++) {
            Instant at = Instant.parse("2025-01-01T00:00:00Z").plusSeconds(random.nextInt(400) * 3_600L);
            String temp =
                    random.nextInt(10) == 0 ? odd[random.nextInt(odd.length)] : "" + (40 + random.nextInt(100) / 10.0);
            String when = random.nextInt(50) == 0 ? "soon" : at.toString();
            Instant got = at.plusSeconds(random.nextInt(20) == 0 ? random.nextInt(200_000) - 1_000 : 20);
            lines[i] = when + ",m" + (1 + random.nextInt(2) + (random.nextInt(60) == 0 ? 5 : 0)) + "," + temp + ","
                    + (random.nextInt(4) == 0 ? "" : "15") + "," + got;
        }
        return lines;
    }

    @Test
    void the_books_balance_on_random_faulty_files() {
        for (int seed = 10; seed < 12; seed++) {
            Landings landings = new Landings(folder.resolve("s" + seed))
                    .source(WIDE)
                    .source(MACHINES)
                    .file("machines.csv", "id,site", "m1,n", "m2,n")
                    .file("plc/a.csv", randomFile(seed, 800))
                    .text("plc/b.csv", String.join("\n", randomFile(seed + 100, 200)));

            IngestReport report = landings.ingest();

            assertThat(report.rowsIn())
                    .isEqualTo(report.rowsClean() + report.rowsQuarantined() + report.duplicatesMerged());
            assertThat(report.rowsClean()).isEqualTo(landings.readings().size() + 2);
            assertThat(landings.lake().read(Quarantine.TABLE).count()).isEqualTo(report.rowsQuarantined());
            assertThat(report.rowsQuarantined()).isGreaterThan(50);
            assertThat(report.duplicatesMerged()).isGreaterThan(50);
        }
    }

    @Tag("full")
    @Test
    void intervals_ingested_in_any_order_and_across_each_other_are_the_same_as_all_at_once() {
        Landings slices = new Landings(folder.resolve("a"));
        Landings whole = new Landings(folder.resolve("b"));
        for (Landings each : List.of(slices, whole)) {
            each.source(WIDE)
                    .source(ALARMS)
                    .source(PARTS)
                    .file(
                            "parts.csv",
                            "id,part,since",
                            "m1,motor,2024-06-01T00:00:00Z",
                            "m1,motor,2024-06-01T00:00:00Z",
                            ",motor,2024-06-01T00:00:00Z",
                            "m1,gear,")
                    .file("plc/a.csv", day("m1", 0))
                    .file("plc/b.csv", day("m1", 1))
                    .file(
                            "plc/late.csv",
                            "at,id,temp,press,got",
                            "2025-01-01T03:30:00Z,m1,44,,2025-01-02T20:10:00Z",
                            "2025-01-01T03:00:00Z,m1,45,,2025-01-02T20:10:00Z",
                            "2025-01-01T03:00:00Z,m1,46,,2025-03-02T20:10:00Z",
                            "soon,m1,46,,then",
                            "2025-01-01T03:00:00Z,m1,999,,2025-01-02T20:10:00Z")
                    .text("plc/empty.csv", "")
                    .file(
                            "alarms.csv",
                            "at,id,code,got",
                            "2025-01-01T03:30:00Z,m1,hot,2025-01-02T20:10:00Z",
                            "2025-01-01T03:30:00Z,m1,hot,2025-01-01T03:31:00Z",
                            "2025-01-01T04:30:00Z,m1,cold,2025-01-01T04:31:00Z",
                            "2025-01-01T05:30:00Z,m1,odd,");
        }

        whole.ingest();
        List<String> all = whole.fingerprints(Series.TABLE, Events.TABLE);
        List<String> books = books(whole);
        IngestReport rest = slices.ingest("2025-01-02T00:00:00Z", "2025-04-01T00:00:00Z");
        IngestReport firstDay = slices.ingest("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z");
        assertThat(slices.fingerprints(Series.TABLE, Events.TABLE))
                .as("the first day last")
                .isEqualTo(all);
        assertThat(books(slices)).isEqualTo(books);
        IngestReport across = slices.ingest("2025-01-01T12:00:00Z", "2025-03-02T20:10:00Z");
        assertThat(slices.fingerprints(Series.TABLE, Events.TABLE))
                .as("across both")
                .isEqualTo(all);
        assertThat(books(slices)).isEqualTo(books);
        whole.ingest("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z");
        assertThat(whole.fingerprints(Series.TABLE, Events.TABLE))
                .as("a day after all")
                .isEqualTo(all);
        assertThat(books(whole)).isEqualTo(books);

        assertThat(books)
                .containsExactly(
                        "alarms 4 2 {unparsable_time=1} 1",
                        "parts 4 2 {unknown_machine=1} 1",
                        "plc 102 97 {out_of_bounds=1, unparsable_time=1, unreadable_file=1} 2");
        assertThat(across.rowsQuarantined()).isEqualTo(5);
        assertThat(across.missed()).isEqualTo(LeftBehind.NONE);
        assertThat(rest.history().sources()).containsExactly("alarms", "plc");
        assertThat(rest.history().records())
                .as("left by the first ingest, taken by the second")
                .isEqualTo(24 + 2);
        assertThat(rest.rowsClean() + firstDay.rowsClean()).isEqualTo(50 + 1 + 48 + 2 + 4);
        assertThat(slices.lake().read(Quarantine.TABLE).count()).isEqualTo(5);
    }

    @Tag("full")
    @Test
    void slices_are_the_same_as_at_once_and_a_stopped_ingest_goes_on_behind_the_last_slice() {
        Landings slices = new Landings(folder.resolve("a"));
        Landings whole = new Landings(folder.resolve("b"));
        for (Landings each : List.of(slices, whole)) {
            each.source(WIDE)
                    .source(ALARMS)
                    .source(MACHINES)
                    .source("{name: orders, kind: work_orders, path: '@/o.csv', format: csv, time: at, equipment: id,"
                            + " columns: {component: comp}, constants: {kind: infer}}")
                    .source(
                            "{name: stops, kind: failures, path: '@/f.csv', format: csv, time: at, known: {column: got},"
                                    + " equipment: id, columns: {component: comp}}")
                    .file("o.csv", "at,id,comp", "2025-01-01T10:00:00Z,m1,pump", "2025-01-02T12:00:00Z,m1,pump")
                    .file("f.csv", "at,id,comp,got", "2025-01-01T09:00:00Z,m1,pump,2025-01-02T20:10:00Z")
                    .source("{name: plan, kind: operations, path: '@/plan.csv', format: csv, time: at,"
                            + " columns: {site: site, planned_load: load}}")
                    .file("plan.csv", "at,site,load", "2025-01-01T00:00:00Z,n,0.5", "2025-01-02T00:00:00Z,n,0.7")
                    .file("machines.csv", "id,site", "m1,n", "m1,n")
                    .file("plc/a.csv", day("m1", 0))
                    .file("plc/b.csv", day("m1", 1))
                    .file(
                            "plc/late.csv",
                            "at,id,temp,press,got",
                            "2025-01-01T03:00:00Z,m1,45,,2025-01-02T20:10:00Z",
                            "soon,m1,46,,then",
                            "2025-01-01T03:00:00Z,m1,999,,2025-01-02T20:10:00Z")
                    .text("plc/empty.csv", "")
                    .file(
                            "alarms.csv",
                            "at,id,code,got",
                            "2025-01-01T03:30:00Z,m1,hot,2025-01-01T03:31:00Z",
                            "2025-01-01T03:30:00Z,m1,hot,2025-01-02T20:10:00Z",
                            "2025-01-03T05:30:00Z,m1,odd,");
        }
        String from = "2025-01-01T00:00:00Z";
        String to = "2025-01-03T00:00:00Z";

        whole.ingest(from, to);
        assertThatThrownBy(() -> slices.ingestDayByDay(from, to, stoppingAt("slice 2 of 2: reading landing files")))
                .hasMessage("stopped");
        IngestReport rest = slices.ingestDayByDay(from, to, stoppingAt("slice 1 of 2: reading landing files"));

        assertThat(slices.lake().version(IngestAccounting.TABLE.name()))
                .as("once what arrived when, and each slice once")
                .isEqualTo(2);
        assertThat(rest.kept()).isEqualTo(1);
        TableSpec[] tables = {
            Series.TABLE, Events.TABLE, Equipment.TABLE, SensorHealth.TABLE, WorkOrders.TABLE, Operations.TABLE
        };
        assertThat(slices.fingerprints(tables)).isEqualTo(whole.fingerprints(tables));
        assertThat(slices.lake().read(WorkOrders.TABLE).orderBy("event_time").collectAsList())
                .extracting(row -> row.<String>getAs("kind"))
                .as("the failure before the first order was reported in the slice after it")
                .containsExactly("corrective", "preventive");
        assertThat(quarantine(slices)).isEqualTo(quarantine(whole)).hasSize(4);
        assertThat(books(slices)).isEqualTo(books(whole));
        assertThatThrownBy(() -> slices.file("plc/c.csv", day("m1", 0))
                        .ingestDayByDay(from, to, stoppingAt("slice 1 of 2: reading landing files")))
                .as("other landing files")
                .hasMessage("stopped");
    }

    @Tag("full")
    @Test
    void what_slices_read_once_more_is_reported_once() {
        Landings slices = new Landings(folder)
                .source(WIDE)
                .file("plc/a.csv", day("m1", 0))
                .file("plc/b.csv", day("m1", 1))
                .file(
                        "plc/both.csv",
                        "at,id,temp,press,got",
                        "2025-01-01T03:30:00Z,m1,45,,2025-01-01T20:10:00Z",
                        "2025-01-02T03:30:00Z,m1,45,,2025-01-02T20:10:00Z",
                        "soon,m1,46,,then")
                .file(
                        "plc/neither.csv",
                        "at,id,temp,press,got",
                        "2025-01-01T03:00:00Z,m1,45,,2025-02-02T20:10:00Z",
                        "odd");

        IngestReport report = slices.ingestDayByDay("2025-01-01T00:00:00Z", "2025-01-03T00:00:00Z", Progress.silent());

        assertThat(report.slices()).isEqualTo(2);
        assertThat(report.rowsClean()).isEqualTo(98);
        assertThat(report.quarantinedByReason())
                .isEqualTo(Map.of(Reason.UNPARSABLE_TIME, 1L, Reason.MALFORMED_RECORD, 1L));
        assertThat(books(slices)).containsExactly("plc 100 98 {malformed_record=1, unparsable_time=1} 0");
    }

    @Tag("full")
    @Test
    void a_file_that_two_sources_read_is_read_again_for_its_other_days() {
        Landings both = new Landings(folder)
                .source(WIDE.replace(", pressure: {column: press, unit: psi}", ""))
                .source(WIDE.replace("plc,", "line,").replace("temperature: temp, ", ""))
                .file("plc/a.csv", day("m1", 0));

        both.ingest("2025-01-01T00:00:00Z", "2025-01-01T12:00:00Z");
        IngestReport rest = both.ingest("2025-01-01T12:00:00Z", "2025-01-02T00:00:00Z");

        assertThat(rest).isEqualTo(new IngestReport(24, 24, Map.of(), 0));
    }

    @Test
    void a_day_reads_a_file_only_where_it_may_have_something_of_it_or_was_written_anew() throws Exception {
        Landings daily = new Landings(folder)
                .source(WIDE)
                .file("plc/a.csv", day("m1", 0))
                .file("plc/b.csv", day("m1", 1));
        assertThat(unread(daily)).as("all are new").isEqualTo(2);
        daily.ingest("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z");
        assertThat(unread(daily)).isZero();
        Path first = folder.resolve("landing/plc/a.csv");
        FileTime written = Files.getLastModifiedTime(first);

        Files.writeString(first, Files.readString(first).replace("T23:00:00Z,m1,", "T23:00:00Z;m1;"));
        Files.setLastModifiedTime(first, written);
        IngestReport unopened = daily.ingest("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z");
        Files.setLastModifiedTime(first, FileTime.from(written.toInstant().plusSeconds(9)));
        assertThat(unread(daily)).as("one was written anew").isEqualTo(1);
        IngestReport opened = daily.ingest("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z");

        assertThat(unopened).isEqualTo(new IngestReport(48, 48, Map.of(), 0));
        assertThat(opened.quarantinedByReason()).isEqualTo(Map.of(Reason.MALFORMED_RECORD, 1L));
        assertThat(opened.rowsClean()).isEqualTo(48);
    }

    private static long unread(Landings landings) {
        return UnreadLanding.files(landings.lake(), landings.config(), new Configuration());
    }

    @Test
    void a_day_opens_no_chunk_of_long_before_it_and_ends_in_the_same_tables() throws Exception {
        Landings daily = new Landings(folder.resolve("a")).source(WIDE);
        Landings whole = new Landings(folder.resolve("b")).source(WIDE);
        for (int day = 0; day < 12; day++) {
            daily.file("plc/" + day + ".csv", day("m1", day));
            whole.file("plc/" + day + ".csv", day("m1", day));
        }
        Path longBefore = folder.resolve("a/lake/series/date=2025-01-01");
        Path away = folder.resolve("away");

        whole.ingest();
        daily.ingest("2025-01-01T00:00:00Z", "2025-01-12T00:00:00Z");
        Files.move(longBefore, away);
        daily.ingest("2025-01-12T00:00:00Z", "2025-01-13T00:00:00Z");
        Files.move(away, longBefore);

        assertThat(daily.fingerprints(Series.TABLE, SensorHealth.TABLE, Equipment.TABLE))
                .isEqualTo(whole.fingerprints(Series.TABLE, SensorHealth.TABLE, Equipment.TABLE));
        assertThat(books(daily)).isEqualTo(books(whole)).containsExactly("plc 576 576 {} 0");
    }

    @Tag("full")
    @Test
    void a_sensor_and_a_source_named_no_more_stay_as_they_are_where_an_interval_is_ingested() {
        Landings both = new Landings(folder)
                .source(WIDE)
                .file("plc/a.csv", day("m1", 0))
                .file("plc/b.csv", day("m1", 1))
                .file("plc/late.csv", "at,id,temp,press,got", "2025-01-01T03:00:00Z,m1,45,16,2025-01-02T20:10:00Z");
        both.ingest();
        List<String> all = both.readings();
        Landings one = new Landings(folder)
                .withoutPressure()
                .source(WIDE.replace("plc,", "line,").replace(", pressure: {column: press, unit: psi}", ""));

        IngestReport otherwise = one.ingest("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z");
        assertThat(otherwise.missed()).as("by another pipeline file").isEqualTo(LeftBehind.NONE);
        assertThat(one.readings()).isEqualTo(all);
        one.ingest("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z");
        assertThat(one.readings()).as("and from states").isEqualTo(all);
        assertThat(books(one)).containsExactly("line 49 48 {} 1");
        assertThat(one.lake().read("merged_readings").select(Series.SENSOR).collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("temperature", "pressure");
    }

    static Progress stoppingAt(String step) {
        return new Progress() {
            @Override
            public void step(String what) {
                if (what.equals(step)) {
                    throw new IllegalStateException("stopped");
                }
            }

            @Override
            public void fraction(double done) {}
        };
    }

    /** By source: rows in, clean, quarantined by reason and merged, over all rows of the books. */
    static List<String> books(Landings landings) {
        Map<String, long[]> sums = new TreeMap<>();
        Map<String, Map<String, Long>> rejected = new TreeMap<>();
        for (Row row : landings.lake().read(IngestAccounting.TABLE).collectAsList()) {
            String source = row.getAs(IngestAccounting.SOURCE);
            long[] sum = sums.computeIfAbsent(source, ignored -> new long[3]);
            sum[0] += row.<Long>getAs(IngestAccounting.ROWS_IN);
            sum[1] += row.<Long>getAs(IngestAccounting.ROWS_CLEAN);
            sum[2] += row.<Long>getAs(IngestAccounting.DUPLICATES_MERGED);
            Map<String, Long> reasons = rejected.computeIfAbsent(source, ignored -> new TreeMap<>());
            Map<String, Long> here = row.getJavaMap(row.fieldIndex(IngestAccounting.QUARANTINED_BY_REASON));
            here.forEach((reason, n) -> reasons.merge(reason, n, Long::sum));
        }
        return sums.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue()[0] + " " + entry.getValue()[1] + " "
                        + rejected.get(entry.getKey()) + " " + entry.getValue()[2])
                .toList();
    }

    @Test
    void a_file_delivered_again_replaces_what_it_brought_and_what_had_given_way_to_that_stands_again() {
        Landings landings = new Landings(folder)
                .source(WIDE)
                .file("plc/a.csv", day("m1", 0))
                .file("plc/b.csv", "at,id,temp,press,got", "2025-01-01T03:00:00Z,m1,45,,2025-01-02T20:10:00Z");

        landings.ingest();
        String[] corrected = Arrays.stream(day("m1", 0))
                .filter(line -> !line.startsWith("2025-01-01T03:00"))
                .map(line -> line.startsWith("2025-01-01T05:00") ? line.replace(",m1,", ",m1,1") : line)
                .toArray(String[]::new);
        landings.file("plc/a.csv", corrected).ingest("2025-01-01T02:00:00Z", "2025-01-01T06:00:00Z");
        List<String> table = landings.fingerprints(Series.TABLE);

        assertThat(landings.readings())
                .contains("m1 temperature 2025-01-01T03:00:00Z 45.0", "m1 temperature 2025-01-01T05:00:00Z 145.0");
        landings.ingest();
        assertThat(landings.fingerprints(Series.TABLE)).isEqualTo(table);
    }

    @Test
    void a_truncated_parquet_file_is_quarantined_and_the_others_are_read() throws Exception {
        Landings landings = new Landings(folder)
                .source("{name: plc, kind: readings, path: '@/pq', format: parquet, time: {column: at}, equipment: id,"
                        + " columns: {temperature: temp}}");
        org.apache.spark.sql.SparkSession spark = landings.lake().spark();
        Path pq = folder.resolve("landing/pq");
        spark.sql("select timestamp'2025-01-01 01:00:00' at, 5 id, 20.5D temp union all select null, 5, 1D")
                .coalesce(1)
                .write()
                .parquet(pq.toString());
        try (var files = Files.list(pq)) {
            Path whole = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(whole);
            Files.write(pq.resolve("cut.parquet"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        }

        IngestReport report = landings.ingest();

        assertThat(landings.readings()).containsExactly("5 temperature 2025-01-01T01:00:00Z 20.5");
        assertThat(report.quarantinedByReason())
                .isEqualTo(Map.of(Reason.UNREADABLE_FILE, 1L, Reason.UNPARSABLE_TIME, 1L));
    }

    @Test
    void bad_input_is_one_sentence_and_nothing_is_written() {
        String good = "at,id,temp,press,got\n2025-01-01T01:00:00Z,m1,40,1,2025-01-01T01:00:10Z\n";
        assertRefused(plant(), Category.CONFIGURATION, "found no file");
        assertRefused(plant().text("plc/a.csv", ""), Category.DATA, "it is empty");
        assertRefused(plant().bytes("plc/a.csv", new byte[] {1, 0, 2}), Category.DATA, "not text");
        assertRefused(plant().text("plc/a.csv", good.replace(',', ';')), Category.DATA, "delimiter");
        assertRefused(plant().text("plc/a.csv", good.replace("press", "p")), Category.DATA, "press");
        String json = "{name: bus, kind: readings, path: '@/bus/*.json', format: json, time: {column: t}, equipment: m,"
                + " columns: {temperature: temp, pressure: press}}";
        String sparse = "{\"t\": \"2025-01-01T01:00:00Z\", \"m\": \"m1\", \"temp\": 20}\n";
        assertRefused(
                new Landings(folder.resolve("misspelt"))
                        .source(json.replace("equipment: m,", "equipment: machine,"))
                        .text("bus/a.json", sparse.repeat(2)),
                Category.DATA,
                "it has no column 'machine' but t, m, temp");
        assertRefused(
                new Landings(folder.resolve("mute"))
                        .source(json.replace("temperature: temp", "temperature: heat"))
                        .text("bus/a.json", sparse.repeat(2)),
                Category.DATA,
                "but t, m, temp");
        assertThat(SourceFiles.open(
                                new Landings(folder.resolve("array"))
                                        .source(json)
                                        .text("bus/a.json", sparse)
                                        .text("bus/b.json", "[" + sparse + "]")
                                        .config()
                                        .landing()
                                        .sources()
                                        .get(0),
                                List.of("t", "m", "temp", "press"),
                                false,
                                new org.apache.hadoop.conf.Configuration())
                        .unreadable())
                .as("a sensor may speak once a day")
                .isEmpty();
        assertRefused(
                plant().text("plc/a.csv", good).source(WIDE.replace("plc", "x").replace("psi", "cubit")),
                Category.CONFIGURATION,
                "cubit");
    }

    private void assertRefused(Landings landings, Category category, String words) {
        PipelineConfig config = landings.config();
        assertThat(config).isNotNull();
        assertThatThrownBy(landings::ingest)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining(words)
                .asInstanceOf(InstanceOfAssertFactories.type(MillwrightException.class))
                .extracting(MillwrightException::category)
                .isEqualTo(category);
        assertThat(landings.lake().has(Series.TABLE)).isFalse();
        assertThat(landings.lake().has(Equipment.TABLE)).isFalse();
    }
}

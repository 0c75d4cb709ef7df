package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingCutsTest {

    private static final long NOON = AuditedFleet.START.toEpochMilli() + AuditedFleet.DAY_MS / 2;

    /** Smooths with the reading that comes after. */
    private static final String LOOKS_AHEAD = "(v + coalesce(lead(v) over (partition by machine order by t), v)) / 2";

    @TempDir
    private Path folder;

    @Test
    void lines_that_arrived_later_are_left_out_and_all_others_stay_as_they_are() throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        Files.createDirectories(folder.resolve("readings"));
        String header = "\uFEFFarrived,machine,time,temperature,note";
        Files.writeString(folder.resolve("readings/a.csv"), header + "\n" + """
                2026-01-01T11:05:00Z,p1,2026-01-01T11:00:00Z,1,"hot, very"
                2026-01-01T13:00:00Z,p1,2026-01-01T11:10:00Z,2,late
                never,p1,nonsense,3,
                2026-01-01 12:30:00,p1,2026-01-01 12:30:00,4,
                """);

        Path copy = folder.resolve("copy");
        new TruncatedLanding(TestSpark.session(), NOON).copy(telemetry(fleet.config), copy.toString());

        assertThat(linesOfOnlyFile(copy))
                .containsExactly(
                        header, "2026-01-01T11:05:00Z,p1,2026-01-01T11:00:00Z,1,\"hot, very\"", "never,p1,nonsense,3,");
    }

    @Test
    void a_quote_within_a_cell_hides_no_cell_behind_it() throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        Files.createDirectories(folder.resolve("readings"));
        Files.writeString(folder.resolve("readings/a.csv"), """
                machine,time,note,temperature,arrived
                p1,2026-01-01T11:00:00Z,5" pipe,1,2026-01-01T11:00:00Z
                p1,2026-01-01T11:10:00Z,5" pipe,2,2026-01-01T13:00:00Z
                """);

        Path copy = folder.resolve("copy");
        new TruncatedLanding(TestSpark.session(), NOON, ZoneId.of("America/St_Johns"))
                .copy(telemetry(fleet.config), copy.toString());

        assertThat(linesOfOnlyFile(copy))
                .containsExactly(
                        "machine,time,note,temperature,arrived",
                        "p1,2026-01-01T07:30:00.000-03:30,5\" pipe,1,2026-01-01T07:30:00.000-03:30");
    }

    /** Ingest puts such a line into quarantine; whole in the copy it would be a reading more. */
    @Test
    void a_last_line_that_was_cut_off_is_cut_off_in_the_copy() throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        Files.createDirectories(folder.resolve("readings"));
        String cutOff = "machine,time,temperature,arrived\np1,2026-01-01T11:00:00Z,1,2026-01-01T11:05:00Z\n"
                + "p1,2026-01-01T11:10:00Z,2,2026-01-01T11:1";
        Files.writeString(folder.resolve("readings/a.csv"), cutOff);

        Path copy = folder.resolve("copy");
        new TruncatedLanding(TestSpark.session(), NOON).copy(telemetry(fleet.config), copy.toString());

        assertThat(textOfOnlyFile(copy)).isEqualTo(cutOff);
    }

    @Test
    void a_source_of_which_nothing_has_landed_yet_stays_as_it_is() {
        AuditedFleet fleet = new AuditedFleet(folder);
        Source source = telemetry(fleet.config);

        assertThat(new TruncatedLanding(TestSpark.session(), NOON)
                        .copy(source, folder.resolve("copy").toString()))
                .isEqualTo(source.path());
    }

    @Test
    void parquet_rows_that_arrived_later_are_left_out() {
        AuditedFleet fleet = new AuditedFleet(folder);
        String path = folder.resolve("parquet").toString();
        TestSpark.session()
                .sql("select 'p1' as machine, timestamp_millis(" + NOON + " + (id - 2) * 60000) as time,"
                        + " timestamp_millis(" + NOON
                        + " + (id - 2) * 60000) as arrived, double(id) as temperature from range(5)")
                .write()
                .parquet(path);
        Source csv = telemetry(fleet.config);
        Source parquet = new Source(
                csv.name(),
                csv.kind(),
                path,
                Source.Format.PARQUET,
                csv.delimiter(),
                csv.header(),
                csv.notation(),
                csv.layout(),
                csv.time(),
                csv.equipment(),
                csv.known(),
                csv.columns(),
                csv.constants(),
                csv.where(),
                false);

        String copy = new TruncatedLanding(TestSpark.session(), NOON)
                .copy(parquet, folder.resolve("copy").toString());

        assertThat(TestSpark.session()
                        .read()
                        .parquet(copy)
                        .orderBy("temperature")
                        .select("temperature")
                        .as(org.apache.spark.sql.Encoders.DOUBLE())
                        .collectAsList())
                .containsExactly(0.0, 1.0, 2.0);
    }

    @Test
    void honest_cleaning_passes_and_one_that_looks_ahead_fails() throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        writeReadings();
        for (boolean looksAhead : new boolean[] {false, true}) {
            Builders builders = new Builders(
                    (lake, config) -> ingest(lake, config, "time", looksAhead ? LOOKS_AHEAD : "v"),
                    new PlainFeatures(PlainFeatures.Leak.NONE),
                    (lake, config) -> {});
            AuditOutcome outcome = audited(fleet, builders, LandingCuts::truncated);

            assertThat(outcome)
                    .as(outcome.text())
                    .isInstanceOf(looksAhead ? AuditOutcome.Failed.class : AuditOutcome.Passed.class);
        }
    }

    @Tag("full")
    @Test
    void an_ingest_that_breaks_on_the_cut_folder_fails_and_files_that_are_gone_or_a_full_disk_are_no_finding()
            throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        writeReadings();

        AuditOutcome broken = audited(
                fleet, breakingOnCopies(fleet, MillwrightException.data("no line ends")), LandingCuts::truncated);

        assertThat(broken).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(broken.text()).endsWith("could not be ingested: no line ends");
        MillwrightException gone = MillwrightException.configuration("the files are gone");
        assertThat(audited(fleet, breakingOnCopies(fleet, gone), LandingCuts::truncated))
                .isInstanceOf(AuditOutcome.NotApplicable.class);
        MillwrightException full = MillwrightException.service("the disk is full", new IOException());
        assertThatThrownBy(() -> audited(fleet, breakingOnCopies(fleet, full), LandingCuts::zones))
                .isSameAs(full);
    }

    private static Builders breakingOnCopies(AuditedFleet fleet, MillwrightException why) {
        return new Builders(
                (lake, config) -> {
                    if (!lake.root().equals(fleet.lake.root())) {
                        throw why;
                    }
                    ingest(lake, config, "time", "v");
                },
                new PlainFeatures(PlainFeatures.Leak.NONE),
                (lake, config) -> {});
    }

    @Test
    void times_of_another_zone_are_the_same_moments() throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        Files.createDirectories(folder.resolve("readings"));
        Files.writeString(folder.resolve("readings/a.csv"), """
                machine,time,note,temperature,arrived
                p1,2026-01-01T11:00:00Z,"hot, ""very"" so",1,2026-01-01 11:05
                p1,"2026-01-01T11:10:00.250+01:00",,2,nonsense
                """);

        Path copy = folder.resolve("copy");
        TruncatedLanding landing = new TruncatedLanding(TestSpark.session(), NOON, ZoneId.of("America/St_Johns"));
        landing.copy(telemetry(fleet.config), copy.toString());

        assertThat(landing.rewrittenTimes()).isEqualTo(2);
        assertThat(linesOfOnlyFile(copy))
                .containsExactly(
                        "machine,time,note,temperature,arrived",
                        "p1,2026-01-01T07:30:00.000-03:30,\"hot, \"\"very\"\" so\",1,2026-01-01T07:35:00.000-03:30",
                        "p1,2026-01-01T06:40:00.250-03:30,,2,nonsense");
    }

    @Tag("full")
    @Test
    void an_ingest_that_reads_offsets_passes_and_one_that_leaves_them_out_fails() throws IOException {
        AuditedFleet fleet = new AuditedFleet(folder);
        writeReadings();
        for (boolean withOffset : new boolean[] {true, false}) {
            String time = withOffset ? "time" : "substring(time, 1, 19)";
            Builders builders = new Builders(
                    (lake, config) -> ingest(lake, config, time, "v"),
                    new PlainFeatures(PlainFeatures.Leak.NONE),
                    (lake, config) -> {});
            AuditOutcome outcome = audited(fleet, builders, LandingCuts::zones);

            assertThat(outcome)
                    .as(outcome.text())
                    .isInstanceOf(withOffset ? AuditOutcome.Passed.class : AuditOutcome.Failed.class);
        }
    }

    /** What is found of a fleet that these builders made. */
    private static AuditOutcome audited(
            AuditedFleet fleet, Builders builders, Function<LandingCuts, AuditOutcome> check) {
        builders.ingest().run(fleet.lake, fleet.config);
        builders.features().run(fleet.lake, fleet.config);
        try (WorkFolder work = new WorkFolder(fleet.lake)) {
            return check.apply(new LandingCuts(
                    fleet.lake, fleet.config, builders, new AuditSettings(4, 1, 6, 1), work, Progress.silent()));
        }
    }

    private static List<String> linesOfOnlyFile(Path copy) throws IOException {
        return textOfOnlyFile(copy).lines().toList();
    }

    private static String textOfOnlyFile(Path copy) throws IOException {
        try (var files = Files.list(copy)) {
            return Files.readString(files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private void writeReadings() throws IOException {
        StringBuilder csv = new StringBuilder("machine,time,temperature,arrived\n");
        for (int machine = 0; machine < 2; machine++) {
            for (int hour = 0; hour < 24 * AuditedFleet.DAYS; hour++) {
                String time = AuditedFleet.START.plusSeconds(hour * 3_600L + 60).toString();
                csv.append("p" + machine + "," + time + "," + (50 + Math.sin(hour * hour)) + "," + time + "\n");
            }
        }
        Files.createDirectories(folder.resolve("readings"));
        Files.writeString(folder.resolve("readings/a.csv"), csv);
    }

    /** Chunks of a day from the CSV, from a time and a value in the words of SQL. */
    private static void ingest(Lake lake, PipelineConfig config, String time, String value) {
        lake.spark()
                .read()
                .option("header", "true")
                .csv(telemetry(config).path())
                .createOrReplaceTempView("landed");
        Dataset<Row> rows = lake.spark()
                .sql(
                        "with r as (select machine, unix_millis(to_timestamp(" + time + ")) as t,"
                                + " double(temperature) as v from landed), s as (select machine, t, " + value
                                + " as v, t div 86400000 as d from r)"
                                + " select machine as equipment_id, 'temperature' as sensor, timestamp_millis(d * 86400000) as chunk_start,"
                                + " false as late, timestamp_millis((d + 1) * 86400000) as known_time, cast(timestamp_millis(d * 86400000) as date) as date,"
                                + " transform(x, e -> cast(e.t - d * 86400000 as int)) as offset_ms, transform(x, e -> e.v) as value,"
                                + " cast(null as array<double>) as clean, size(x) as n, 24 as expected_n, 0D as min, 0D as max, 0D as mean,"
                                + " 0 as longest_gap_ms, 0 as flat_ms, 'telemetry' as source"
                                + " from (select machine, d, sort_array(collect_list(struct(t, v))) as x from s group by machine, d)");
        lake.overwrite(rows, Series.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(List.of(), WorkOrders.SCHEMA), WorkOrders.TABLE, Map.of());
        lake.overwrite(lake.spark().createDataFrame(List.of(), Equipment.SCHEMA), Equipment.TABLE, Map.of());
    }

    private static Source telemetry(PipelineConfig config) {
        return config.landing().sources().get(0);
    }
}

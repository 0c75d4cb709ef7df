package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.delta.tables.DeltaTable;
import io.millwright.features.table.Bursts;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waveforms of a machine with a name plate and of one without, over three days. */
class BurstStageTest {

    private static final SparkSession SPARK = TestSpark.session();
    private static final Slicing SLICING = Slicing.of(Progress.silent());
    private static final Instant START = Instant.parse("2026-01-30T00:00:00Z");

    private static Lake lake(Path folder, String run) {
        return Lake.open(SPARK, folder.resolve("lake").toString(), run);
    }

    private static PipelineConfig config(Path folder) {
        return SmallFleet.config(
                folder, "  bands: [{from_hz: 10, to_hz: 60}, {from_hz: 60, to_hz: 500}]\n  wavelet_levels: 2");
    }

    private static void write(Lake lake, int days) {
        List<Row> waveforms = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            waveforms.add(waveform("known", day));
            waveforms.add(waveform("unknown", day));
        }
        lake.overwrite(SPARK.createDataFrame(waveforms, Waveforms.SCHEMA), Waveforms.TABLE, Map.of());
        Map<String, String> plate = Map.of(
                PlateAttributes.SPEED_RPM, "1500",
                PlateAttributes.BALLS, "9",
                PlateAttributes.BALL_DIAMETER_MM, "7.94",
                PlateAttributes.PITCH_DIAMETER_MM, "38.5");
        List<Row> machines = List.of(machine("known", plate), machine("unknown", Map.of()));
        lake.overwrite(SPARK.createDataFrame(machines, Equipment.SCHEMA), Equipment.TABLE, Map.of());
    }

    private static Row machine(String id, Map<String, String> attributes) {
        return RowFactory.create(
                id,
                "s1",
                "belt",
                null,
                null,
                null,
                null,
                null,
                scala.collection.JavaConverters.mapAsScalaMap(attributes),
                "meta");
    }

    private static Row waveform(String machine, int day) {
        return waveform(machine, day, null);
    }

    /** A shaft of 24.5 Hz, and a strike at each pass of a ball. */
    private static Row waveform(String machine, int day, @Nullable Double shaftHz) {
        float[] samples = new float[1000];
        double strikes = 24.5 * 3.5719;
        for (int i = 0; i < samples.length; i++) {
            double since = i % (1000 / strikes);
            samples[i] = (float) (Math.sin(2 * Math.PI * 24.5 * i / 1000)
                    + Math.exp(-0.05 * since) * Math.sin(2 * Math.PI * 0.31 * since)
                    + 0.1 * Math.sin(1e4 * i * i));
        }
        Timestamp start = Timestamp.from(START.plusSeconds(86_400L * day));
        return RowFactory.create(
                machine,
                "vibration_x",
                start,
                start,
                Date.valueOf(start.toInstant().atZone(ZoneOffset.UTC).toLocalDate()),
                1000.0,
                Waveforms.encoded(samples),
                0.0,
                0.0,
                "bursts",
                shaftHz);
    }

    @Test
    void numbers_of_the_bearing_need_the_name_plate_of_the_machine(@TempDir Path folder) {
        Lake lake = lake(folder, "run-1");
        write(lake, 1);

        BurstStage.write(lake, config(folder), Optional.empty(), SLICING);

        Map<String, Row> rows = new java.util.HashMap<>();
        for (Row row : lake.read(Bursts.TABLE).collectAsList()) {
            rows.put(row.getAs(Bursts.EQUIPMENT_ID), row);
        }
        Row known = rows.get("known");
        assertThat(known.<Double>getAs(Bursts.SHAFT_HZ)).isCloseTo(24.5, within(0.1));
        assertThat(known.<Double>getAs(Bursts.ENVELOPE_BPFO_DB)).isGreaterThan(20);
        assertThat(known.<Double>getAs(Bursts.ENVELOPE_1X_DB)).isLessThan(10);
        Row unknown = rows.get("unknown");
        for (String number : Bursts.NUMBERS) {
            boolean ofMachine = number.startsWith("shaft") || number.startsWith("envelope");
            boolean ofUnit = number.equals(Bursts.VELOCITY_RMS_MM_S) || number.equals(Bursts.ISO_20816_ZONE);
            assertThat(unknown.isNullAt(unknown.fieldIndex(number))).as(number).isEqualTo(ofMachine || ofUnit);
        }
        assertThat(unknown.<Double>getAs("band_10_60_hz")).isCloseTo(Math.sqrt(0.5), within(0.05));
        assertThat(unknown.isNullAt(unknown.fieldIndex("band_60_500_hz")))
                .as("500 Hz is above 0.4 of 1 kHz")
                .isTrue();
        assertThat(unknown.<Double>getAs("wavelet_1")).isBetween(0.0, 1.0);
    }

    /**
     * The shaft turns at 24.5 Hz, and the second-long burst begins at midnight. Of what a tachometer read: too long before, in time, late but
     * with the burst, later than the burst, and at its very end.
     */
    @Tag("full")
    @Test
    void the_last_reading_of_the_turns_known_with_the_burst_goes_before_the_name_plate(@TempDir Path folder) {
        Lake lake = lake(folder, "run-1");
        write(lake, 1);
        PipelineConfig config = SmallFleet.configWithTurns(folder);
        long midnight = START.toEpochMilli();
        long before = midnight - SmallFleet.DAY;

        Row tooOld = turns("known", before, false, 0, 22 * SmallFleet.HOUR, 1470);
        Row none = turns("unknown", midnight, false, 0, 1000, 1470);
        assertThat(shafts(lake, config, tooOld, none))
                .containsEntry("known", 24.5)
                .containsEntry("unknown", Double.NaN);

        Row inTime = turns("unknown", before, false, 0, 24 * SmallFleet.HOUR - 60_000, 1460);
        assertThat(shafts(lake, config, tooOld, none, inTime)).containsEntry("unknown", 24.5);

        Row stood = turns("known", midnight, true, midnight + 1000, 500, 0);
        assertThat(shafts(lake, config, inTime, stood)).containsEntry("known", 24.5);
    }

    /** The plate says 25 Hz, the tachometer 50; a shaft is found within 8 % of what it is looked for by. */
    @Tag("full")
    @Test
    void the_speed_a_burst_comes_with_goes_before_sensor_and_name_plate_and_changes_no_other_burst(
            @TempDir Path folder) {
        Lake lake = lake(folder, "run-1");
        write(lake, 2);
        PipelineConfig config = SmallFleet.configWithTurns(folder);
        long midnight = START.toEpochMilli();
        Row tachometer = turns("known", midnight, false, 0, 500, 3000);

        assertThat(bursts(lake, config, Map.of(), tachometer))
                .as("nothing near 50 Hz; the next day by the plate")
                .isEqualTo(Map.of(
                        "known 0", Double.NaN, "known 1", 24.5, "unknown 0", Double.NaN, "unknown 1", Double.NaN));
        Map<String, Double> own = bursts(lake, config, Map.of("known 0", 24.0, "unknown 0", 25.0), tachometer);
        assertThat(own).isEqualTo(Map.of("known 0", 24.5, "known 1", 24.5, "unknown 0", 24.5, "unknown 1", Double.NaN));
        Map<String, Double> later = bursts(
                lake,
                config,
                Map.of("known 0", 24.0, "unknown 0", 25.0, "known 1", 0.0, "unknown 1", 70.0),
                tachometer);
        assertThat(later).as("it stood").containsEntry("known 1", Double.NaN);
        assertThat(later.get("known 0")).isEqualTo(own.get("known 0"));
        assertThat(later.get("unknown 0")).isEqualTo(own.get("unknown 0"));
    }

    /** Machine and day to the turns found in the burst, of which some come with a speed. */
    private static Map<String, Double> bursts(
            Lake lake, PipelineConfig config, Map<String, Double> speeds, Row... turns) {
        List<Row> waveforms = new ArrayList<>();
        for (String machine : List.of("known", "unknown")) {
            for (int day = 0; day < 2; day++) {
                waveforms.add(waveform(machine, day, speeds.get(machine + " " + day)));
            }
        }
        lake.overwrite(SPARK.createDataFrame(waveforms, Waveforms.SCHEMA), Waveforms.TABLE, Map.of());
        return found(lake, config, turns);
    }

    private static Row turns(String machine, long chunk, boolean late, long known, long offset, double rpm) {
        return SmallFleet.chunk(machine, "turns", chunk, late, known, List.of((int) offset), List.of(rpm));
    }

    /** Machine to the turns found in its burst. */
    private static Map<String, Double> shafts(Lake lake, PipelineConfig config, Row... turns) {
        Map<String, Double> shafts = new java.util.HashMap<>();
        found(lake, config, turns).forEach((burst, hz) -> shafts.put(burst.substring(0, burst.indexOf(' ')), hz));
        return shafts;
    }

    /** Machine and day to the turns found in its burst, which may come of an interval or of everything anew. */
    private static Map<String, Double> found(Lake lake, PipelineConfig config, Row... turns) {
        lake.overwrite(SPARK.createDataFrame(List.of(turns), Series.SCHEMA), Series.TABLE, Map.of());
        BurstStage.write(lake, config, Optional.of(new Interval(START, START.plusSeconds(86_400))), SLICING);
        String grown = lake.fingerprint(Bursts.TABLE);
        BurstStage.write(Lake.open(SPARK, lake.root(), "anew"), config, Optional.empty(), SLICING);
        Map<String, Double> shafts = new java.util.HashMap<>();
        for (Row row : lake.read(Bursts.TABLE).collectAsList()) {
            int hz = row.fieldIndex(Bursts.SHAFT_HZ);
            long day = ChronoUnit.DAYS.between(
                    START, row.<Timestamp>getAs(Bursts.START_TIME).toInstant());
            shafts.put(
                    row.getAs(Bursts.EQUIPMENT_ID) + " " + day,
                    row.isNullAt(hz) ? Double.NaN : Math.rint(10 * row.getDouble(hz)) / 10);
        }
        assertThat(lake.fingerprint(Bursts.TABLE)).isEqualTo(grown);
        return shafts;
    }

    @Test
    void a_further_interval_gives_what_a_table_made_anew_gives(@TempDir Path folder) {
        write(lake(folder, "run-1"), 2);
        BurstStage.write(lake(folder, "run-1"), config(folder), Optional.empty(), SLICING);
        write(lake(folder, "run-2"), 3);
        Interval third = new Interval(START.plusSeconds(2 * 86_400), START.plusSeconds(3 * 86_400));
        BurstStage.write(lake(folder, "run-2"), config(folder), Optional.of(third), SLICING);
        Lake lake = lake(folder, "run-3");
        String grown = lake.fingerprint(Bursts.TABLE);
        assertThat(lake.read(Bursts.TABLE).count()).isEqualTo(6);

        forget(lake, Bursts.ENVELOPE_BPFO_DB);
        BurstStage.write(lake, config(folder), Optional.of(third), SLICING);

        assertThat(lake.fingerprint(Bursts.TABLE)).isEqualTo(grown);

        keepAlone(lake, "start_time > '2026-01-31'");
        BurstStage.write(lake(folder, "run-4"), config(folder), Optional.of(third), SLICING);

        assertThat(lake.fingerprint(Bursts.TABLE))
                .as("bursts that do not say what they were made from are summarised anew, not those of the day alone")
                .isEqualTo(grown);
    }

    /** Of the first day's bursts one is withdrawn and one corrected, a machine gets another name plate, and the third day is run. */
    @Tag("full")
    @Test
    void where_what_is_known_now_is_kept_bursts_before_the_interval_are_those_of_a_table_made_anew(
            @TempDir Path folder) {
        PipelineConfig asCorrected = SmallFleet.config(folder, "  as_corrected: true");
        Lake lake = lake(folder, "run-1");
        write(lake, 3);
        BurstStage.write(lake, asCorrected, Optional.empty(), SLICING);
        Dataset<Row> waveforms = lake.read(Waveforms.TABLE).localCheckpoint();
        Dataset<Row> corrected = waveforms
                .filter("equipment_id = 'unknown' AND date = '2026-01-30'")
                .withColumn(Waveforms.SAMPLES, functions.lit(Waveforms.encoded(new float[] {1, -1, 2, -2})));
        lake.overwrite(waveforms.filter("date > '2026-01-30'").unionByName(corrected), Waveforms.TABLE, Map.of());
        List<Row> machines =
                List.of(machine("known", Map.of(PlateAttributes.SPEED_RPM, "1480")), machine("unknown", Map.of()));
        lake.overwrite(SPARK.createDataFrame(machines, Equipment.SCHEMA), Equipment.TABLE, Map.of());

        Interval third = new Interval(START.plusSeconds(2 * 86_400), START.plusSeconds(3 * 86_400));
        BurstStage.write(lake(folder, "run-2"), asCorrected, Optional.of(third), SLICING);
        List<Row> rewritten = sorted(lake);
        BurstStage.write(lake(folder, "anew"), asCorrected, Optional.empty(), SLICING);

        assertThat(rewritten).isEqualTo(sorted(lake)).hasSize(5);
        assertThat(operations(lake)).as("what was not touched stayed").containsExactly("WRITE", "MERGE", "WRITE");
    }

    @Tag("full")
    @Test
    void bursts_of_all_days_are_written_day_by_day_and_a_run_that_was_stopped_goes_on_behind_the_last(
            @TempDir Path folder) {
        PipelineConfig config = config(folder);
        write(lake(folder, "whole"), 3);
        BurstStage.write(lake(folder, "whole"), config, Optional.empty(), SLICING);
        List<Row> whole = sorted(lake(folder, "whole"));
        Slicing stopped = new Slicing(new StoppedAt(0.6), 1);
        Lake sliced = lake(folder, "sliced");

        assertThatThrownBy(() -> BurstStage.write(sliced, config, Optional.empty(), stopped))
                .hasMessageStartingWith("stopped at 0.66");
        assertThat(sorted(sliced))
                .isEqualTo(whole.stream().filter(row -> isBefore(row, 2)).toList());
        BurstStage.write(sliced, config, Optional.empty(), new Slicing(Progress.silent(), 1));

        assertThat(sorted(sliced)).isEqualTo(whole);
        assertThat(operations(sliced)).as("one commit before, one a day").hasSize(1 + 3);

        assertThatThrownBy(() -> BurstStage.write(lake(folder, "again"), config, Optional.empty(), stopped))
                .hasMessageStartingWith("stopped");
        Interval third = new Interval(START.plusSeconds(2 * 86_400), START.plusSeconds(3 * 86_400));
        BurstStage.write(lake(folder, "daily"), config, Optional.of(third), SLICING);

        assertThat(sorted(sliced))
                .as("what another run had begun is not taken for all")
                .isEqualTo(whole);
    }

    private static boolean isBefore(Row burst, int day) {
        return burst.<Timestamp>getAs(Bursts.START_TIME).toInstant().isBefore(START.plusSeconds(86_400L * day));
    }

    private static List<Row> sorted(Lake lake) {
        return lake.read(Bursts.TABLE)
                .orderBy(Bursts.EQUIPMENT_ID, Bursts.START_TIME)
                .collectAsList();
    }

    private static List<String> operations(Lake lake) {
        return DeltaTable.forPath(SPARK, lake.path(Bursts.TABLE.name()))
                .history()
                .orderBy("version")
                .select("operation")
                .as(Encoders.STRING())
                .collectAsList();
    }

    /** Leaves some bursts, as somebody else would have written them. */
    private static void keepAlone(Lake lake, String some) {
        Dataset<Row> bursts = lake.read(Bursts.TABLE).filter(some).localCheckpoint();
        bursts.write().format("delta").mode("overwrite").save(lake.path(Bursts.TABLE.name()));
    }

    /** Leaves the table as a version without a number would have. */
    private static void forget(Lake lake, String number) {
        Dataset<Row> without = lake.read(Bursts.TABLE).drop(number).filter("false");
        without.write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .save(lake.path(Bursts.TABLE.name()));
    }
}

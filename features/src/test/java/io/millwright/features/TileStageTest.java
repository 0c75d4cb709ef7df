package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.millwright.features.table.Tiles;
import io.millwright.features.tile.Tile;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tiles are cut again, and all of them in slices; {@code FeatureEngineTest} has the tiles. */
class TileStageTest {

    private static final int DAYS = 6;
    private static final long READINGS_OF_TWO_DAYS = 2 * 3 * 2 * 144;

    @TempDir
    Path folder;

    @Tag("full")
    @Test
    void where_what_changed_cannot_be_told_all_tiles_are_cut_once_and_the_day_after_again_single_ones() {
        PipelineConfig config = SmallFleet.config(folder);
        Lake lake = lake("run-1");
        SmallFleet.write(lake, 3, 99);
        write(lake, config, Optional.empty());
        Interval last = new Interval(day(2), day(3));
        forgetWhatTheyWereMadeOf(lake);

        SmallFleet.add(lake, Series.TABLE, late(1));
        write(lake("run-2"), config, Optional.of(last));
        SmallFleet.add(lake, Series.TABLE, late(2));
        write(lake("run-3"), config, Optional.of(last));
        String grown = lake.fingerprint(Tiles.TABLE);
        write(lake("anew"), config, Optional.empty());

        assertThat(grown).isEqualTo(lake.fingerprint(Tiles.TABLE));
        assertThat(operations(lake)).containsExactly("WRITE", "WRITE", "WRITE", "MERGE", "WRITE");
    }

    private static void write(Lake lake, PipelineConfig config, Optional<Interval> interval) {
        new TileStage(lake, config, Tile.Quantiles.KEPT, null, 1).write(interval, Slicing.of(Progress.silent()));
    }

    /** Of m1's first day, and known before the last. */
    private static Row late(int hour) {
        long known = day(1).toEpochMilli() + hour * SmallFleet.HOUR;
        return SmallFleet.chunk(
                "m1", "heat", day(0).toEpochMilli(), true, known, List.of(600_000 + hour), List.of(1e3));
    }

    /** Leaves them as somebody else would have written them. */
    private static void forgetWhatTheyWereMadeOf(Lake lake) {
        Dataset<Row> tiles = lake.read(Tiles.TABLE).localCheckpoint();
        tiles.write().format("delta").mode("overwrite").save(lake.path(Tiles.TABLE.name()));
    }

    private static List<String> operations(Lake lake) {
        return DeltaTable.forPath(lake.spark(), lake.path(Tiles.TABLE.name()))
                .history()
                .orderBy("version")
                .select("operation")
                .as(Encoders.STRING())
                .collectAsList();
    }

    /** Of m1's third day, with which the second slice begins, the evening before says alone what it was set to. */
    @Test
    void tiles_of_all_days_are_written_in_slices_and_a_run_that_was_stopped_goes_on_behind_the_last() {
        PipelineConfig config = SmallFleet.config(folder, SmallFleet.REGIMES);
        Lake lake = lake("whole");
        SmallFleet.write(lake, DAYS, 99);
        lake.overwrite(
                lake.read(Series.TABLE)
                        .filter("NOT (equipment_id = 'm1' AND sensor = 'load' AND date = '2026-01-03')")
                        .localCheckpoint(),
                Series.TABLE,
                Map.of());
        RegimeStage.Fitted regimes =
                new RegimeStage(lake, config, config.features().regimes().orElseThrow(), 1).fitted();
        new TileStage(lake, config, Tile.Quantiles.KEPT, regimes, 1)
                .write(Optional.empty(), Slicing.of(Progress.silent()));
        String whole = lake.fingerprint(Tiles.TABLE);
        long rows = lake.read(Tiles.TABLE).count();
        Lake sliced = lake("sliced");
        TileStage stage = new TileStage(sliced, config, Tile.Quantiles.KEPT, regimes, 1);

        assertThatThrownBy(() -> stage.write(Optional.empty(), new Slicing(new StoppedAt(0.6), READINGS_OF_TWO_DAYS)))
                .hasMessageStartingWith("stopped at 0.66");
        assertThat(sliced.read(Tiles.TABLE).count()).isBetween(1L, rows - 1);
        stage.write(Optional.empty(), new Slicing(Progress.silent(), READINGS_OF_TWO_DAYS));

        assertThat(sliced.fingerprint(Tiles.TABLE)).isEqualTo(whole);
        assertThat(DeltaTable.forPath(sliced.spark(), sliced.path(Tiles.TABLE.name()))
                        .history()
                        .count())
                .as("one commit before, one a slice")
                .isEqualTo(1 + 3);
    }

    private Lake lake(String run) {
        return Lake.open(TestSpark.session(), folder.resolve("lake").toString(), run);
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }
}

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
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of {@code series} the tiles of a further day are cut from, and all tiles in slices; {@code FeatureEngineTest} has the tiles. */
class TileStageTest {

    private static final int DAYS = 6;
    private static final long READINGS_OF_TWO_DAYS = 2 * 3 * 2 * 144;

    @TempDir
    Path folder;

    @Test
    void a_further_day_opens_its_own_files_those_of_the_day_before_and_of_what_came_late_in_it() {
        PipelineConfig config = SmallFleet.config(folder);
        Lake lake = lake("run-1");
        SmallFleet.write(lake, DAYS, 99);
        TileStage stage = new TileStage(lake, config, Tile.Quantiles.KEPT, null, 1);
        Interval last = new Interval(day(DAYS - 1), day(DAYS));

        assertThat(dates(stage.series(last)))
                .as("of the day before, a third of the evening came late")
                .containsExactly("2026-01-05", "2026-01-06");

        long start = day(1).toEpochMilli();
        long known = day(DAYS - 1).toEpochMilli() + SmallFleet.HOUR;
        Row late = SmallFleet.chunk("m1", "heat", start, true, known, List.of(600_001), List.of(1e3));
        lake.replaceWhere(
                lake.spark().createDataFrame(List.of(late), Series.SCHEMA),
                Series.TABLE,
                "date = '2026-01-02' AND known_time = " + Sql.timestamp(known),
                Map.of());

        assertThat(dates(stage.series(last))).containsExactly("2026-01-02", "2026-01-05", "2026-01-06");
        List<Row> found = stage.series(last)
                .filter("date = '2026-01-02'")
                .select(Series.KNOWN_TIME)
                .collectAsList();
        assertThat(found).extracting(row -> row.getTimestamp(0)).containsExactly(new Timestamp(known));
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

    private static TreeSet<String> dates(Dataset<Row> series) {
        TreeSet<String> dates = new TreeSet<>();
        Arrays.stream(series.inputFiles()).forEach(file -> dates.add(file.replaceAll(".*/date=([^/]*)/.*", "$1")));
        return dates;
    }
}

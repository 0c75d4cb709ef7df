package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.tile.Tile;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of {@code series} the tiles of a further day are cut from; {@code FeatureEngineTest} has the tiles. */
class TileStageTest {

    private static final int DAYS = 6;

    @TempDir
    Path folder;

    @Test
    void a_further_day_opens_its_own_files_those_of_the_day_before_and_of_what_came_late_in_it() {
        PipelineConfig config = SmallFleet.config(folder);
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
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

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static TreeSet<String> dates(Dataset<Row> series) {
        TreeSet<String> dates = new TreeSet<>();
        Arrays.stream(series.inputFiles()).forEach(file -> dates.add(file.replaceAll(".*/date=([^/]*)/.*", "$1")));
        return dates;
    }
}

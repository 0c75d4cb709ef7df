package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plant that rests from ten at night to six, with a row every hour: readings come two hours late, those of the third machine once, on the
 * second morning, and work is written down at midnight sharp. A run over what came on the first day and one for the second, against one over
 * everything.
 */
@Tag("full")
class DayByDayTest {

    private static final int DAYS = 2;
    private static final long TILE = SmallFleet.HOUR;
    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final List<String> TABLES = List.of(
            FeatureGroups.TIME_DOMAIN,
            FeatureGroups.CONTEXT,
            FeatureGroups.PEER,
            Labels.TABLE.name(),
            RulLabels.TABLE.name());

    @TempDir
    private Path folder;

    @Test
    void days_write_the_rows_of_one_run_where_readings_come_late_and_nobody_works_over_midnight() throws IOException {
        PipelineConfig config = config();
        Lake daily = lake("daily");
        Lake atOnce = lake("at-once");
        deliver(daily, 1);
        features(daily, config, Optional.empty());
        deliver(daily, DAYS);
        features(daily, config, Optional.of(new Interval(day(1), day(DAYS))));
        deliver(atOnce, DAYS);
        features(atOnce, config, Optional.empty());

        String sameRows = "as_of <= timestamp'" + day(DAYS).minusMillis(2 * SmallFleet.HOUR) + "'";
        for (String table : TABLES) {
            Dataset<Row> rows = atOnce.read(table);
            List<String> key = table.equals(Labels.TABLE.name()) ? Labels.TABLE.key() : KEY;
            assertThat(Fingerprint.of(daily.read(table).filter(sameRows), key))
                    .as(table)
                    .isEqualTo(Fingerprint.of(rows.filter(sameRows), key));
        }
        assertThat(atOnce.read(FeatureGroups.TIME_DOMAIN)
                        .filter("equipment_id = 'm1'")
                        .count())
                .as("from eight, when the first reading came, to ten at night on the last day")
                .isEqualTo(DAYS * 24 - 2 - 8 + 1);
        assertThat(daily.read(FeatureGroups.TIME_DOMAIN)
                        .filter("as_of = timestamp'" + day(DAYS) + "'")
                        .count())
                .as("rows go on to the end of the day")
                .isEqualTo(3);
    }

    private Lake lake(String name) {
        return Lake.open(TestSpark.session(), folder.resolve(name).toString(), "run-1");
    }

    private PipelineConfig config() throws IOException {
        SmallFleet.config(folder, "  statistics: [mean]\n  peers: {by: [], windows: [24h], statistics: [mean]}\n");
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("tile: 2h", "tile: 1h")
                        .replace("every: 12h", "every: 1h")
                        .replace("windows: [6h, 24h, 5d]", "windows: [6h, 24h]"));
        return PipelineFile.read(file, Map.of(), Optional.of(folder));
    }

    private static void features(Lake lake, PipelineConfig config, Optional<Interval> interval) {
        FeatureEngine.build(lake, config, interval, Progress.silent());
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    /** The readings that came on the first days and the work that was written down. */
    private static void deliver(Lake lake, int days) {
        SmallFleet.write(lake, DAYS, 99);
        List<Row> series = new ArrayList<>();
        for (int machine = 1; machine <= 3; machine++) {
            for (int day = 0; day < days; day++) {
                series.addAll(chunks(machine, day, day(days).toEpochMilli()));
            }
        }
        lake.overwrite(lake.spark().createDataFrame(series, Series.SCHEMA), Series.TABLE, Map.of());
        for (int day = 1; day < days; day++) {
            long written = day(day).toEpochMilli();
            SmallFleet.add(
                    lake,
                    WorkOrders.TABLE,
                    SmallFleet.order("m1", written - 5 * SmallFleet.HOUR, written, "corrective", "belt", "belt torn"));
        }
    }

    private static List<Row> chunks(int machine, int day, long cameBeforeMs) {
        long start = day(day).toEpochMilli();
        List<Row> chunks = new ArrayList<>();
        for (String sensor : List.of("heat", "load")) {
            Map<Long, List<Integer>> offsetsBySlot = new TreeMap<>();
            for (long offset = 6 * SmallFleet.HOUR; offset < 22 * SmallFleet.HOUR; offset += SmallFleet.HOUR / 2) {
                long known = known(machine, start + offset);
                if (known < cameBeforeMs) {
                    offsetsBySlot
                            .computeIfAbsent(-Math.floorDiv(-known, TILE) * TILE, any -> new ArrayList<>())
                            .add((int) offset);
                }
            }
            offsetsBySlot.forEach((slot, offsets) -> chunks.add(SmallFleet.chunk(
                    "m" + machine,
                    sensor,
                    start,
                    true,
                    slot,
                    offsets,
                    offsets.stream()
                            .map(offset -> machine * 10.0 + day + Math.sin(offset / 9e6))
                            .toList())));
        }
        return chunks;
    }

    /** Two hours after the event, of the third machine on the second morning at the earliest. */
    private static long known(int machine, long eventMs) {
        long known = eventMs + 2 * SmallFleet.HOUR;
        return machine == 3 ? Math.max(known, day(1).toEpochMilli() + 5 * SmallFleet.HOUR) : known;
    }
}

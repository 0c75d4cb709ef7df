package io.millwright.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Bursts;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccusedBearingsTest {

    private static final Instant AS_OF = Instant.parse("2026-01-20T00:00:00Z");
    private static final Instant FROM = AS_OF.minus(Duration.ofDays(14));
    private static final PipelineConfig CONFIG =
            PipelineFile.read(Path.of("../examples/small-fleet.yaml"), Map.of(), Optional.of(Path.of("out")));

    @TempDir
    Path folder;

    /** A burst so many hours before the row that was known so many hours before it; no part is none. */
    private static Row burst(String machine, String sensor, int hours, int knownHours, @Nullable Double part) {
        Timestamp start = Timestamp.from(AS_OF.minus(Duration.ofHours(hours)));
        List<Object> row = new ArrayList<>(List.of(
                machine, sensor, start, Timestamp.from(AS_OF.minus(Duration.ofHours(knownHours))), "2026-01", 1000.0));
        while (row.size() < Bursts.TABLE.schema().size() - 3) {
            row.add(1.0);
        }
        row.add(part);
        row.add(part == null ? null : 104.61);
        row.add(part == null ? null : 0.9984);
        return RowFactory.create(row.toArray());
    }

    @Test
    void a_machine_whose_newest_known_burst_names_a_part_is_told_of_it_and_no_other() {
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run-1");
        lake.overwrite(
                lake.spark()
                        .createDataFrame(
                                List.of(
                                        burst("worn", "vibration_x", 12, 11, null),
                                        burst("worn", "vibration_y", 12, 11, 1.0),
                                        burst("worn", "vibration_z", 12, 11, null),
                                        burst("worn", "vibration_x", 18, 17, 2.0),
                                        burst("mended", "vibration_x", 30, 29, 1.0),
                                        burst("mended", "vibration_x", 6, 5, null),
                                        burst("unknown", "vibration_x", 6, -1, 1.0),
                                        burst("future", "vibration_x", 0, 0, 1.0),
                                        burst("old", "vibration_x", 15 * 24, 15 * 24, 1.0),
                                        burst("quiet", "vibration_x", 6, 5, 3.0)),
                                Bursts.TABLE.schema()),
                Bursts.TABLE,
                Map.of());
        List<String> alerting = List.of("worn", "mended", "unknown", "future", "old");

        assertThat(AccusedBearings.of(lake, CONFIG, alerting, FROM, AS_OF))
                .isEqualTo(Map.of(
                        "worn",
                        "outer race of the bearing: 104.6 Hz in the envelope spectrum of vibration burst y,"
                                + " 99.8 % of what geometry and speed give"));
        assertThat(AccusedBearings.of(lake, CONFIG, List.of(), FROM, AS_OF)).isEmpty();
    }
}

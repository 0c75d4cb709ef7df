package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regimes of a small fleet. */
class RegimeStageTest {

    /** Of the numbers that came of merging on the driver all that each chunk adds. */
    private static final String VERSION = "9ac3a6ed5d4fdb34";

    @TempDir
    Path folder;

    @Test
    void what_chunks_add_comes_merged_to_the_driver_and_the_same_to_the_bit_from_any_partitions() {
        PipelineConfig config = SmallFleet.config(folder, SmallFleet.REGIMES);
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "run");
        SmallFleet.write(lake, 5, 99);

        for (int partitions : new int[] {1, 3}) {
            RegimeStage stage =
                    new RegimeStage(lake, config, config.features().regimes().orElseThrow(), partitions);
            RegimeStage.Fitted fitted = stage.fitted();

            assertThat(fitted.version()).isEqualTo(VERSION);
            assertThat(stage.spreads(stage.chunks(fitted.interval()), fitted.model(), fitted.interval()))
                    .as("one condition sensor, two regimes; machines and days do not count")
                    .hasSize(2);
        }
    }
}

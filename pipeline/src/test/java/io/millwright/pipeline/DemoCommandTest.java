package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Simulated;
import io.millwright.lake.config.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void the_packaged_example_takes_the_fleet_that_was_asked_for() throws Exception {
        PipelineConfig config = config(60, 90, 7);

        Simulated fleet = config.landing().simulated().orElseThrow();
        assertThat(fleet.machines()).isEqualTo(60);
        assertThat(fleet.days()).isEqualTo(90);
        assertThat(fleet.seed()).isEqualTo(7);
        assertThat(config.targets().seed()).isEqualTo(1);
        assertThat(config.landing().sources()).extracting(Source::name).contains("readings_fahrenheit");
    }

    private PipelineConfig config(int machines, int days, long seed) throws Exception {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), DemoCommand.yaml(machines, days, seed));
        return PipelineFile.read(file, Map.of(), Optional.of(folder));
    }
}

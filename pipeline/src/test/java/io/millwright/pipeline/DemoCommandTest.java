package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Simulated;
import io.millwright.lake.config.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void a_pipeline_file_somebody_played_with_is_kept_and_that_of_another_fleet_is_not() throws Exception {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), DemoCommand.yaml(60, 90, 7));

        assertThat(DemoCommand.keepChanged(file, DemoCommand.of(40, 120, 1))).isEmpty();
        for (String kept : List.of("pipeline-1.yaml", "pipeline-2.yaml")) {
            Files.writeString(file, DemoCommand.yaml(60, 90, 7) + "# played with " + kept);
            assertThat(DemoCommand.keepChanged(file, DemoCommand.of(40, 120, 1)))
                    .contains(folder.resolve(kept));
            assertThat(file).doesNotExist();
            assertThat(folder.resolve(kept)).content().endsWith("# played with " + kept);
        }
    }

    @Test
    void a_fleet_whose_making_was_stopped_is_refused_before_anything_is_read() throws Exception {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), DemoCommand.yaml(4, 7, 1));
        Path out = folder.resolve("out");
        String landing = config(4, 7, 1).landing().simulated().orElseThrow().path();
        Path stopped = Files.createDirectories(Path.of(landing.replace(folder.toString(), out.toString())))
                .resolve(Simulated.UNFINISHED);
        Files.writeString(stopped, "");
        Screen screen = new Screen();

        int refused = screen.run("run", "--config", file.toString(), "--out", out.toString());
        int again = screen.run("generate", "--config", file.toString(), "--out", out.toString());

        assertThat(refused).isEqualTo(3);
        assertThat(screen.err()).contains("is not whole, its making was stopped; run ./millwright generate again");
        assertThat(again).as(screen.err()).isZero();
        assertThat(stopped).doesNotExist();
    }

    private PipelineConfig config(int machines, int days, long seed) throws Exception {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), DemoCommand.yaml(machines, days, seed));
        return PipelineFile.read(file, Map.of(), Optional.of(folder));
    }
}

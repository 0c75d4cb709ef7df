package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingFilesTest {

    @TempDir
    private Path folder;

    @Test
    void files_that_no_ingest_reads_are_not_counted_and_change_nothing() throws IOException {
        TinyFleet.write(folder);
        Path telemetry = Files.createDirectories(folder.resolve("telemetry"));
        Files.move(folder.resolve("telemetry.csv"), telemetry.resolve("a.csv"));
        Path yaml = Files.writeString(
                folder.resolve("pipeline.yaml"),
                TinyFleet.yaml(folder).replace(folder + "/telemetry.csv", telemetry.toString()));
        PipelineConfig config = PipelineFile.read(yaml, Map.of(), Optional.of(folder.resolve("out")));
        LandingFiles before = telemetry(config);

        Files.writeString(telemetry.resolve("_SUCCESS"), "");
        Files.writeString(telemetry.resolve(".a.csv.crc"), "crc");
        Files.writeString(
                Files.createDirectories(telemetry.resolve("_temporary")).resolve("b.csv"), "half");
        LandingFiles hidden = telemetry(config);
        Files.writeString(telemetry.resolve("b.csv"), "time,machine,temperature,vibration\n");
        LandingFiles more = telemetry(config);

        assertThat(before.count()).isEqualTo(1);
        assertThat(before.bytes()).isEqualTo(Files.size(telemetry.resolve("a.csv")));
        assertThat(hidden).isEqualTo(before);
        assertThat(more.count()).isEqualTo(2);
        assertThat(more.signature()).isNotEqualTo(before.signature());
    }

    private static LandingFiles telemetry(PipelineConfig config) {
        return LandingFiles.of(config, new Configuration()).get(0);
    }
}

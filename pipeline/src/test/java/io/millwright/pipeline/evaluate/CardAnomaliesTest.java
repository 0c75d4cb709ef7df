package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.training.KeptDetectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardAnomaliesTest {

    @TempDir
    private Path folder;

    private PipelineConfig config(String targets) throws IOException {
        Path file = Files.writeString(
                folder.resolve("pipeline.yaml"),
                Files.readString(FabricatedFleet.yaml()).replace("targets:\n", "targets:\n" + targets));
        return PipelineFile.read(file, Map.of(), Optional.of(folder));
    }

    private static AnomalyFigures figures(long events) {
        Estimate share = new Estimate(0.5, 0.2, 0.8, 4);
        return new AnomalyFigures(
                List.of("heat__24h__mean"),
                0.5,
                2,
                28.6,
                List.of(),
                List.of(
                        new AnomalyFigures.Voice("all", 9, 0.31, events, 2, share, share, share, null),
                        new AnomalyFigures.Voice("random", 9, 0.31, events, 1, share, share, share, null)),
                List.of(),
                null,
                new KeptDetectors.Version("3", "5eed"));
    }

    @Test
    void a_card_says_what_the_anomaly_stage_is_and_how_it_did_on_the_tests_or_that_it_was_not_tested()
            throws IOException {
        PipelineConfig asked = config("  anomaly: {detectors: [robust_z, pca_t2], alerts_per_machine_week: 0.5}\n");

        List<String> untested = CardAnomalies.says(asked, folder);
        ResultFiles.write(folder.resolve("anomalies.json"), figures(4));
        List<String> tested = CardAnomalies.says(asked, folder);
        ResultFiles.write(folder.resolve("anomalies.json"), figures(0));
        List<String> withoutFailures = CardAnomalies.says(asked, folder);

        assertThat(untested).hasSize(2).last().asString().contains("was not run");
        assertThat(tested.get(0)).contains("without labels", "robust z, pca t2", "0.50 alerts per machine-week");
        assertThat(tested.get(1))
                .contains("29 machine-weeks: 9 alerts, 0.31 per machine-week", "2 of 4 failures foretold", "(n 4)")
                .endsWith("as many alerts at random foretell 1.");
        assertThat(tested.get(2)).contains("version 3", "fingerprint 5eed", "reproduce detectors/3");
        assertThat(withoutFailures.get(1)).endsWith("0.31 per machine-week.");
        assertThat(CardAnomalies.says(config(""), folder))
                .as("no anomalies are asked for")
                .isEmpty();
    }
}

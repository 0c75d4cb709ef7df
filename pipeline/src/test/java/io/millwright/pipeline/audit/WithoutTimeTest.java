package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.TrainingSets;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.TrainedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a table of rows without time: what asks of before and after says that there is none, all else is tested. */
@Tag("full")
class WithoutTimeTest {

    private static final int ROWS = 120;
    private static final String PIPELINE = """
            landing:
              axis: none
              sources:
                - {name: products, kind: readings, path: &file %s, format: csv, equipment: id, columns: {heat: heat, load: load}}
                - {name: failed, kind: failures, path: *file, format: csv, equipment: id, where: {failed: 1}, constants: {component: process, mode: heat}}
            sensors:
              - {name: heat, min: -1000, max: 1000, period: 1 cycle}
              - {name: load, min: -1000, max: 1000, period: 1 cycle}
            equipment: {components: [process]}
            maintenance: {repair_window: 0h}
            features: {chunk: 1 cycle, tile: 1 cycle, as_of: {every: 1 cycle}, windows: [1 cycle], statistics: [mean]}
            targets:
              failure: [{name: fails, horizon: 1 cycle, minimum_lead: 0h, headline: true}]
              candidates: [logistic]
              inner_folds: 2
            split: {kind: stratified, folds: 2, repeats: 1}
            """;

    @TempDir
    private Path folder;

    @Test
    void what_depends_on_time_is_not_applicable_and_the_rest_passes() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE.formatted(products()));
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.of(folder));
        Lake lake = Lake.open(TestSpark.session(), config.lakePath(), "run-1");
        Builders jobs = Builders.ofJobs(lake);
        jobs.ingest().run(lake, config);
        jobs.features().run(lake, config);
        TrainingSets.build(lake, config, Progress.silent());
        jobs.training().run(lake, config);

        AuditReport report =
                LeakAudit.run(lake, config, jobs, new AuditSettings(6, 1, 6, 3), Optional.empty(), Progress.silent());

        assertThat(report.entries())
                .filteredOn(entry -> List.of("L1", "L2", "L3", "L4", "L5", "L6", "L13", "L14", "L16", "L17")
                        .contains(entry.id()))
                .hasSize(10)
                .allSatisfy(entry -> {
                    assertThat(entry.outcome()).as("%s", entry).isInstanceOf(AuditOutcome.NotApplicable.class);
                    assertThat(entry.outcome().text()).startsWith("landing.axis is none");
                });
        assertThat(report.entries())
                .filteredOn(entry -> List.of("L7", "L8", "L10", "L11", "L12", "L15", "L18", "L19", "L20")
                        .contains(entry.id()))
                .hasSize(9)
                .allSatisfy(
                        entry -> assertThat(entry.outcome()).as("%s", entry).isInstanceOf(AuditOutcome.Passed.class));
        assertThat(report.passed()).isTrue();
        assertThat(report.json())
                .as("of which training it is")
                .contains("\"training\" : \"" + TrainedRun.newest(lake).key() + "\"", "\"run_id\" : \"run-1\"");
    }

    private Path products() throws IOException {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("id,heat,load,failed\n");
        for (int row = 0; row < ROWS; row++) {
            boolean failed = row % 4 == 0;
            csv.append("r%d,%s,%s,%d%n"
                    .formatted(
                            row, 60 + random.nextGaussian() + (failed ? 1 : 0), random.nextGaussian(), failed ? 1 : 0));
        }
        return Files.writeString(folder.resolve("products.csv"), csv);
    }
}

package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class RealDataTest {

    @TempDir
    Path folder;

    @Test
    void the_hourly_fleet_of_azure_comes_in_whole() {
        String data = System.getenv("MILLWRIGHT_DATA");
        assumeTrue(data != null, "MILLWRIGHT_DATA is not set: the real data are not here");
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "test");

        IngestReport report = Ingest.run(
                lake,
                PipelineFile.read(
                        Path.of("../examples/azure-pdm-hourly.yaml"),
                        Map.of("MILLWRIGHT_DATA", data),
                        Optional.empty()),
                Optional.empty(),
                Progress.silent());

        assertThat(report).isEqualTo(new IngestReport(173_281, 173_281, Map.of(), 0));
        assertThat(lake.read(Events.TABLE).filter("kind = 'failure'").count()).isEqualTo(42);
        assertThat(lake.read(WorkOrders.TABLE).count()).isEqualTo(208);
        assertThat(lake.read(SensorHealth.TABLE)
                        .filter("kind in ('stuck', 'wrong_unit', 'drift')")
                        .count())
                .isZero();
    }
}

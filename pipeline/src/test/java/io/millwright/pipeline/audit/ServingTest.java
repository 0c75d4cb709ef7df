package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L18: machines served alone get the published features, unless somebody computes those otherwise. */
class ServingTest {

    private static final String SKEWED = "temperature__24h__sd";
    private static final String SKEWED_AMONG_PEERS = "temperature__24h__mean_peer_rank";

    @TempDir
    private Path folder;

    @Test
    void the_features_of_the_job_pass_and_one_of_another_computation_fails() {
        AuditedFleet fleet = new AuditedFleet(folder);
        Builders.ofJobs().features().run(fleet.lake, fleet.config);
        Serving serving = new Serving(fleet.lake, fleet.config, new AuditSettings(6, 0, 6, 3), Progress.silent());

        AuditOutcome honest = serving.alone();
        assertThat(honest).as(honest.text()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(honest.text()).contains("12 rows of 3 machines");

        skew(fleet.lake, FeatureGroups.TIME_DOMAIN, SKEWED);
        skew(fleet.lake, FeatureGroups.PEER, SKEWED_AMONG_PEERS);

        AuditOutcome skewed = serving.alone();
        assertThat(skewed).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(skewed.text()).contains(SKEWED + " of ", SKEWED_AMONG_PEERS + " of ", "when computed alone");
        assertThat(serving.champion(Optional.empty())).isInstanceOf(AuditOutcome.NotApplicable.class);
    }

    private static void skew(Lake lake, String group, String feature) {
        Dataset<Row> published = lake.read(group).localCheckpoint();
        List<String> features = Arrays.stream(published.columns())
                .filter(name -> !FeatureGroups.FACTS.contains(name))
                .toList();
        lake.overwrite(
                published.withColumn(feature, functions.col(feature).plus(1e-12)),
                FeatureGroups.table(group, features),
                Map.of());
    }
}

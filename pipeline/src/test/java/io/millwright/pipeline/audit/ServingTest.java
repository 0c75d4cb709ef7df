package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.PartialFeatures;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.training.Packages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L18: machines served alone get the published features, unless somebody computes those otherwise. */
class ServingTest {

    private static final String SKEWED = "temperature__24h__sd";
    private static final String SKEWED_AMONG_PEERS = "temperature__24h__mean_peer_rank";

    private static final String LATER = "temperature__2d__sd";

    @TempDir
    private Path folder;

    @Test
    void the_features_of_the_job_pass_and_one_of_another_computation_fails() {
        AuditedFleet fleet = new AuditedFleet(folder);
        Builders.ofJobs(fleet.lake).features().run(fleet.lake, fleet.config);
        Serving serving = new Serving(fleet.lake, fleet.config, new AuditSettings(6, 0, 6, 3), Progress.silent());

        AuditOutcome honest = serving.alone();
        assertThat(honest).as(honest.text()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(honest.text()).contains("12 rows of 3 machines");

        String definitions = Packages.featureSpecHash(fleet.lake, List.of(LATER));
        bringLater(fleet, LATER);
        assertThat(serving.alone())
                .as("where a row could not have it, nothing is compared")
                .isInstanceOf(AuditOutcome.Passed.class);
        assertThat(Packages.featureSpecHash(fleet.lake, List.of(LATER)))
                .as("a model that does not know the other feature finds its own as it was")
                .isEqualTo(definitions);

        skew(fleet.lake, FeatureGroups.TIME_DOMAIN, SKEWED);
        skew(fleet.lake, FeatureGroups.PEER, SKEWED_AMONG_PEERS);

        AuditOutcome skewed = serving.alone();
        assertThat(skewed).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(skewed.text()).contains(SKEWED + " of ", SKEWED_AMONG_PEERS + " of ", "when computed alone");
        assertThat(serving.champion(Optional.empty())).isInstanceOf(AuditOutcome.NotApplicable.class);
    }

    /** As if the feature came on day 10, and another one of the catalogue with it. */
    private static void bringLater(AuditedFleet fleet, String feature) {
        Dataset<Row> published = fleet.lake.read(FeatureGroups.TIME_DOMAIN).localCheckpoint();
        List<String> features = Arrays.stream(published.columns())
                .filter(name -> !FeatureGroups.FACTS.contains(name))
                .toList();
        Column after = functions.col(FeatureGroups.AS_OF).gt(AuditedFleet.day(10));
        fleet.lake.overwrite(
                published.withColumn(feature, functions.when(after, functions.col(feature))),
                FeatureGroups.table(FeatureGroups.TIME_DOMAIN, features),
                Map.of());
        fleet.write(
                PartialFeatures.TABLE,
                List.of(RowFactory.create(feature, FeatureGroups.TIME_DOMAIN, AuditedFleet.day(10), null)));
        Dataset<Row> catalogue = fleet.lake.read(FeatureCatalogue.TABLE).localCheckpoint();
        Column position = functions.col(FeatureCatalogue.POSITION);
        Dataset<Row> more = catalogue
                .filter(functions.col(FeatureCatalogue.NAME).equalTo(feature))
                .withColumn(FeatureCatalogue.NAME, functions.lit("context__e9_count_24h"));
        fleet.lake.overwrite(
                catalogue
                        .withColumn(FeatureCatalogue.POSITION, position.plus(1))
                        .union(more),
                FeatureCatalogue.TABLE,
                Map.of());
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

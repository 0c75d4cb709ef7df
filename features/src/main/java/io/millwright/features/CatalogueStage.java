package io.millwright.features;

import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A plan to the catalogue. Its commit says to which versions of the feature groups it belongs. */
final class CatalogueStage {

    private final Lake lake;
    private final FeaturePlan plan;
    private final FeatureVersions definitions;

    CatalogueStage(Lake lake, FeaturePlan plan, FeatureVersions definitions) {
        this.lake = lake;
        this.plan = plan;
        this.definitions = definitions;
    }

    void write() {
        definitions.keepFormer();
        List<String> tables =
                plan.groups().stream().map(FeaturePlan.Group::name).toList();
        lake.overwrite(
                lake.spark().createDataFrame(rows(), FeatureCatalogue.SCHEMA).coalesce(1),
                FeatureCatalogue.TABLE,
                new Origin(lake.versions(tables), FeaturePlan.VERSION));
    }

    private List<Row> rows() {
        Map<String, String> versions = definitions.versions();
        List<Row> rows = new ArrayList<>();
        List<FeaturePlan.Group> groups = new ArrayList<>(plan.groups());
        groups.add(plan.fitted());
        for (FeaturePlan.Group group : groups) {
            for (FeatureDefinition feature : group.features()) {
                rows.add(RowFactory.create(
                        feature.name(),
                        group.name(),
                        feature.definition(),
                        feature.unit(),
                        feature.window(),
                        feature.inputs(),
                        versions.get(feature.name()),
                        feature.sensor(),
                        feature.statistic(),
                        feature.family(),
                        feature.reason(),
                        rows.size()));
            }
        }
        return rows;
    }
}

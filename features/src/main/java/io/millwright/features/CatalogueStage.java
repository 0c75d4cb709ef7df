package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** @param written rows of an interval, beside which others stay with the features they have; empty where all rows were written */
    void write(Optional<Slice> written) {
        if (written.isEmpty()) {
            definitions.keepFormer();
        }
        new PartialStage(lake, plan, definitions).write(written);
        List<String> tables =
                plan.groups().stream().map(FeaturePlan.Group::name).toList();
        lake.overwrite(
                lake.spark()
                        .createDataFrame(rows(written.isPresent()), FeatureCatalogue.SCHEMA)
                        .coalesce(1),
                FeatureCatalogue.TABLE,
                new Origin(lake.versions(tables), definitions.definition()));
    }

    private List<Row> rows(boolean withGone) {
        Map<String, String> versions = definitions.versions();
        List<Row> rows = new ArrayList<>();
        List<String> groups = new ArrayList<>(FeatureGroups.ALL);
        groups.add(FeatureGroups.FITTED);
        for (String group : groups) {
            for (FeatureDefinition feature : features(group)) {
                rows.add(RowFactory.create(
                        feature.name(),
                        group,
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
            if (withGone) {
                definitions.gone().stream()
                        .filter(row -> row.getAs(FeatureCatalogue.GROUP).equals(group))
                        .forEach(row -> rows.add(at(rows.size(), row)));
            }
        }
        return rows;
    }

    private List<FeatureDefinition> features(String group) {
        return group.equals(FeatureGroups.FITTED) ? plan.fitted().features() : plan.features(group);
    }

    private static Row at(int position, Row entry) {
        return RowFactory.create(Arrays.stream(FeatureCatalogue.SCHEMA.fieldNames())
                .map(name -> name.equals(FeatureCatalogue.POSITION) ? position : entry.get(entry.fieldIndex(name)))
                .toArray());
    }
}

package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.catalogue.Ancestry;
import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureLineage;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.config.PipelineConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A plan to the catalogue and to the lineage of its features. The catalogue's commit says to which versions of the feature groups it belongs. */
final class CatalogueStage {

    private final Lake lake;
    private final PipelineConfig config;
    private final FeaturePlan plan;
    private final FeatureVersions definitions;

    CatalogueStage(Lake lake, PipelineConfig config, FeaturePlan plan, FeatureVersions definitions) {
        this.lake = lake;
        this.config = config;
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
        List<Row> catalogue = rows(written.isPresent());
        lake.overwrite(
                lake.spark().createDataFrame(catalogue, FeatureCatalogue.SCHEMA).coalesce(1),
                FeatureCatalogue.TABLE,
                new Origin(lake.versions(tables), definitions.definition()));
        lake.overwrite(
                lake.spark()
                        .createDataFrame(lineage(catalogue), FeatureLineage.SCHEMA)
                        .coalesce(1),
                FeatureLineage.TABLE,
                lake.versions(List.of(FeatureCatalogue.TABLE.name())));
    }

    private List<Row> lineage(List<Row> catalogue) {
        Ancestry ancestry = new Ancestry(config);
        List<String> columns = List.of(FeatureCatalogue.SCHEMA.fieldNames());
        List<Row> rows = new ArrayList<>();
        for (Row feature : catalogue) {
            String inputs = feature.getString(columns.indexOf(FeatureCatalogue.INPUTS));
            String sensor = (String) feature.get(columns.indexOf(FeatureCatalogue.SENSOR));
            for (Ancestry.Way way : ancestry.of(inputs, sensor)) {
                rows.add(RowFactory.create(
                        feature.get(columns.indexOf(FeatureCatalogue.NAME)),
                        feature.get(columns.indexOf(FeatureCatalogue.VERSION)),
                        way.table(),
                        way.sensor(),
                        way.source(),
                        way.column(),
                        way.path()));
            }
        }
        return rows;
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

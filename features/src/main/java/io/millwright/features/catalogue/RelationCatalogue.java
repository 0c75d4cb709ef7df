package io.millwright.features.catalogue;

import io.millwright.features.relation.RelationPlan;
import io.millwright.lake.config.FeatureSpec.Relation;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The relations of a plan, in the order of the columns of {@code RelationFeatures}. */
public final class RelationCatalogue {

    private final PipelineConfig config;
    private final RelationPlan plan;

    public RelationCatalogue(PipelineConfig config, RelationPlan plan) {
        this.config = config;
        this.plan = plan;
    }

    public List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        for (Relation relation : plan.relations()) {
            for (String window : plan.windowNames()) {
                for (String statistic : plan.statistics(relation)) {
                    features.add(feature(relation, window, statistic));
                }
            }
        }
        return features;
    }

    private FeatureDefinition feature(Relation relation, String window, String statistic) {
        return new FeatureDefinition(
                relation.name() + "__" + window + "__" + statistic,
                definition(relation, statistic),
                unit(relation, statistic),
                window,
                FeatureDefinition.readingsOf(relation.sensors()),
                null,
                statistic,
                relation.name(),
                null);
    }

    private String definition(Relation relation, String statistic) {
        String of = relation.of().get(0);
        String to = String.join(", ", relation.to());
        if (statistic.endsWith("_delta")) {
            return definition(relation, "") + ", minus the same over " + BaselineWords.of(config);
        }
        if (statistic.endsWith("_z")) {
            return definition(relation, "") + ", over the standard deviation of that in " + BaselineWords.of(config);
        }
        return switch (relation.kind()) {
            case RATIO -> means(relation.of()) + " over " + means(relation.to());
            case DIFFERENCE -> "mean of " + of + " minus mean of " + to;
            case RISE ->
                "(mean of " + of + " minus mean of " + relation.to().get(0) + ") over "
                        + means(relation.to().subList(1, relation.to().size()));
            case PRODUCT -> "mean of " + of + " times mean of " + to;
            case CORRELATION -> "Pearson's correlation of " + of + " and " + to + "," + tiles() + "; at least six";
            case RESIDUAL ->
                "mean of " + of + " minus what a linear model of " + to
                        + " expects, which is fitted by least squares to the tiles of " + tile() + " of "
                        + BaselineWords.of(config) + ", correlations shrunk by a tenth";
            case DISTANCE ->
                "Hotelling's T-squared of the means of " + of + ", " + to + " in " + BaselineWords.of(config)
                        + ", correlations" + tiles() + ", shrunk by a tenth";
        };
    }

    private String tiles() {
        return " of the means of tiles of " + tile() + " in which all of them have a reading";
    }

    private String tile() {
        return Span.shortName(config.features().tile(), config.timeAxis());
    }

    private static String means(List<String> sensors) {
        return "mean of " + String.join(" times mean of ", sensors);
    }

    private String unit(Relation relation, String statistic) {
        String of = unit(relation.of());
        return switch (relation.kind()) {
            case RATIO -> over(of, unit(relation.to()));
            case RISE -> over(of, unit(relation.to().subList(1, relation.to().size())));
            case DIFFERENCE -> of;
            case PRODUCT -> unit(relation.sensors());
            case RESIDUAL -> statistic.endsWith("_z") ? "" : of;
            case CORRELATION, DISTANCE -> "";
        };
    }

    private static String over(String of, String to) {
        return of.equals(to) ? "" : (of.isEmpty() ? "1" : of) + (to.isEmpty() ? "" : "/(" + to + ")");
    }

    /** Of the product of some sensors. */
    private String unit(List<String> sensors) {
        return sensors.stream()
                .map(sensor -> config.sensor(sensor).map(SensorSpec::unit).orElse(""))
                .filter(unit -> !unit.isEmpty())
                .collect(Collectors.joining("*"));
    }
}

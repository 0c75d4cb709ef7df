package io.millwright.features.catalogue;

import io.millwright.features.own.OwnFeature;
import io.millwright.features.own.OwnFeatures;
import java.util.List;

/** The features of one's own, in the order of their columns. */
public final class OwnCatalogue {

    private static final String STATISTIC = "own";

    private OwnCatalogue() {}

    public static List<FeatureDefinition> features(OwnFeatures own) {
        return own.features().stream().map(OwnCatalogue::feature).toList();
    }

    private static FeatureDefinition feature(OwnFeature feature) {
        return new FeatureDefinition(
                STATISTIC + "__" + feature.name(),
                feature.definition(),
                feature.unit(),
                null,
                (feature.sensors().isEmpty() ? "" : FeatureDefinition.readingsOf(feature.sensors()) + "; ")
                        + "events, work_orders, equipment, by class "
                        + feature.getClass().getName() + " " + OwnFeatures.version(feature),
                null,
                STATISTIC,
                feature.name(),
                null);
    }
}

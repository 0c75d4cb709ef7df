package io.millwright.features.relation;

import io.millwright.lake.config.FeatureSpec.Relation;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Which relations are computed, in the order of the columns: for every relation and window its statistics.
 *
 * @param windows ascending
 * @param windowNames beside them
 * @param baseline whether machines have a normal of their own
 */
public record RelationPlan(List<Relation> relations, List<Duration> windows, List<String> windowNames, boolean baseline)
        implements Serializable {

    /** The statistics of a relation, as the last part of a column's name. */
    public List<String> statistics(Relation relation) {
        return switch (relation.kind()) {
            case RATIO, DIFFERENCE, RISE, PRODUCT, CORRELATION ->
                baseline ? List.of(kind(relation), kind(relation) + "_delta") : List.of(kind(relation));
            case RESIDUAL -> List.of(kind(relation), kind(relation) + "_z");
            case DISTANCE -> List.of(kind(relation));
        };
    }

    private static String kind(Relation relation) {
        return relation.kind().name().toLowerCase(Locale.ROOT);
    }
}

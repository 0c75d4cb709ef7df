package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.PartialFeatures;
import io.millwright.lake.Lake;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Which rows of published feature groups have a feature; in the others it is null, whatever could have been known there. */
final class FeatureParts {

    private static final Part ALL = new Part(Long.MIN_VALUE, Long.MAX_VALUE);

    private final Map<String, Part> parts = new HashMap<>();

    /** Rows in {@code (afterMs, toMs]}. */
    private record Part(long afterMs, long toMs) {}

    FeatureParts(Lake lake) {
        if (lake.has(PartialFeatures.TABLE)) {
            for (Row row : lake.read(PartialFeatures.TABLE).collectAsList()) {
                Timestamp after = row.getAs(PartialFeatures.AFTER);
                Timestamp to = row.getAs(PartialFeatures.TO);
                parts.put(
                        row.getAs(PartialFeatures.NAME),
                        new Part(
                                after == null ? ALL.afterMs() : after.getTime(),
                                to == null ? ALL.toMs() : to.getTime()));
            }
        }
    }

    boolean has(String feature, long asOfMs) {
        Part part = parts.getOrDefault(feature, ALL);
        return asOfMs > part.afterMs() && asOfMs <= part.toMs();
    }

    /** A feature's column, null in rows that do not have it. */
    Column value(String feature) {
        Column value = col("`" + feature + "`");
        Part part = parts.get(feature);
        Column asOf = unix_millis(col(FeatureGroups.AS_OF));
        return part == null
                ? value
                : when(asOf.gt(part.afterMs()).and(asOf.leq(part.toMs())), value)
                        .as(feature);
    }

    /** The last moment before any row that has one of the features: a group that is all new has no row up to there. */
    long beforeAny(List<String> features) {
        return features.stream()
                .mapToLong(feature -> parts.getOrDefault(feature, ALL).afterMs())
                .min()
                .orElse(ALL.afterMs());
    }
}

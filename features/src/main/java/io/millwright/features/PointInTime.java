package io.millwright.features;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Features at moments of one's own: what was known of a machine when it was inspected, repaired or argued about. */
public final class PointInTime {

    /** The moment, a timestamp in UTC. */
    public static final String AT = "at";

    private static final List<String> MOMENT = List.of(FeatureGroups.EQUIPMENT_ID, AT);
    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);

    private PointInTime() {}

    /**
     * Each moment beside the newest features that are not after it. Of the feature groups only those with a wanted feature are read, and of
     * these only the files that can hold one of the machines between the earliest moment and the latest.
     *
     * @param moments {@link FeatureGroups#EQUIPMENT_ID}, {@link #AT} and any columns else; rows may be alike
     * @param features names of the catalogue; none for all that can be computed
     * @param oldest how long before a moment its features may be as of, not included; with less than the step between two rows a moment may
     *     find none
     * @return a row for each of {@code moments}: its columns, then {@code as_of} and the features, null where nothing was found or known
     * @throws MillwrightException where a name is not of the catalogue, or not of a feature that stands in a table
     */
    public static Dataset<Row> join(Lake lake, Dataset<Row> moments, Collection<String> features, Duration oldest) {
        return join(lake, moments, features, oldest, UnaryOperator.identity());
    }

    /**
     * As {@link #join}, by what is known today of those moments: what came late, was corrected or withdrawn since counts. To look back with, not
     * to train on.
     *
     * @throws MillwrightException also where the pipeline file keeps no tables of what is known now
     */
    public static Dataset<Row> joinAsCorrected(
            Lake lake, Dataset<Row> moments, Collection<String> features, Duration oldest) {
        return join(lake, moments, features, oldest, group -> corrected(lake, group));
    }

    private static String corrected(Lake lake, String group) {
        String table = FeatureGroups.corrected(group);
        if (!lake.has(table)) {
            throw MillwrightException.configuration("there is no table " + table
                    + "; set features.as_corrected: true in the pipeline file and run features once more");
        }
        return table;
    }

    private static Dataset<Row> join(
            Lake lake,
            Dataset<Row> moments,
            Collection<String> features,
            Duration oldest,
            UnaryOperator<String> table) {
        Map<String, List<String>> wanted = byGroup(lake, features);
        Column near = near(moments, oldest);
        List<Dataset<Row>> groups = new ArrayList<>();
        wanted.forEach((group, names) ->
                groups.add(lake.readFewFiles(table.apply(group)).filter(near).select(columns(KEY, names))));
        Dataset<Row> keys = groups.stream()
                .map(rows -> rows.select(columns(KEY, List.of())))
                .reduce(Dataset::union)
                .orElseThrow(() -> MillwrightException.data("the catalogue has no feature that can be computed"));
        Dataset<Row> joined =
                moments.join(newest(moments, keys.distinct(), oldest), MOMENT.toArray(String[]::new), "left");
        for (Dataset<Row> rows : groups) {
            joined = joined.join(rows, KEY.toArray(String[]::new), "left");
        }
        List<String> order = new ArrayList<>(List.of(FeatureGroups.AS_OF));
        order.addAll(new LinkedHashSet<>(features));
        if (features.isEmpty()) {
            wanted.values().forEach(order::addAll);
        }
        return joined.select(columns(List.of(moments.columns()), order));
    }

    /** Where a row that any moment can find lies; Delta skips files by it. */
    private static Column near(Dataset<Row> moments, Duration oldest) {
        Row ends = moments.agg(
                        functions.min(AT),
                        functions.max(AT),
                        functions.min(FeatureGroups.EQUIPMENT_ID),
                        functions.max(FeatureGroups.EQUIPMENT_ID))
                .head();
        if (ends.isNullAt(0) || ends.isNullAt(2)) {
            throw MillwrightException.data("there is no moment to look up features at");
        }
        Timestamp first = Timestamp.from(ends.getTimestamp(0).toInstant().minus(oldest));
        return functions
                .col(FeatureGroups.AS_OF)
                .between(first, ends.get(1))
                .and(functions.col(FeatureGroups.EQUIPMENT_ID).between(ends.get(2), ends.get(3)));
    }

    private static Column[] columns(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream())
                .map(name -> functions.col("`" + name + "`"))
                .toArray(Column[]::new);
    }

    /** Machine and moment to the newest {@code as_of} that is not after it. */
    private static Dataset<Row> newest(Dataset<Row> moments, Dataset<Row> keys, Duration oldest) {
        Column at = functions.unix_millis(functions.col(AT));
        Column asOf = functions.unix_millis(functions.col(FeatureGroups.AS_OF));
        return moments.select(AT, FeatureGroups.EQUIPMENT_ID)
                .distinct()
                .join(keys, FeatureGroups.EQUIPMENT_ID)
                .filter(asOf.leq(at).and(asOf.gt(at.minus(functions.lit(oldest.toMillis())))))
                .groupBy(FeatureGroups.EQUIPMENT_ID, AT)
                .agg(functions.max(FeatureGroups.AS_OF).as(FeatureGroups.AS_OF));
    }

    /** Table to the features wanted of it, both in the order of the training set. */
    private static Map<String, List<String>> byGroup(Lake lake, Collection<String> features) {
        Map<String, Row> catalogue = new TreeMap<>();
        List<String> computable = new ArrayList<>();
        for (Row feature : lake.read(FeatureCatalogue.TABLE)
                .orderBy(FeatureCatalogue.POSITION)
                .select(FeatureCatalogue.NAME, FeatureCatalogue.GROUP, FeatureCatalogue.REASON)
                .collectAsList()) {
            catalogue.put(feature.getString(0), feature);
            if (feature.isNullAt(2) && !feature.getString(1).equals(FeatureGroups.FITTED)) {
                computable.add(feature.getString(0));
            }
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String name : features.isEmpty() ? computable : new LinkedHashSet<>(features)) {
            groups.computeIfAbsent(tableOf(name, catalogue.get(name)), any -> new ArrayList<>())
                    .add(name);
        }
        return groups;
    }

    private static String tableOf(String name, @Nullable Row feature) {
        if (feature == null) {
            throw MillwrightException.configuration(
                    "'" + name
                            + "' is no feature of the catalogue; features explain with a part of a name lists those that have it");
        }
        if (feature.getString(1).equals(FeatureGroups.FITTED)) {
            throw MillwrightException.configuration(
                    "'" + name + "' is fitted by each training anew and stands in no table; leave it out");
        }
        if (!feature.isNullAt(2)) {
            throw MillwrightException.configuration(
                    "'" + name + "' is never computed on this fleet (" + feature.getString(2) + "); leave it out");
        }
        return feature.getString(1);
    }
}

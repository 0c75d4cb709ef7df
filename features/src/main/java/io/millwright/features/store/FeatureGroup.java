package io.millwright.features.store;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.MillwrightException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * A feature group as a store is asked for it. Its record identifier is {@link FeatureGroups#EQUIPMENT_ID}, its event time
 * {@link FeatureGroups#AS_OF}; both are features too, the first two.
 *
 * @param name in the store
 * @param table of the lake
 * @param features in the order of the catalogue
 */
public record FeatureGroup(String name, String table, List<Feature> features) {

    /** Most features SageMaker keeps in one group, record identifier and event time among them. */
    public static final int MOST_FEATURES = 2_500;

    /** Columns the store adds to a row (SageMaker's connector the last of them), and the ones its files are partitioned by. */
    private static final Set<String> RESERVED = Stream.concat(
                    Stream.of(
                            OfflineRows.API_INVOCATION_TIME,
                            OfflineRows.WRITE_TIME,
                            OfflineRows.IS_DELETED,
                            "temp_event_time_col"),
                    OfflineRows.HOUR_OF_EVENT.stream())
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63}");
    private static final int LONGEST_NAME = 64;
    private static final int MOST_NAMED = 3;
    private static final String TABLE_PREFIX = "features_";

    /** A column of the group. */
    public record Feature(String name, FeatureType type) {}

    public FeatureGroup {
        features = List.copyOf(features);
    }

    /**
     * The group of a table.
     *
     * @param prefix of the names of all groups of one fleet
     * @param computable features of the catalogue that can be computed on this fleet, in order; the others are left out, as they are
     *     of the training set
     * @throws MillwrightException category CONFIGURATION for what no feature store takes: a reserved name, one that is too long, two
     *     that differ by case alone, too many, a type it does not have
     */
    public static FeatureGroup of(String prefix, String table, StructType schema, List<String> computable) {
        List<String> columns = new ArrayList<>(List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF));
        columns.addAll(computable);
        requireFew(table, columns.size());
        requireNames(table, columns);
        return new FeatureGroup(
                prefix + "-" + table.replaceFirst("^" + TABLE_PREFIX, "").replace('_', '-'),
                table,
                columns.stream()
                        .map(column -> new Feature(
                                column,
                                FeatureType.of(column, schema.apply(column).dataType())))
                        .toList());
    }

    private static void requireFew(String table, int columns) {
        if (columns > MOST_FEATURES) {
            throw MillwrightException.configuration("the table " + table + " has " + columns
                    + " features with machine and moment, and a feature group holds at most " + MOST_FEATURES
                    + "; shorten features.windows or features.statistics of the pipeline file");
        }
    }

    private static void requireNames(String table, List<String> columns) {
        Map<String, String> seen = new HashMap<>();
        for (String column : columns) {
            String folded = column.toLowerCase(Locale.ROOT);
            if (RESERVED.contains(folded)) {
                throw refused(table, column, "the feature store keeps that name for itself");
            }
            if (column.length() > LONGEST_NAME || !NAME.matcher(column).matches()) {
                throw refused(
                        table,
                        column,
                        "a feature store takes letters, digits, - and _, at most " + LONGEST_NAME
                                + ", the first and the last no - or _");
            }
            String twin = seen.put(folded, column);
            if (twin != null) {
                throw refused(table, column, "it differs from " + twin + " by upper and lower case alone");
            }
        }
    }

    private static MillwrightException refused(String table, String column, String why) {
        return MillwrightException.configuration("the feature '" + column + "' of the table " + table
                + " cannot go into a feature group: " + why
                + "; rename the sensor, component or code it is named after");
    }

    /** Names of the features that are neither machine nor moment. */
    List<String> values() {
        return features.stream().skip(2).map(Feature::name).toList();
    }

    /** What two lists of features differ by, in words: what is new, what is gone, at most a few of each. */
    public static String difference(List<String> before, List<String> now) {
        String added = some(now.stream().filter(name -> !before.contains(name)).toList());
        String removed =
                some(before.stream().filter(name -> !now.contains(name)).toList());
        return added.isEmpty() && removed.isEmpty()
                ? "in another order"
                : "new: " + (added.isEmpty() ? "none" : added) + "; gone: " + (removed.isEmpty() ? "none" : removed);
    }

    private static String some(List<String> names) {
        int shown = Math.min(names.size(), MOST_NAMED);
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }
}

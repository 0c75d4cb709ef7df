package io.millwright.features.store;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millwright.features.table.FeatureGroups;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Rows of a feature group's table as rows of the offline store.
 *
 * <pre>
 * (equipment_id, as_of, features) now, before
 *   -> those new, changed or gone                      one row a (equipment_id, as_of), features null where gone
 *   -> with the store's columns and its partitions     year, month, day, hour of as_of
 * </pre>
 *
 * <p>A null of the table is a null of the store. So is NaN and so is an infinity, which no feature store takes: they say no more than
 * that the feature could not be computed.
 *
 * @see "Amazon SageMaker Developer Guide, Feature Store offline store data format, table formats Glue and Iceberg"
 */
final class OfflineRows {

    /** When the row was handed over: the time of the table's commit, to the millisecond. */
    static final String API_INVOCATION_TIME = "api_invocation_time";

    /** When it was written; here the same, so that a retry writes the same bytes. */
    static final String WRITE_TIME = "write_time";

    /** Whether the row says that the table has no such row any more. */
    static final String IS_DELETED = "is_deleted";

    /** Partitions of the store, by the hour of the event time, UTC. */
    static final List<String> HOUR_OF_EVENT = List.of("year", "month", "day", "hour");

    private static final String ISO_8601 = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
    private static final List<String> PATTERNS = List.of("yyyy", "MM", "dd", "HH");

    /** What a file may hold before it is compressed; a file is carried through the driver's memory. */
    private static final long BYTES_OF_A_FILE = 64L << 20;

    private static final int BYTES_OF_A_VALUE = 8;

    /** Of a moment in ISO 8601; the table format Iceberg is partitioned by them. */
    private static final int LETTERS_OF_A_DAY = 10;

    private static final String NOW = "now";
    private static final String BEFORE = "before";

    private final FeatureGroup group;

    OfflineRows(FeatureGroup group) {
        this.group = group;
    }

    /**
     * One row about a whole table: {@code keyless} (rows without machine or moment) and {@code not_numbers} (values that are NaN or
     * infinite).
     */
    Dataset<Row> counted(Dataset<Row> table) {
        return table.agg(
                orZero(sum(when(
                                col(FeatureGroups.EQUIPMENT_ID)
                                        .isNull()
                                        .or(col(FeatureGroups.AS_OF).isNull()),
                                1)))
                        .as("keyless"),
                orZero(sum(size(filter(array(fractional()), OfflineRows::isNoNumber))))
                        .as("not_numbers"));
    }

    private Column[] fractional() {
        return group.features().stream()
                .filter(feature -> feature.type() == FeatureType.FRACTIONAL)
                .map(feature -> column(feature.name()))
                .toArray(Column[]::new);
    }

    private static Column orZero(Column sum) {
        return coalesce(sum.cast(DataTypes.LongType), lit(0L));
    }

    private static Column isNoNumber(Column value) {
        return isnan(value).or(abs(value).equalTo(lit(Double.POSITIVE_INFINITY)));
    }

    /** Every row of a table whose group is empty, as {@link #changed}. */
    Dataset<Row> all(Dataset<Row> now) {
        return plain(now).withColumn(IS_DELETED, lit(false));
    }

    /**
     * The rows that are new or other than before, and those that are gone: with null features, and {@link #IS_DELETED} true.
     *
     * @param before the table as it was when it was exported last
     */
    Dataset<Row> changed(Dataset<Row> now, Dataset<Row> before) {
        Column sameKey = of(NOW, FeatureGroups.EQUIPMENT_ID)
                .equalTo(of(BEFORE, FeatureGroups.EQUIPMENT_ID))
                .and(of(NOW, FeatureGroups.AS_OF).equalTo(of(BEFORE, FeatureGroups.AS_OF)));
        Column isGone = of(NOW, FeatureGroups.EQUIPMENT_ID).isNull();
        Column isNew = of(BEFORE, FeatureGroups.EQUIPMENT_ID).isNull();
        Column isOther = not(values(NOW).eqNullSafe(values(BEFORE)));
        return plain(now)
                .as(NOW)
                .join(plain(before).as(BEFORE), sameKey, "full_outer")
                .filter(isGone.or(isNew).or(isOther))
                .select(columns(
                        name -> isKey(name) ? coalesce(of(NOW, name), of(BEFORE, name)) : of(NOW, name),
                        isGone.as(IS_DELETED)));
    }

    private Column values(String side) {
        return struct(group.values().stream().map(name -> of(side, name)).toArray(Column[]::new));
    }

    private static boolean isKey(String name) {
        return name.equals(FeatureGroups.EQUIPMENT_ID) || name.equals(FeatureGroups.AS_OF);
    }

    private static Column of(String side, String name) {
        return col(side + ".`" + name + "`");
    }

    private static Column column(String name) {
        return col("`" + name + "`");
    }

    /** The newest row of every machine, in order of machine, in the store's types. */
    Dataset<Row> latest(Dataset<Row> table) {
        Dataset<Row> rows = plain(table);
        Dataset<Row> newest = rows.groupBy(FeatureGroups.EQUIPMENT_ID)
                .agg(max(FeatureGroups.AS_OF).as(FeatureGroups.AS_OF));
        return rows.join(newest, new String[] {FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF}, "left_semi")
                .orderBy(FeatureGroups.EQUIPMENT_ID);
    }

    /** The group's columns in the store's types: moments as ISO 8601 in UTC, no NaN, no infinity. */
    private Dataset<Row> plain(Dataset<Row> table) {
        return table.select(group.features().stream()
                .map(feature -> plain(
                                feature, table.schema().apply(feature.name()).dataType())
                        .as(feature.name()))
                .toArray(Column[]::new));
    }

    private static Column plain(FeatureGroup.Feature feature, DataType type) {
        Column value = column(feature.name());
        return switch (feature.type()) {
            case INTEGRAL -> value.cast(DataTypes.LongType);
            case FRACTIONAL -> {
                Column number = value.cast(DataTypes.DoubleType);
                yield when(not(isNoNumber(number)), number);
            }
            case STRING -> type.equals(DataTypes.TimestampType) ? date_format(value, ISO_8601) : value;
        };
    }

    private Column[] columns(Function<String, Column> each, Column last) {
        List<Column> columns = new ArrayList<>();
        group.features()
                .forEach(feature -> columns.add(each.apply(feature.name()).as(feature.name())));
        columns.add(last);
        return columns.toArray(Column[]::new);
    }

    /**
     * Rows as the table format Glue keeps them, each hour's together and in order of moment and machine.
     *
     * @param changed of {@link #all} or {@link #changed}
     * @param written the store's time of writing
     */
    Dataset<Row> byHour(Dataset<Row> changed, Instant written) {
        Column moment = col(FeatureGroups.AS_OF).cast(DataTypes.TimestampType);
        Dataset<Row> rows = timed(changed, written);
        for (int i = 0; i < PATTERNS.size(); i++) {
            rows = rows.withColumn(HOUR_OF_EVENT.get(i), date_format(moment, PATTERNS.get(i)));
        }
        List<Column> order =
                new ArrayList<>(HOUR_OF_EVENT.stream().map(OfflineRows::column).toList());
        rows = rows.repartition(order.toArray(Column[]::new));
        order.addAll(List.of(col(FeatureGroups.AS_OF), col(FeatureGroups.EQUIPMENT_ID)));
        return rows.sortWithinPartitions(order.toArray(Column[]::new));
    }

    /** Rows as the table format Iceberg keeps them, each day's (its partition {@code as_of_trunc}) together; else the same. */
    Dataset<Row> byDay(Dataset<Row> changed, Instant written) {
        return timed(changed, written)
                .repartition(substring(col(FeatureGroups.AS_OF), 1, LETTERS_OF_A_DAY))
                .sortWithinPartitions(FeatureGroups.AS_OF, FeatureGroups.EQUIPMENT_ID);
    }

    private static Dataset<Row> timed(Dataset<Row> changed, Instant written) {
        Column time = lit(Timestamp.from(written));
        return changed.withColumn(WRITE_TIME, time).withColumn(API_INVOCATION_TIME, time);
    }

    /** Rows a file may hold. */
    long rowsOfAFile() {
        return Math.max(
                1, BYTES_OF_A_FILE / ((long) BYTES_OF_A_VALUE * group.features().size()));
    }
}

package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of the feature groups of two lakes, compared bit by bit. */
final class FeatureRows {

    private static final StructType HASHED = new StructType()
            .add("equipment_id", DataTypes.StringType, false)
            .add("as_of_ms", DataTypes.LongType, false)
            .add("hash", DataTypes.LongType, false);

    private FeatureRows() {}

    /**
     * What a comparison found.
     *
     * @param rowsByMachine rows compared, by machine
     * @param differences of each group that does not agree the first, in words
     */
    record Comparison(Map<String, Integer> rowsByMachine, Map<String, String> differences) {

        int rows() {
            return rowsByMachine.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Compares the rows with {@code as_of} up to each machine's cut: the same rows must exist, with the same bits, in the features that the
     * expected rows have.
     *
     * @param expected rows as they were published
     * @param cuts machine to the last {@code as_of} compared, in milliseconds
     * @param groups those of {@link FeatureGroups#ALL} that can agree: of several machines only where one moment cuts all
     */
    static Comparison compare(Lake expected, Lake actual, Map<String, Long> cuts, List<String> groups) {
        Map<String, Integer> rows = new TreeMap<>();
        Map<String, String> differences = new LinkedHashMap<>();
        for (String group : groups) {
            if (expected.has(group)) {
                compare(group, expected, actual, cuts, rows, differences);
            }
        }
        return new Comparison(rows, differences);
    }

    private static void compare(
            String group,
            Lake expected,
            Lake actual,
            Map<String, Long> cuts,
            Map<String, Integer> rows,
            Map<String, String> differences) {
        if (!actual.has(group)) {
            differences.put(group, group + " was not built at all");
            return;
        }
        Dataset<Row> left = expected.read(group);
        Dataset<Row> right = actual.read(group);
        // A code or a value of metadata that occurs only behind the cut has no column in the copy.
        List<String> columns = Arrays.stream(left.columns())
                .filter(List.of(right.columns())::contains)
                .filter(name -> !FeatureGroups.FACTS.contains(name))
                .toList();
        FeatureParts parts = new FeatureParts(expected);
        Map<String, Long> before = hashes(left, columns, cuts.keySet(), parts);
        Map<String, Long> after = hashes(right, columns, cuts.keySet(), parts);
        cuts.forEach((machine, cut) -> {
            SortedMap<Long, Long> one = upTo(before, machine, cut);
            SortedMap<Long, Long> other = upTo(after, machine, cut);
            rows.merge(machine, one.size(), Integer::max);
            if (!one.equals(other)) {
                differences.computeIfAbsent(
                        group, any -> describe(group, machine, cut, one, other, left, right, columns, parts));
            }
        });
    }

    private static SortedMap<Long, Long> upTo(Map<String, Long> hashes, String machine, long cut) {
        TreeMap<Long, Long> rows = new TreeMap<>();
        String prefix = machine + "\n";
        hashes.forEach((key, hash) -> {
            if (key.startsWith(prefix)) {
                long asOf = Long.parseLong(key.substring(prefix.length()));
                if (asOf <= cut) {
                    rows.put(asOf, hash);
                }
            }
        });
        return rows;
    }

    private static Map<String, Long> hashes(
            Dataset<Row> group, List<String> columns, Collection<String> machines, FeatureParts parts) {
        List<Column> selected = new ArrayList<>();
        selected.add(col(FeatureGroups.EQUIPMENT_ID));
        selected.add(unix_millis(col(FeatureGroups.AS_OF)));
        columns.forEach(column -> selected.add(parts.value(column)));
        Map<String, Long> hashes = new HashMap<>();
        group.filter(col(FeatureGroups.EQUIPMENT_ID).isin(machines.toArray()))
                .filter(unix_millis(col(FeatureGroups.AS_OF)).gt(parts.beforeAny(columns)))
                .select(selected.toArray(new Column[0]))
                .map((MapFunction<Row, Row>) FeatureRows::hashed, Encoders.row(HASHED))
                .collectAsList()
                .forEach(row -> hashes.put(row.getString(0) + "\n" + row.getLong(1), row.getLong(2)));
        return hashes;
    }

    /** A 64-bit hash of the bits of all values; null and NaN are told apart. */
    private static Row hashed(Row row) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 2; i < row.length(); i++) {
            long bits = row.isNullAt(i) ? 0x7ff8dead00000000L : Double.doubleToRawLongBits(row.getDouble(i));
            hash = (hash ^ bits) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        return RowFactory.create(row.getString(0), row.getLong(1), hash);
    }

    private static String describe(
            String group,
            String machine,
            long cut,
            SortedMap<Long, Long> one,
            SortedMap<Long, Long> other,
            Dataset<Row> left,
            Dataset<Row> right,
            List<String> columns,
            FeatureParts parts) {
        SortedMap<Long, Long> all = new TreeMap<>(other);
        all.putAll(one);
        for (Long asOf : all.keySet()) {
            Long first = one.get(asOf);
            Long second = other.get(asOf);
            if (first == null || second == null) {
                return group + ": the row of " + machine + " at " + instant(asOf) + " exists only "
                        + (first == null ? "when" : "unless") + " what comes after " + instant(cut) + " changes";
            }
            if (!first.equals(second)) {
                return group + ": " + machine + " at " + instant(asOf) + " changes with what comes after "
                        + instant(cut) + ": "
                        + columns(
                                row(left, machine, asOf, columns, parts),
                                row(right, machine, asOf, columns, parts),
                                columns);
            }
        }
        throw new IllegalStateException("two different maps have no difference");
    }

    private static Row row(Dataset<Row> group, String machine, long asOf, List<String> columns, FeatureParts parts) {
        return group.filter(col(FeatureGroups.EQUIPMENT_ID).equalTo(machine))
                .filter(unix_millis(col(FeatureGroups.AS_OF)).equalTo(asOf))
                .select(columns.stream().map(parts::value).toArray(Column[]::new))
                .first();
    }

    private static String columns(Row one, Row other, List<String> names) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!java.util.Objects.equals(one.get(i), other.get(i))) {
                changed.add(names.get(i) + " from " + one.get(i) + " to " + other.get(i));
            }
        }
        return changed.size() + " features, such as "
                + String.join(", ", changed.subList(0, Math.min(3, changed.size())));
    }

    static String instant(long ms) {
        return java.time.Instant.ofEpochMilli(ms).toString();
    }
}

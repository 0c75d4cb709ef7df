package io.millwright.pipeline.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureLineage;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.features.table.FormerDefinitions;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Everything known of one feature.
 *
 * @param sources landing sources the feature goes back to
 * @param values what the training set holds of it
 * @param histogram equal bins over the middle 98 % of its values; the first and the last hold what lies beyond
 * @param machines the machines with the highest values, their values by time
 * @param former definitions it had before, newest first
 * @param months what the feature job told of its values while it wrote them
 */
public record FeatureFacts(
        Definition definition,
        List<From> sources,
        Values values,
        List<Bin> histogram,
        List<Machine> machines,
        List<Former> former,
        List<Month> months) {

    private static final int BINS = 20;
    private static final int MACHINES = 4;
    private static final int LISTED = 12;

    /** As the catalogue has it; empty texts where it has none. */
    public record Definition(
            String name,
            String group,
            String definition,
            String unit,
            String window,
            String inputs,
            String version,
            String sensor,
            String statistic,
            String reason) {}

    /**
     * A landing source.
     *
     * @param column with a comma before it, where the feature goes back to one column of the files
     */
    public record From(String name, String path, String column) {}

    /** NaN where nothing is known. */
    public record Values(long rows, long known, double least, double q25, double median, double q75, double greatest) {}

    /** Rows with a value in {@code [from, to)}. */
    public record Bin(double from, double to, long rows) {}

    /** Values of one machine. */
    public record Machine(String equipmentId, List<Point> points) {}

    /**
     * One value.
     *
     * @param at seconds since the epoch
     */
    public record Point(long at, double value) {}

    /**
     * A definition that is no more.
     *
     * @param place of its values, for people
     */
    public record Former(String version, String definition, String place) {}

    /**
     * Values in one UTC month.
     *
     * @param month {@code 2026-01}
     * @param mean NaN without a value, like least and greatest
     */
    public record Month(String month, long rows, long missing, double mean, double least, double greatest) {

        /** With what was written of the same month another time. */
        private Month plus(Month other) {
            long known = rows - missing;
            long others = other.rows - other.missing;
            return new Month(
                    month,
                    rows + other.rows,
                    missing + other.missing,
                    known == 0
                            ? other.mean
                            : others == 0 ? mean : (known * mean + others * other.mean) / (known + others),
                    known == 0 ? other.least : others == 0 ? least : Math.min(least, other.least),
                    known == 0 ? other.greatest : others == 0 ? greatest : Math.max(greatest, other.greatest));
        }
    }

    /**
     * Reads the catalogue, the lineage and one column of the training set.
     *
     * @throws MillwrightException where no feature has the name; the message lists those whose name has it in it
     */
    public static FeatureFacts of(Lake lake, String name) {
        List<Former> former = former(lake, name);
        Definition definition = definition(lake, name, former);
        Dataset<Row> training = lake.read(TrainingSet.NAME);
        if (!definition.reason().isEmpty() || !List.of(training.columns()).contains(name)) {
            return new FeatureFacts(
                    definition, sources(lake, name), unknown(0), List.of(), List.of(), former, List.of());
        }
        Dataset<Row> rows = training.select(
                col(TrainingSet.EQUIPMENT_ID),
                unix_millis(col(TrainingSet.AS_OF)).as("at"),
                functions
                        .nanvl(col(name).cast("double"), functions.lit(null).cast("double"))
                        .as("value"));
        return new FeatureFacts(
                definition,
                sources(lake, name),
                values(rows),
                histogram(rows),
                machines(rows),
                former,
                months(lake, name));
    }

    private static List<Month> months(Lake lake, String name) {
        Map<String, Month> months = new TreeMap<>();
        if (lake.has(FeatureStatistics.TABLE)) {
            lake.read(FeatureStatistics.TABLE)
                    .where(col(FeatureStatistics.NAME).equalTo(name))
                    .select(
                            functions.date_format(col(FeatureStatistics.AFTER), "yyyy-MM"),
                            col(FeatureStatistics.ROWS),
                            col(FeatureStatistics.MISSING),
                            col(FeatureStatistics.MEAN),
                            col(FeatureStatistics.MIN),
                            col(FeatureStatistics.MAX))
                    .collectAsList()
                    .forEach(row -> months.merge(
                            row.getString(0),
                            new Month(
                                    row.getString(0),
                                    row.getLong(1),
                                    row.getLong(2),
                                    number(row, 3),
                                    number(row, 4),
                                    number(row, 5)),
                            Month::plus));
        }
        return List.copyOf(months.values());
    }

    private static double number(Row row, int column) {
        return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
    }

    private static List<Former> former(Lake lake, String name) {
        if (!lake.has(FormerDefinitions.TABLE)) {
            return List.of();
        }
        return lake
                .read(FormerDefinitions.TABLE)
                .where(col(FormerDefinitions.NAME).equalTo(name))
                .orderBy(col(FormerDefinitions.VERSION).cast("int").desc())
                .select(
                        FormerDefinitions.VERSION,
                        FormerDefinitions.DEFINITION,
                        FormerDefinitions.GROUP,
                        FormerDefinitions.TABLE_VERSION)
                .collectAsList()
                .stream()
                .map(row -> new Former(row.getString(0), row.getString(1), place(lake, row)))
                .toList();
    }

    private static String place(Lake lake, Row former) {
        if (former.isNullAt(3)) {
            return "in the packages of the models of then";
        }
        String place = "version " + former.getLong(3) + " of " + former.getString(2);
        return lake.isKept(former.getString(2), former.getLong(3))
                ? "in " + place
                : "no longer kept, they were in " + place;
    }

    private static Definition definition(Lake lake, String name, List<Former> former) {
        Map<String, Definition> all = new TreeMap<>();
        for (Row row : lake.read(FeatureCatalogue.TABLE)
                .select(
                        FeatureCatalogue.NAME,
                        FeatureCatalogue.GROUP,
                        FeatureCatalogue.DEFINITION,
                        FeatureCatalogue.UNIT,
                        FeatureCatalogue.WINDOW,
                        FeatureCatalogue.INPUTS,
                        FeatureCatalogue.VERSION,
                        FeatureCatalogue.SENSOR,
                        FeatureCatalogue.STATISTIC,
                        FeatureCatalogue.REASON)
                .collectAsList()) {
            all.put(
                    row.getString(0),
                    new Definition(
                            text(row, 0),
                            text(row, 1),
                            text(row, 2),
                            text(row, 3),
                            text(row, 4),
                            text(row, 5),
                            text(row, 6),
                            text(row, 7),
                            text(row, 8),
                            text(row, 9)));
        }
        Definition found = all.get(name);
        if (found == null && !former.isEmpty()) {
            throw MillwrightException.configuration("the feature '" + name + "' is no longer computed; its values are "
                    + former.get(0).place() + " ("
                    + former.get(0).definition() + ")");
        }
        if (found == null) {
            throw MillwrightException.configuration(notFound(name, new ArrayList<>(all.keySet())));
        }
        return found;
    }

    private static String notFound(String name, List<String> all) {
        List<String> like = all.stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (like.isEmpty()) {
            return "no feature is called '" + name + "', and none has that in its name"
                    + Spelling.nearest(name, all)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; the table " + FeatureCatalogue.TABLE.name() + " lists all " + all.size());
        }
        return "no feature is called '" + name + "'; " + like.size() + " have it in their name: "
                + String.join(", ", like.subList(0, Math.min(LISTED, like.size())))
                + (like.size() > LISTED ? ", and " + (like.size() - LISTED) + " more" : "");
    }

    private static String text(Row row, int column) {
        return row.isNullAt(column) ? "" : row.getString(column);
    }

    /** As the feature job wrote them beside the catalogue; none in a lake of before it did. */
    private static List<From> sources(Lake lake, String name) {
        if (!lake.has(FeatureLineage.TABLE)) {
            return List.of();
        }
        return lake
                .read(FeatureLineage.TABLE)
                .where(col(FeatureLineage.NAME).equalTo(name))
                .select(FeatureLineage.SOURCE, FeatureLineage.PATH, FeatureLineage.COLUMN, FeatureLineage.SENSOR)
                .orderBy(FeatureLineage.SOURCE, FeatureLineage.COLUMN, FeatureLineage.SENSOR)
                .collectAsList()
                .stream()
                .map(row -> new From(row.getString(0), row.getString(1), column(row)))
                .toList();
    }

    private static String column(Row way) {
        if (!way.isNullAt(2)) {
            return ", column " + way.getString(2);
        }
        return way.isNullAt(3) ? "" : ", rows of the sensor " + way.getString(3);
    }

    private static Values unknown(long rows) {
        return new Values(rows, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    private static Values values(Dataset<Row> rows) {
        Row row = rows.selectExpr(
                        "count(*)",
                        "count(value)",
                        "min(value)",
                        "percentile_approx(value, array(0.25D, 0.5D, 0.75D), 10000)",
                        "max(value)")
                .first();
        if (row.getLong(1) == 0) {
            return unknown(row.getLong(0));
        }
        List<Double> quartiles = row.getList(3);
        return new Values(
                row.getLong(0),
                row.getLong(1),
                row.getDouble(2),
                quartiles.get(0),
                quartiles.get(1),
                quartiles.get(2),
                row.getDouble(4));
    }

    private static List<Bin> histogram(Dataset<Row> rows) {
        Row ends = rows.selectExpr("percentile_approx(value, array(0.01D, 0.99D), 10000)")
                .first();
        if (ends.isNullAt(0)) {
            return List.of();
        }
        double low = ends.<Double>getList(0).get(0);
        double high = ends.<Double>getList(0).get(1);
        double width = high > low ? (high - low) / BINS : 1;
        long[] counts = new long[high > low ? BINS : 1];
        rows.where("value is not null")
                .selectExpr("cast(floor((value - " + low + "D) / " + width + "D) as int) as bin")
                .groupBy("bin")
                .count()
                .collectAsList()
                .forEach(row -> counts[Math.max(0, Math.min(counts.length - 1, row.getInt(0)))] += row.getLong(1));
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < counts.length; bin++) {
            bins.add(new Bin(low + bin * width, low + (bin + 1) * width, counts[bin]));
        }
        return bins;
    }

    private static List<Machine> machines(Dataset<Row> rows) {
        List<String> highest = rows
                .where("value is not null")
                .groupBy(TrainingSet.EQUIPMENT_ID)
                .agg(functions.max("value").as("highest"))
                .orderBy(functions.col("highest").desc(), functions.col(TrainingSet.EQUIPMENT_ID))
                .limit(MACHINES)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
        Map<String, List<Point>> points = new LinkedHashMap<>();
        highest.forEach(machine -> points.put(machine, new ArrayList<>()));
        rows.where(col(TrainingSet.EQUIPMENT_ID).isInCollection(highest))
                .where("value is not null")
                .orderBy("at")
                .collectAsList()
                .forEach(row -> points.getOrDefault(row.getString(0), new ArrayList<>())
                        .add(new Point(row.getLong(1) / 1_000, row.getDouble(2))));
        return points.entrySet().stream()
                .map(machine -> new Machine(machine.getKey(), machine.getValue()))
                .toList();
    }
}

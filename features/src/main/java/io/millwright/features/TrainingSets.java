package io.millwright.features;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Labels;
import io.millwright.features.table.Regimes;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.Sha256;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The point-in-time join of the feature groups, and what it was made of. */
public final class TrainingSets {

    private TrainingSets() {}

    /**
     * Joins all groups on machine and {@code as_of} into {@code training_set}, one row for each row of the groups, test rows
     * included. Features that can never be computed on this fleet are left out; features that happen to be null or constant
     * on every row stay, because leaving them out would look at test rows, and are named in the manifest. Of a training set that is there and
     * has the same columns, only rows behind the first one that a group has written again since are joined anew.
     *
     * @throws MillwrightException where the feature job has not run
     */
    public static TrainingManifest build(Lake lake, PipelineConfig config, Progress progress) {
        progress.step("joining features into a training set");
        List<Row> catalogue = lake.read(FeatureCatalogue.TABLE)
                .filter(functions.col(FeatureCatalogue.GROUP).notEqual(FeatureGroups.FITTED))
                .orderBy(FeatureCatalogue.POSITION)
                .select(FeatureCatalogue.NAME, FeatureCatalogue.GROUP, FeatureCatalogue.REASON)
                .collectAsList();
        List<String> features = new ArrayList<>();
        Map<String, String> neverComputable = new TreeMap<>();
        for (Row feature : catalogue) {
            if (feature.isNullAt(2)) {
                features.add(feature.getString(0));
            } else {
                neverComputable.put(feature.getString(0), feature.getString(2));
            }
        }
        Map<String, Long> inputs = lake.versions(inputs(lake, catalogue));
        TableSpec table = table(features);
        Origin origin = new Origin(inputs, TrainingSet.AS_KNOWN);
        long afterMs = replacedAfter(lake, catalogue, table).orElse(Long.MIN_VALUE);
        if (afterMs < Long.MAX_VALUE) {
            WideRows.withoutDictionaries(lake.spark(), () -> write(lake, catalogue, table, afterMs, origin));
        }
        return manifest(lake, config, features, neverComputable, inputs, lake.version(TrainingSet.NAME));
    }

    private static long write(Lake lake, List<Row> catalogue, TableSpec table, long afterMs, Origin origin) {
        if (afterMs == Long.MIN_VALUE) {
            return lake.overwrite(joined(lake, catalogue, table, "true"), table, origin);
        }
        String anew = TrainingSet.AS_OF + " > " + Sql.timestamp(afterMs);
        return lake.replaceWhere(joined(lake, catalogue, table, anew), table, anew, origin);
    }

    /**
     * The moment behind which rows of the groups are others than when the training set there is was joined, {@code Long.MAX_VALUE} where none
     * are. Empty where all of it has to be joined.
     */
    private static Optional<Long> replacedAfter(Lake lake, List<Row> catalogue, TableSpec table) {
        if (!lake.has(TrainingSet.NAME)
                || !List.of(lake.read(TrainingSet.NAME).columns())
                        .equals(List.of(table.schema().fieldNames()))) {
            return Optional.empty();
        }
        return lake.origin(TrainingSet.NAME)
                .filter(made -> made.definition().equals(TrainingSet.AS_KNOWN) && areWhereTheyWere(lake, made))
                .flatMap(made -> groups(catalogue).stream()
                        .map(group -> Optional.ofNullable(made.inputs().get(group))
                                .flatMap(version -> Commits.replacedAfter(lake, group, version, FeatureGroups.AS_OF)))
                        .reduce(
                                Optional.of(Long.MAX_VALUE),
                                (one, other) -> one.flatMap(after -> other.map(more -> Math.min(after, more)))));
    }

    /** Whether every machine has the site and the type it had. */
    private static boolean areWhereTheyWere(Lake lake, Origin made) {
        return Optional.ofNullable(made.inputs().get(Equipment.TABLE.name()))
                .flatMap(version -> lake.changes(Equipment.TABLE.name(), version))
                .filter(machines -> machines(machines.removed()).equals(machines(machines.added())))
                .isPresent();
    }

    private static List<String> groups(List<Row> catalogue) {
        return FeatureGroups.ALL.stream()
                .filter(group -> catalogue.stream()
                        .anyMatch(feature -> feature.getString(1).equals(group)))
                .toList();
    }

    private static List<String> inputs(Lake lake, List<Row> catalogue) {
        Set<String> tables = new HashSet<>(FeatureEngine.sources(lake));
        catalogue.forEach(feature -> tables.add(feature.getString(1)));
        tables.add(FeatureCatalogue.TABLE.name());
        tables.add(RulLabels.TABLE.name());
        if (lake.has(Labels.TABLE)) {
            tables.add(Labels.TABLE.name());
        }
        return tables.stream().sorted().toList();
    }

    private static TableSpec table(List<String> features) {
        StructType schema = new StructType()
                .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType, false)
                .add(TrainingSet.AS_OF, DataTypes.TimestampType, false)
                .add(TrainingSet.SITE, DataTypes.StringType, true)
                .add(TrainingSet.TYPE, DataTypes.StringType, true);
        for (String feature : features) {
            schema = schema.add(feature, DataTypes.DoubleType, true);
        }
        return new TableSpec(TrainingSet.NAME, schema, List.of(), List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF));
    }

    /**
     * Rows of all groups with the same key side by side; a group without the row leaves its columns null.
     *
     * @param wanted a predicate over the key
     */
    private static Dataset<Row> joined(Lake lake, List<Row> catalogue, TableSpec table, String wanted) {
        List<String> groups = groups(catalogue);
        List<JavaRDD<FeatureRow>> rows = new ArrayList<>();
        int[] first = new int[groups.size()];
        int width = 0;
        for (int i = 0; i < groups.size(); i++) {
            String group = groups.get(i);
            List<Column> columns = new ArrayList<>(
                    List.of(functions.col(FeatureGroups.EQUIPMENT_ID), functions.col(FeatureGroups.AS_OF)));
            catalogue.stream()
                    .filter(feature -> feature.getString(1).equals(group) && feature.isNullAt(2))
                    .forEach(feature -> columns.add(functions.col(feature.getString(0))));
            rows.add(WideRows.rows(lake.read(group).filter(wanted).select(columns.toArray(new Column[0]))));
            first[i] = width;
            width += columns.size() - 2;
        }
        Joining joining = new Joining(first, width, machines(lake.read(Equipment.TABLE)));
        int partitions = lake.shufflePartitions();
        return joining.table(lake.spark(), rows, table.schema(), partitions);
    }

    /** Machine to site and type. */
    private static Map<String, List<String>> machines(Dataset<Row> equipment) {
        Map<String, List<String>> machines = new HashMap<>();
        equipment
                .select(Equipment.EQUIPMENT_ID, Equipment.SITE, Equipment.TYPE)
                .collectAsList()
                .forEach(row -> machines.put(row.getString(0), List.of(row.getString(1), row.getString(2))));
        return machines;
    }

    private static TrainingManifest manifest(
            Lake lake,
            PipelineConfig config,
            List<String> features,
            Map<String, String> neverComputable,
            Map<String, Long> inputs,
            long version) {
        Dataset<Row> rows = lake.readVersion(TrainingSet.NAME, version);
        Optional<Row> regimes = regimes(lake, config);
        Spread spread = Spread.of(lake, rows, features);
        Map<String, Map<String, Long>> unlabelled = new TreeMap<>();
        Map<String, Long> positives = new TreeMap<>();
        Map<String, Long> labelled = new TreeMap<>();
        if (lake.has(Labels.TABLE)) {
            countLabels(lake, unlabelled, positives, labelled);
        }
        return new TrainingManifest(
                TrainingSet.AS_KNOWN,
                inputs,
                config.hash(),
                specHash(config, features),
                regimes.map(row -> row.<String>getAs(Regimes.VERSION)).orElse(""),
                regimes.map(TrainingSets::interval).orElse(""),
                version,
                spread.rows(),
                spread.machines(),
                features,
                neverComputable,
                spread.allNull(),
                spread.constant(),
                unlabelled,
                positives,
                labelled);
    }

    private static void countLabels(
            Lake lake,
            Map<String, Map<String, Long>> unlabelled,
            Map<String, Long> positives,
            Map<String, Long> labelled) {
        List<Row> counts = lake.read(Labels.TABLE)
                .groupBy(Labels.TARGET, Labels.LABEL, Labels.REASON)
                .count()
                .collectAsList();
        for (Row row : counts) {
            String target = row.getString(0);
            if (row.isNullAt(1)) {
                unlabelled.computeIfAbsent(target, any -> new TreeMap<>()).put(row.getString(2), row.getLong(3));
            } else {
                labelled.merge(target, row.getLong(3), Long::sum);
                positives.merge(target, row.getInt(1) * row.getLong(3), Long::sum);
            }
        }
    }

    /** Hash of what decides the features' meaning: their specification, sensors, names and the version of the code. */
    static String specHash(PipelineConfig config, List<String> features) {
        return Sha256.hex(FeaturePlan.VERSION + config.features() + config.sensors() + config.equipment() + features);
    }

    /** Of the regimes of all rows: one version, whatever intervals they were written in. */
    private static Optional<Row> regimes(Lake lake, PipelineConfig config) {
        return config.features().regimes().map(any -> lake.read(Regimes.TABLE).first());
    }

    private static String interval(Row regimes) {
        return regimes.<Timestamp>getAs(Regimes.FIT_FROM).toInstant() + "/"
                + regimes.<Timestamp>getAs(Regimes.FIT_TO).toInstant();
    }
}

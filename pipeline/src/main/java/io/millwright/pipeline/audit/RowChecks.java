package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Simulated;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import io.millwright.training.matrix.TrainingFrame;
import io.millwright.training.table.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Which rows and columns are learned from: none that nobody could judge, none twice, none left out, none that nobody describes. */
final class RowChecks {

    private static final int NAMED = 3;

    private final Lake lake;
    private final PipelineConfig config;

    RowChecks(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
    }

    /** L5: no row just after a failure counts as healthy time. */
    AuditOutcome afterFailures() {
        Optional<AuditOutcome> nothing = withoutLabels();
        if (nothing.isPresent()) {
            return nothing.get();
        }
        long window = config.maintenance().repairWindow().toMillis();
        Map<String, NavigableSet<Long>> failures = failures();
        List<String> wrong = new ArrayList<>();
        int left = 0;
        for (Row row : labels()) {
            Long failed = before(failures, row.getString(1), row.getLong(2));
            if (failed != null && row.getLong(2) <= failed + window) {
                if (row.isNullAt(3)) {
                    left++;
                } else {
                    wrong.add(row.getString(0) + ": " + row.getString(1) + " at " + FeatureRows.instant(row.getLong(2))
                            + " is labelled " + row.getInt(3) + " though it failed at "
                            + FeatureRows.instant(failed));
                }
            }
        }
        return judged(
                wrong,
                left + " rows up to " + config.maintenance().repairWindow().toHours()
                        + " h after a failure, all without a label");
    }

    /** L6: a row is healthy only where nothing ended the watch before its horizon did. */
    AuditOutcome observed() {
        Optional<AuditOutcome> nothing = withoutLabels();
        if (nothing.isPresent()) {
            return nothing.get();
        }
        long end = lastReadingMillis() + config.features().tile().toMillis();
        Map<String, NavigableSet<Long>> replaced = replacements();
        Map<String, Long> horizons = new TreeMap<>();
        config.targets()
                .failures()
                .forEach(target -> horizons.put(target.name(), target.horizon().toMillis()));
        List<String> wrong = new ArrayList<>();
        int healthy = 0;
        for (Row row : labels()) {
            long until = row.getLong(2) + horizons.getOrDefault(row.getString(0), 0L);
            if (row.isNullAt(3) || row.getInt(3) != 0) {
                continue;
            }
            healthy++;
            Long next = replaced.getOrDefault(row.getString(1), new TreeSet<>()).higher(row.getLong(2));
            String where = row.getString(0) + ": " + row.getString(1) + " at " + FeatureRows.instant(row.getLong(2));
            if (until > end) {
                wrong.add(where + " counts as healthy though the data end before its horizon, at "
                        + FeatureRows.instant(end));
            } else if (next != null && next < until) {
                wrong.add(where + " counts as healthy though a part was replaced in its horizon, at "
                        + FeatureRows.instant(next));
            }
        }
        return judged(
                wrong,
                healthy + " healthy rows were watched to the end of their horizon, and nothing was replaced in it");
    }

    /** L8: rows of machines on both sides of an axis of machines are not copies of each other. */
    AuditOutcome copies() {
        if (!lake.has(TrainingSet.NAME)) {
            return new AuditOutcome.NotApplicable("there is no training set yet; run features first");
        }
        List<String> features = features();
        Dataset<Row> known = lake.read(TrainingSet.NAME)
                .select(
                        col(TrainingSet.EQUIPMENT_ID),
                        functions
                                .xxhash64(features.stream()
                                        .map(name -> col("`" + name + "`"))
                                        .toArray(org.apache.spark.sql.Column[]::new))
                                .as("content"),
                        functions
                                .expr("size(filter(array("
                                        + String.join(
                                                ",",
                                                features.stream()
                                                        .map(name -> "cast(`" + name + "` as double)")
                                                        .toList())
                                        + "), x -> x is not null and not isnan(x) and x != 0))")
                                .as("telling"))
                .filter("telling >= " + Math.max(1, features.size() / 4));
        List<Row> shared = known.groupBy("content")
                .agg(
                        functions.countDistinct(TrainingSet.EQUIPMENT_ID).as("machines"),
                        functions.min(TrainingSet.EQUIPMENT_ID),
                        functions.max(TrainingSet.EQUIPMENT_ID))
                .filter("machines > 1")
                .limit(NAMED)
                .collectAsList();
        List<String> wrong = shared.stream()
                .map(row -> row.getLong(1) + " machines, " + row.getString(2) + " and " + row.getString(3)
                        + " among them, have a row with the same " + features.size() + " features")
                .toList();
        return judged(wrong, "no two machines share a row of features");
    }

    /** L10: every row is predicted once; nothing was drawn twice or made up before the split. */
    AuditOutcome drawnTwice() {
        if (!lake.has(Predictions.TABLE)) {
            return new AuditOutcome.NotApplicable(
                    "there are no predictions of failures: train has not run, or has no failure target");
        }
        Dataset<Row> predictions = lake.read(Predictions.TABLE);
        List<String> wrong = predictions
                .groupBy(
                        Predictions.TARGET,
                        Predictions.CANDIDATE,
                        Predictions.FOLD,
                        Predictions.ROLE,
                        Predictions.EQUIPMENT_ID,
                        Predictions.AS_OF)
                .count()
                .filter("count > 1")
                .limit(NAMED)
                .collectAsList()
                .stream()
                .map(row -> row.getString(1) + " predicts " + row.getString(4) + " at " + row.get(5) + " "
                        + row.getLong(6) + " times as " + row.getString(3))
                .toList();
        long unknown = predictions
                .join(
                        lake.read(TrainingSet.NAME).select(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF),
                        new String[] {TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF},
                        "left_anti")
                .count();
        if (unknown > 0) {
            return new AuditOutcome.Failed(0, unknown + " predictions are of rows the training set does not have");
        }
        return judged(wrong, predictions.count() + " predictions, each of one row of the training set, none twice");
    }

    /** L15: every machine that sent readings is learned from, whether it failed or not. */
    AuditOutcome survivors() {
        if (!lake.has(TrainingSet.NAME)) {
            return new AuditOutcome.NotApplicable("there is no training set yet; run features first");
        }
        Set<String> sent = machines(lake.read(Series.TABLE).select(Series.EQUIPMENT_ID));
        Set<String> learned = machines(lake.read(TrainingSet.NAME).select(TrainingSet.EQUIPMENT_ID));
        Set<String> failed = failures().keySet();
        Set<String> missing = new TreeSet<>(sent);
        missing.removeAll(learned);
        List<String> wrong = missing.isEmpty()
                ? List.of()
                : List.of(missing.size() + " of " + sent.size()
                        + " machines that sent readings are not in the training set, among them "
                        + missing.stream()
                                .limit(NAMED)
                                .reduce((a, b) -> a + ", " + b)
                                .orElse(""));
        long ofFailed = learned.stream().filter(failed::contains).count();
        return judged(
                wrong,
                "all " + sent.size() + " machines that sent readings are learned from, " + ofFailed
                        + " that failed and " + (learned.size() - ofFailed) + " that did not");
    }

    /** L20: every column is in the catalogue, and no source lies in the truth of a simulated fleet. */
    AuditOutcome columns() {
        if (!lake.has(TrainingSet.NAME) || !lake.has(FeatureCatalogue.TABLE)) {
            return new AuditOutcome.NotApplicable("there is no training set with a catalogue yet; run features first");
        }
        Set<String> allowed =
                new TreeSet<>(List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF, TrainingSet.SITE, TrainingSet.TYPE));
        lake.read(FeatureCatalogue.TABLE)
                .select(FeatureCatalogue.NAME)
                .collectAsList()
                .forEach(row -> allowed.add(row.getString(0)));
        List<String> wrong = new ArrayList<>();
        Arrays.stream(lake.read(TrainingSet.NAME).columns())
                .filter(column -> !allowed.contains(column))
                .map(column -> "the training set has the column " + column + ", which no catalogue describes")
                .forEach(wrong::add);
        config.landing().simulated().map(Simulated::truthPath).ifPresent(truth -> config.landing()
                .sources()
                .forEach(source -> {
                    if (liesIn(source, truth)) {
                        wrong.add("the source " + source.name() + " reads " + source.path()
                                + ", which is the simulated fleet's truth");
                    }
                }));
        return judged(
                wrong,
                (allowed.size() - 4) + " features, all in the catalogue with definition and inputs"
                        + (config.landing().simulated().isPresent()
                                ? "; no source lies in the simulated fleet's truth"
                                : ""));
    }

    private static boolean liesIn(Source source, String truth) {
        return Path.of(source.path())
                .toAbsolutePath()
                .normalize()
                .startsWith(Path.of(truth).toAbsolutePath().normalize());
    }

    private static AuditOutcome judged(List<String> wrong, String evidence) {
        return wrong.isEmpty()
                ? new AuditOutcome.Passed(0, evidence)
                : new AuditOutcome.Failed(
                        0,
                        String.join("; ", wrong.subList(0, Math.min(NAMED, wrong.size())))
                                + (wrong.size() > NAMED ? "; and " + (wrong.size() - NAMED) + " more" : ""));
    }

    private Optional<AuditOutcome> withoutLabels() {
        if (config.targets().failures().isEmpty()) {
            return Optional.of(new AuditOutcome.NotApplicable("the pipeline file has no failure target"));
        }
        return lake.has(Labels.TABLE)
                ? Optional.empty()
                : Optional.of(new AuditOutcome.NotApplicable("there are no labels yet; run features first"));
    }

    /** Target, machine, as_of in milliseconds, label as it happened. */
    private List<Row> labels() {
        return lake.read(Labels.TABLE)
                .select(
                        col(Labels.TARGET),
                        col(Labels.EQUIPMENT_ID),
                        unix_millis(col(Labels.AS_OF)),
                        functions.expr(Labels.HAPPENED))
                .collectAsList();
    }

    private List<String> features() {
        return TrainingFrame.features(lake.read(TrainingSet.NAME));
    }

    private static Set<String> machines(Dataset<Row> rows) {
        Set<String> machines = new TreeSet<>();
        rows.distinct().collectAsList().forEach(row -> machines.add(row.getString(0)));
        return machines;
    }

    private static @org.jspecify.annotations.Nullable Long before(
            Map<String, NavigableSet<Long>> instants, String machine, long atMillis) {
        return instants.getOrDefault(machine, new TreeSet<>()).lower(atMillis);
    }

    private Map<String, NavigableSet<Long>> failures() {
        return lake.has(Events.TABLE) ? LabelChecks.failures(lake) : Map.of();
    }

    private Map<String, NavigableSet<Long>> replacements() {
        return lake.has(WorkOrders.TABLE)
                ? instants(lake.read(WorkOrders.TABLE)
                        .filter(col(WorkOrders.KIND)
                                .equalTo("preventive")
                                .and(col(WorkOrders.REPLACED))
                                .and(col(WorkOrders.STATUS).equalTo("closed")))
                        .select(
                                col(WorkOrders.EQUIPMENT_ID),
                                unix_millis(
                                        functions.coalesce(col(WorkOrders.FINISHED_AT), col(WorkOrders.EVENT_TIME)))))
                : Map.of();
    }

    private static Map<String, NavigableSet<Long>> instants(Dataset<Row> rows) {
        Map<String, NavigableSet<Long>> instants = new TreeMap<>();
        rows.collectAsList().forEach(row -> instants.computeIfAbsent(row.getString(0), any -> new TreeSet<>())
                .add(row.getLong(1)));
        return instants;
    }

    private long lastReadingMillis() {
        return lake.read(Series.TABLE)
                .agg(functions.max(
                        unix_millis(col(Series.CHUNK_START)).plus(functions.element_at(col(Series.OFFSET_MS), -1))))
                .first()
                .getLong(0);
    }
}

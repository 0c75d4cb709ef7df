package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.registry.ModelOrigin;
import io.millwright.training.table.Trials;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Says where the models of a lake came from. */
public final class ModelOrigins {

    private static final List<String> SETTINGS = List.of(
            Trials.KEPT_FEATURES,
            Trials.ETA,
            Trials.DEPTH,
            Trials.MIN_CHILD_WEIGHT,
            Trials.ROW_SHARE,
            Trials.COLUMN_SHARE,
            Trials.BINS);

    private static final List<String> FIGURES =
            List.of(Trials.LOG_LOSS, Trials.AVERAGE_PRECISION, Trials.FOLDS_JUDGED, Trials.ROUNDS, Trials.SECONDS);

    private ModelOrigins() {}

    /** Of the models of a training. */
    public static ModelOrigin of(Lake lake, PipelineConfig config, TrainedRun trained) {
        return new ModelOrigin(
                uri(lake),
                config.targets().searchTrials() > 0 && lake.has(Trials.TABLE)
                        ? searches(lake, trained.key())
                        : List.of());
    }

    /** The lake's folder with its scheme; Hadoop's name of S3 is one of several. */
    private static String uri(Lake lake) {
        Path root = new Path(lake.root());
        try {
            return root.getFileSystem(lake.spark().sessionState().newHadoopConf())
                    .makeQualified(root)
                    .toString()
                    .replaceFirst("^s3[an]:", "s3:");
        } catch (IOException e) {
            throw OutsideFault.of("the lake " + root + " cannot be reached", e)
                    .orElseGet(() -> MillwrightException.service("the lake " + root + " cannot be reached", e));
        }
    }

    /** One entry a search, in order of fold, target and candidate. */
    private record Key(int fold, String target, String candidate) {}

    private static List<ModelOrigin.Search> searches(Lake lake, String training) {
        Instant at = lake.committed(Trials.TABLE.name(), lake.version(Trials.TABLE.name()));
        Map<Key, List<ModelOrigin.Try>> searches = new LinkedHashMap<>();
        SearchRecord.of(lake, training)
                .orderBy(Trials.FOLD, Trials.TARGET, Trials.CANDIDATE, Trials.TRIAL)
                .collectAsList()
                .forEach(row -> searches.computeIfAbsent(
                                new Key(row.getAs(Trials.FOLD), row.getAs(Trials.TARGET), row.getAs(Trials.CANDIDATE)),
                                any -> new ArrayList<>())
                        .add(tried(row)));
        return searches.entrySet().stream()
                .map(search -> new ModelOrigin.Search(
                        search.getKey().fold(),
                        search.getKey().target(),
                        search.getKey().candidate(),
                        at,
                        search.getValue()))
                .toList();
    }

    private static ModelOrigin.Try tried(Row row) {
        return new ModelOrigin.Try(
                row.getAs(Trials.TRIAL),
                words(row),
                numbers(row, SETTINGS),
                numbers(row, FIGURES),
                row.getAs(Trials.CHOSEN));
    }

    private static Map<String, String> words(Row row) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(Trials.FAMILY, row.getAs(Trials.FAMILY));
        words.put(Trials.WINDOWS, String.join(" ", row.<String>getList(row.fieldIndex(Trials.WINDOWS))));
        words.put(Trials.FITTED_FEATURES, Boolean.toString(row.getAs(Trials.FITTED_FEATURES)));
        words.put(Trials.TRAINING_SET_HASH, row.getAs(Trials.TRAINING_SET_HASH));
        return words;
    }

    /** Without those that are null. */
    private static Map<String, Double> numbers(Row row, List<String> columns) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String column : columns) {
            Number number = row.getAs(column);
            if (number != null) {
                numbers.put(column, number.doubleValue());
            }
        }
        return numbers;
    }
}

package io.millwright.training;

import static org.apache.spark.sql.functions.col;

import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.Lake;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.candidate.Configuration;
import io.millwright.training.candidate.Trial;
import io.millwright.training.candidate.TrialFeatures;
import io.millwright.training.table.Trials;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The table of trials: what a training tried, and how much others tried for the same tests. */
public final class SearchRecord {

    private SearchRecord() {}

    /**
     * How much was tried.
     *
     * @param own trials of one training
     * @param others trials of other trainings on record that had a test of which some time is in a test of this one
     * @param trainings number of these others
     */
    public record Count(long own, long others, long trainings) {

        /** Where nothing was searched. */
        public static final Count NONE = new Count(0, 0, 0);
    }

    /** The trials of one training, by its {@link TrainedRun#key}. */
    public static Dataset<Row> of(Lake lake, String training) {
        return lake.read(Trials.TABLE).where(col(Trials.TRAINING).equalTo(training));
    }

    /** Of a training, by its {@link TrainedRun#key}; reads the table once. */
    public static Count count(Lake lake, String training) {
        List<Row> tests = lake.read(Trials.TABLE)
                .groupBy(Trials.TRAINING, Trials.TEST_FROM, Trials.TEST_TO)
                .count()
                .collectAsList();
        List<TimeWindow> own = tests.stream()
                .filter(row -> row.getString(0).equals(training))
                .flatMap(row -> test(row).stream())
                .toList();
        List<String> others = tests.stream()
                .filter(row -> !row.getString(0).equals(training))
                .filter(row -> test(row)
                        .filter(test -> own.stream().anyMatch(each -> sharesRows(each, test)))
                        .isPresent())
                .map(row -> row.getString(0))
                .distinct()
                .toList();
        return new Count(trials(tests, List.of(training)), trials(tests, others), others.size());
    }

    private static Optional<TimeWindow> test(Row row) {
        return row.isNullAt(1)
                ? Optional.empty()
                : Optional.of(new TimeWindow(
                        row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()));
    }

    private static boolean sharesRows(TimeWindow one, TimeWindow other) {
        return one.equals(other) || one.overlaps(other);
    }

    private static long trials(List<Row> tests, List<String> trainings) {
        return tests.stream()
                .filter(row -> trainings.contains(row.getString(0)))
                .mapToLong(row -> row.getLong(3))
                .sum();
    }

    /** Replaces those of the same training. */
    static void write(Lake lake, TrainedRun trained, Map<String, Long> inputs, List<FailureRun> runs) {
        String[] versions = inputs.entrySet().stream()
                .map(input -> input.getKey() + "@v" + input.getValue())
                .sorted()
                .toArray(String[]::new);
        List<Row> rows = new ArrayList<>();
        for (FailureRun run : runs) {
            run.trials().forEach(trial -> rows.add(row(trained, run, trial, versions)));
        }
        Dataset<Row> table = lake.spark().createDataFrame(rows, Trials.SCHEMA).coalesce(1);
        if (saysWhoseTrials(lake)) {
            lake.replaceWhere(table, Trials.TABLE, Trials.TRAINING + " = '" + trained.key() + "'", inputs);
        } else {
            lake.overwrite(table, Trials.TABLE, inputs);
        }
    }

    /** The table of an older Millwright does not. */
    private static boolean saysWhoseTrials(Lake lake) {
        return lake.has(Trials.TABLE)
                && List.of(lake.read(Trials.TABLE.name()).columns()).contains(Trials.TRAINING);
    }

    private static Row row(TrainedRun trained, FailureRun run, Trial trial, String[] versions) {
        Configuration configuration = trial.configuration();
        TrialFeatures features = configuration.features();
        Optional<BoostingSettings> settings = configuration.settings();
        boolean tested = run.fold().axis() != Axis.FINAL;
        return RowFactory.create(
                trained.key(),
                run.fold().number(),
                tested ? Timestamp.from(run.fold().test().from()) : null,
                tested ? Timestamp.from(run.fold().test().to()) : null,
                run.target().name(),
                run.candidate(),
                trial.number(),
                configuration.family().candidate(),
                features.windows().toArray(String[]::new),
                features.fitted(),
                features.kept() == 0 ? null : features.kept(),
                settings.map(BoostingSettings::eta).orElse(null),
                settings.map(BoostingSettings::depth).orElse(null),
                settings.map(BoostingSettings::minChildWeight).orElse(null),
                settings.map(BoostingSettings::rowShare).orElse(null),
                settings.map(BoostingSettings::columnShare).orElse(null),
                settings.map(BoostingSettings::bins).orElse(null),
                trial.folds(),
                trial.logLoss(),
                known(trial.averagePrecision()),
                trial.logLosses().toArray(Double[]::new),
                trial.averagePrecisions().stream().map(SearchRecord::known).toArray(Double[]::new),
                settings.isEmpty() ? null : trial.rounds(),
                trial.seconds(),
                trial.chosen(),
                trained.fingerprint(),
                versions);
    }

    private static @Nullable Double known(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }
}

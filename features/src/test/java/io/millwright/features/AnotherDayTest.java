package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.delta.tables.DeltaTable;
import io.millwright.features.table.Bursts;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.features.table.Labels;
import io.millwright.features.table.Lives;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.Tiles;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six days of a small fleet and a seventh as an interval, with which come readings of m2 of day 2 and a burst of m1 of day 3 that by their
 * own account were known on day 4, a gateway's file that was brought late, and a burst of m2 that came as the seventh day began. Against the
 * same seven days at once.
 */
class AnotherDayTest {

    private static final int DAYS = 6;
    private static final Interval SEVENTH = new Interval(day(DAYS), day(DAYS + 1));
    private static final List<String> KEY = List.of(FeatureGroups.EQUIPMENT_ID, FeatureGroups.AS_OF);
    private static final List<String> GROUPS = List.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.WAVEFORM);
    private static final String MORE = "  waveform_windows: [5d]\n  statistics: [mean, max]\n";

    @TempDir
    static Path folder;

    private static Lake grown;
    private static Lake whole;
    private static List<String> before;
    private static TrainingManifest manifest;

    @BeforeAll
    static void build() {
        grown = grown("run-1");
        SmallFleet.write(grown, DAYS, 99);
        SmallFleet.writeBursts(grown, DAYS, 99);
        features(grown, Optional.empty());
        before = prints(grown, "<");
        trainingSet(grown);
        seventhDay(grown);
        features(grown, Optional.of(SEVENTH));
        manifest = trainingSet(grown);

        whole = Lake.open(TestSpark.session(), folder.resolve("whole").toString(), "run-1");
        seventhDay(whole);
        features(whole, Optional.empty());
    }

    private static Lake grown(String run) {
        return Lake.open(TestSpark.session(), folder.resolve("grown").toString(), run);
    }

    private static PipelineConfig config(String more) {
        return SmallFleet.configWithBursts(folder, more);
    }

    private static void features(Lake lake, Optional<Interval> interval) {
        FeatureEngine.build(lake, config(MORE), interval, Progress.silent());
    }

    private static TrainingManifest trainingSet(Lake lake) {
        return TrainingSets.build(lake, config(MORE), Progress.silent());
    }

    private static Set<String> files(Lake lake) {
        return Set.of(lake.readFewFiles(TrainingSet.NAME).inputFiles());
    }

    private static void seventhDay(Lake lake) {
        SmallFleet.write(lake, DAYS + 1, 99);
        SmallFleet.writeBursts(lake, DAYS + 1, 99);
        long known = day(4).toEpochMilli();
        SmallFleet.add(
                lake,
                Series.TABLE,
                SmallFleet.chunk("m2", "heat", day(2).toEpochMilli(), true, known, List.of(90_000), List.of(500.0)));
        SmallFleet.add(
                lake,
                Waveforms.TABLE,
                SmallFleet.burst(1, day(3).toEpochMilli(), known, new float[] {9, -9, 8, -8}),
                SmallFleet.burst(2, day(5).toEpochMilli(), day(DAYS).toEpochMilli(), new float[] {7, -7, 6, -6}));
    }

    private static Instant day(int day) {
        return SmallFleet.START.plusMillis(day * SmallFleet.DAY);
    }

    private static List<String> prints(Lake lake, String side) {
        return GROUPS.stream()
                .map(group ->
                        Fingerprint.of(lake.read(group).filter("as_of " + side + " timestamp'" + day(DAYS) + "'"), KEY))
                .toList();
    }

    @Test
    void what_is_brought_later_than_it_was_known_is_in_tiles_bursts_and_rows_as_after_one_run() {
        assertThat(grown.fingerprint(Tiles.TABLE)).isEqualTo(whole.fingerprint(Tiles.TABLE));
        assertThat(grown.fingerprint(Bursts.TABLE)).isEqualTo(whole.fingerprint(Bursts.TABLE));
        assertThat(prints(grown, ">=")).isEqualTo(prints(whole, ">="));
    }

    @Test
    void an_interval_behind_all_readings_writes_no_rows_and_one_before_them_is_refused() {
        List<String> rows = prints(whole, ">=");

        FeatureReport atRest = FeatureEngine.build(
                whole, config(MORE), Optional.of(new Interval(day(90), day(91))), Progress.silent());

        assertThat(atRest.rows() + atRest.slices()).isZero();
        assertThat(prints(whole, ">=")).isEqualTo(rows);
        assertThatThrownBy(() -> features(whole, Optional.of(new Interval(day(-91), day(-90)))))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("no reading lies in the interval given");
    }

    @Test
    void rows_of_before_keep_every_bit() {
        assertThat(prints(grown, "<")).isEqualTo(before);
        assertThat(prints(whole, "<"))
                .as("made anew they know of what was brought")
                .doesNotContainAnyElementsOf(before);
    }

    @Test
    void a_training_set_that_grows_is_joined_from_the_interval_on_and_is_the_one_joined_from_the_beginning() {
        String print = Fingerprint.of(grown.read(TrainingSet.NAME), KEY);
        long version = grown.version(TrainingSet.NAME);
        Set<String> filesBefore = files(grown);
        assertThat(newestOf(TrainingSet.NAME))
                .contains("as_of > timestamp'" + day(DAYS).minusMillis(1) + "'");
        assertThat(trainingSet(grown).trainingSetVersion()).as("nothing new").isEqualTo(version);

        forgetWhatItWasMadeOf(grown);
        TrainingManifest anew = trainingSet(grown);

        assertThat(files(grown)).doesNotContainAnyElementsOf(filesBefore);
        assertThat(Fingerprint.of(grown.read(TrainingSet.NAME), KEY)).isEqualTo(print);
        assertThat(anew.rows()).isEqualTo(manifest.rows()).isEqualTo(3 * 2 * (DAYS + 1));
        assertThat(anew.toJson().replaceAll("\"training_set_version\": \\d+", ""))
                .isEqualTo(manifest.toJson().replaceAll("\"training_set_version\": \\d+", ""));
    }

    /** Leaves it as somebody else would have written it. */
    private static void forgetWhatItWasMadeOf(Lake lake) {
        Dataset<Row> rows = lake.read(TrainingSet.NAME).localCheckpoint();
        rows.write().format("delta").mode("overwrite").save(lake.path(TrainingSet.NAME));
    }

    /** Nothing failed, so the labels of the last three days were open, and all remaining lives. */
    @Test
    void labels_are_written_anew_as_far_back_as_the_horizon_was_open_and_are_those_of_one_run() {
        assertThat(newestOf(Labels.TABLE.name())).contains("as_of > timestamp'" + day(DAYS - 3) + "'");
        assertThat(grown.fingerprint(Labels.TABLE)).isEqualTo(whole.fingerprint(Labels.TABLE));
        assertThat(grown.fingerprint(RulLabels.TABLE)).isEqualTo(whole.fingerprint(RulLabels.TABLE));
        assertThat(grown.fingerprint(Lives.TABLE)).isEqualTo(whole.fingerprint(Lives.TABLE));
    }

    /** What its commit replaced. */
    private static String newestOf(String table) {
        return DeltaTable.forPath(grown.spark(), grown.path(table))
                .history(1)
                .selectExpr("operationParameters['predicate']")
                .first()
                .getString(0);
    }

    @Test
    void a_day_that_is_run_again_leaves_statistics_of_the_days_around_it_and_no_label_of_another_file() {
        Lake again = Lake.open(TestSpark.session(), folder.resolve("whole").toString(), "run-2");
        List<String> rows = prints(again, "<");

        String labels = again.fingerprint(Labels.TABLE);
        again.overwrite(
                again.read(Labels.TABLE)
                        .withColumn(Labels.LABEL, functions.lit(1))
                        .localCheckpoint(),
                Labels.TABLE,
                new Origin(Map.of(), "a file of between"));

        features(again, Optional.of(new Interval(day(3), day(4))));

        assertThat(prints(again, "<")).isEqualTo(rows);
        assertThat(again.fingerprint(Labels.TABLE))
                .as("labels of another definition than the lives are those of a run that was stopped")
                .isEqualTo(labels);
        for (String feature : List.of("heat__24h__mean", "vibration_x__5d__burst_rms")) {
            Dataset<Row> group = again.read(feature.startsWith("heat") ? GROUPS.get(0) : GROUPS.get(1));
            List<Row> pieces = again.read(FeatureStatistics.TABLE)
                    .filter("name = '" + feature + "'")
                    .orderBy(FeatureStatistics.AFTER)
                    .select("after", "to", "rows", "missing", "min", "max")
                    .collectAsList();
            assertThat(pieces)
                    .extracting(piece -> piece.getTimestamp(0).toInstant(), piece -> piece.getTimestamp(1)
                            .toInstant())
                    .containsExactly(
                            tuple(day(0), day(3).minusMillis(1)),
                            tuple(day(3).minusMillis(1), day(4)),
                            tuple(day(4), day(7)));
            for (Row piece : pieces) {
                Row told = RowFactory.create(piece.get(2), piece.get(3), piece.get(4), piece.get(5));
                assertThat(told)
                        .isEqualTo(group.filter("as_of > timestamp'"
                                        + piece.getTimestamp(0).toInstant()
                                        + "' AND as_of <= timestamp'"
                                        + piece.getTimestamp(1).toInstant() + "'")
                                .selectExpr(
                                        "count(*)",
                                        "count(*) - count(" + feature + ")",
                                        "min(" + feature + ")",
                                        "max(" + feature + ")")
                                .first());
            }
        }
    }

    @Test
    void where_features_are_asked_for_otherwise_a_day_is_refused_before_anything_is_written() {
        List<String> tables = List.of(Tiles.TABLE.name(), Bursts.TABLE.name(), FeatureGroups.TIME_DOMAIN);
        List<Long> versions = tables.stream().map(grown::version).toList();
        PipelineConfig other = config(MORE + "  bands: [{from_hz: 10, to_hz: 60}]\n");

        assertThatThrownBy(() -> FeatureEngine.build(grown("run-2"), other, Optional.of(SEVENTH), Progress.silent()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageEndingWith("run features once without --from and --to to rebuild them");

        assertThat(tables.stream().map(grown::version).toList()).isEqualTo(versions);
    }
}

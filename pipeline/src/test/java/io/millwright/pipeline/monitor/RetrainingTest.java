package io.millwright.pipeline.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Interval;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Events;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.FabricatedFleet;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.evaluate.TrainedOn;
import io.millwright.quality.drift.DriftReport;
import io.millwright.quality.drift.EventRate;
import io.millwright.quality.drift.FeatureDrift;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.table.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of the fabricated fleet from day 60 on, by a model that was trained on the days before. */
final class RetrainingTest {

    private static final StructType TRAINING_SET = new StructType()
            .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType)
            .add(TrainingSet.AS_OF, DataTypes.TimestampType)
            .add(TrainingSet.SITE, DataTypes.StringType)
            .add(TrainingSet.TYPE, DataTypes.StringType)
            .add("vibration_mean", DataTypes.DoubleType);

    private static final Instant TRAINED = day(60);
    private static final Instant END = day(115);
    /** The last moment whose label nothing after {@link #END} can change: 72 h and a repair window of 24 h before it. */
    private static final Instant MATURED = day(111);

    private static final double THRESHOLD = 0.4;
    /** What the honest model says of a row before a failure, and of another; together as much as comes. */
    private static final double BEFORE_FAILURE = 0.5;

    private static final double OTHERWISE = 0.03;

    @TempDir
    static Path folder;

    private static JobContext job;
    private static TargetSpec.Failure target;

    private static Instant day(int day) {
        return FabricatedFleet.START.plus(Duration.ofDays(day));
    }

    @BeforeAll
    static void listed() throws IOException {
        job = FabricatedFleet.withSignal(folder);
        target = job.config().targets().headline().orElseThrow();
        scores(1);
        trainingSet();
        champion();
    }

    /** @param share of the honest probabilities */
    private static void scores(double share) {
        Set<String> before = job
                .lake()
                .read(Labels.TABLE)
                .filter(functions
                        .col(Labels.TARGET)
                        .equalTo(target.name())
                        .and(functions.col(Labels.LABEL).equalTo(1)))
                .collectAsList()
                .stream()
                .map(row -> row.getString(0) + row.getTimestamp(1).toInstant())
                .collect(Collectors.toSet());
        List<Row> rows = new ArrayList<>();
        for (int day = 50; day <= FabricatedFleet.DAYS; day++) {
            for (int m = 0; m < FabricatedFleet.MACHINES; m++) {
                String machine = FabricatedFleet.machine(m);
                boolean fails = before.contains(machine + day(day));
                // lists of moments before the training ended are of no use, however wrong
                double p = day < 60 ? 0.99 : share * (fails ? BEFORE_FAILURE : OTHERWISE);
                rows.add(score(machine, day(day), p));
            }
        }
        job.lake()
                .overwrite(
                        job.lake().spark().createDataFrame(rows, Scores.SCHEMA).coalesce(1), Scores.TABLE, Map.of());
    }

    private static Row score(String machine, Instant asOf, double p) {
        scala.collection.Map<String, Double> said =
                scala.collection.JavaConverters.mapAsScalaMap(Map.of(target.name(), p));
        return RowFactory.create(
                Timestamp.from(asOf),
                machine,
                Timestamp.from(asOf),
                "site-1",
                "conveyor",
                "1",
                said,
                said,
                scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                "",
                "",
                null,
                null,
                null,
                new String[0]);
    }

    private static void trainingSet() {
        List<Row> rows = new ArrayList<>();
        for (String type : List.of("conveyor", "sorter", "air_compressor")) {
            rows.add(RowFactory.create(type, Timestamp.from(day(1)), "site-1", type, 1.0));
            rows.add(RowFactory.create(type, Timestamp.from(END), "site-1", type, 2.0));
        }
        job.lake()
                .overwrite(
                        job.lake().spark().createDataFrame(rows, TRAINING_SET),
                        new TableSpec(
                                TrainingSet.NAME,
                                TRAINING_SET,
                                List.of(),
                                List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF)),
                        Map.of());
    }

    private static void champion() throws IOException {
        Path given = folder.resolve("given");
        Files.createDirectories(given.resolve(ModelPackage.MODEL_FOLDER));
        Files.writeString(
                given.resolve("trained_on.json"),
                ResultFiles.text(new TrainedOn(day(1), TRAINED, List.of("conveyor", "sorter"), Map.of())));
        Files.writeString(given.resolve("operating_points.json"), """
                {"candidate": "xgboost", "targets": [{"name": "%s", "points": [
                  {"name": "cost_optimal", "threshold": %s, "chosen_on": null, "attained": true, "reason": ""}]}]}
                """.formatted(target.name(), THRESHOLD));
        Files.write(
                given.resolve(ModelPackage.MANIFEST_FILE),
                Json.readable(new Manifest(
                        "xgboost",
                        "run-1",
                        TrainingSpec.of(job.config()),
                        Map.of(),
                        "",
                        "rows",
                        100,
                        List.of(),
                        List.of(1L),
                        Map.of(),
                        "code",
                        "",
                        "",
                        Map.of(),
                        Map.of())));
        var registry = job.outside().registry();
        registry.register(ModelPackage.open(given, ""), "run-1");
        registry.approve("1", "for this test");
        registry.setChampion("1", "for this test");
    }

    private static TrackRecord record() {
        return ListedScores.record(job.lake(), job.config(), target, "1", THRESHOLD, TRAINED, END);
    }

    /** The newest row whose outcome is known is the first of its month, at midnight. */
    @Test
    void a_month_of_a_single_moment_is_kept() {
        Instant april = Instant.parse("2025-04-01T00:00:00Z");
        TrackRecord record = ListedScores.record(
                job.lake(), job.config(), target, "1", THRESHOLD, TRAINED, april.plus(Duration.ofDays(4)));

        TrackRecordTable.write(job.lake(), record);

        assertThat(record.maturedUntil()).isEqualTo(april);
        assertThat(TrackRecordTable.read(job.lake(), april))
                .extracting(month -> month.figures().from())
                .endsWith(april);
    }

    @Test
    void lists_of_an_honest_model_are_borne_out_and_its_alerts_are_right() {
        TrackRecord record = record();
        Matured recent = record.recent();

        assertThat(record.maturedUntil()).isEqualTo(MATURED);
        assertThat(recent.failures()).isGreaterThan(20);
        assertThat(recent.rowsPerFailure()).isEqualTo(2);
        assertThat(recent.observedOverExpected()).isBetween(0.8, 1.25);
        assertThat(recent.hits()).isGreaterThan(20);
        assertThat(recent.falseAlarms()).isZero();
    }

    @Test
    void planted_probabilities_a_quarter_as_large_fire_the_calibration_and_are_in_the_files() {
        scores(0.25);
        try {
            Retraining retraining = Retraining.of(job, drift(END));
            ObjectNode file = new ObjectMapper().createObjectNode();
            retraining.addTo(file);

            assertThat(retraining.fired()).contains("calibration").doesNotContain("event_precision", "drift");
            assertThat(file.at("/track_record/recent/0/observed_over_expected/low")
                            .asDouble())
                    .isGreaterThan(1.5);
            assertThat(file.at("/track_record/months")).hasSize(2);
            assertThat(file.at("/track_record/months/0/from").asText()).isEqualTo("2025-03-01T00:00:00Z");
        } finally {
            scores(1);
        }
    }

    @Test
    void what_has_not_matured_changes_nothing_whatever_it_is() {
        TrackRecord before = record();
        Dataset<Row> labels = job.lake().read(Labels.TABLE).localCheckpoint();
        Dataset<Row> events = job.lake().read(Events.TABLE).localCheckpoint();
        var immature = functions.col(Labels.AS_OF).gt(functions.lit(Timestamp.from(MATURED)));
        Dataset<Row> perturbed = labels.withColumn(
                Labels.LABEL,
                functions
                        .when(
                                immature,
                                functions
                                        .abs(functions.hash(functions.col(Labels.EQUIPMENT_ID)))
                                        .mod(2))
                        .otherwise(functions.col(Labels.LABEL)));
        Dataset<Row> later = events.filter(functions.col(Events.EVENT_TIME).lt(functions.lit(Timestamp.from(END))));
        try {
            job.lake().overwrite(perturbed, Labels.TABLE, Map.of());
            job.lake().overwrite(later, Events.TABLE, Map.of());

            assertThat(record()).isEqualTo(before);
        } finally {
            job.lake().overwrite(labels, Labels.TABLE, Map.of());
            job.lake().overwrite(events, Events.TABLE, Map.of());
        }
    }

    @Test
    void an_honest_model_is_asked_to_learn_the_new_type_and_failures_once_in_a_pause() {
        Retraining first = Retraining.of(job, drift(END));
        Retraining again = Retraining.of(job, drift(END));
        Retraining tomorrow = Retraining.of(job, drift(END.plus(Duration.ofDays(1))));

        assertThat(first.asking()).contains("schedule", "new_type", "new_failures");
        assertThat(first.fired()).doesNotContain("calibration", "event_precision", "drift", "definitions");
        assertThat(first.says()).contains("new type (not in the training: air_compressor)");
        assertThat(again.asking()).as("a run made again").isEqualTo(first.asking());
        assertThat(tomorrow.fired()).containsAll(first.asking());
        assertThat(tomorrow.asking()).isEmpty();
        assertThat(tomorrow.says()).startsWith("no training is asked for again: schedule");
    }

    @Test
    void the_share_that_drifted_is_of_the_features_that_could_be_judged() {
        List<FeatureDrift> features = new ArrayList<>(List.of(feature("moved", true, "")));
        for (int i = 0; i < 9; i++) {
            features.add(feature("rare_" + i, false, "too few machines to tell"));
        }

        Retraining retraining = Retraining.of(job, drift(END.plus(Duration.ofDays(400)), features));

        assertThat(retraining.fired()).contains("drift");
        assertThat(retraining.says()).contains("1 of 1 features drifted");
    }

    private static FeatureDrift feature(String name, boolean drifted, String note) {
        return new FeatureDrift(name, 9, 9, 1, 2, 1, 1, 1, 1, 1, 0.001, 0.001, 0.001, drifted, note);
    }

    private static DriftReport drift(Instant end) {
        return drift(end, List.of());
    }

    private static DriftReport drift(Instant end, List<FeatureDrift> features) {
        EventRate none = EventRate.of(0, 1);
        return new DriftReport(
                new Interval(FabricatedFleet.START, TRAINED),
                new Interval(TRAINED, end),
                features,
                List.of(),
                new DriftReport.RateChange(none, none, 1),
                List.of(),
                List.of(),
                List.of());
    }
}

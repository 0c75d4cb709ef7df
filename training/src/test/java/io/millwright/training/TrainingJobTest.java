package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.Severities;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Severity;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.knowledge.Incident;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.registry.FolderRegistry;
import io.millwright.training.registry.ModelOrigin;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelVersion;
import io.millwright.training.registry.SourceCode;
import io.millwright.training.table.Cases;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Importances;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Recalls;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import io.millwright.training.table.RulSurvival;
import io.millwright.training.table.Scores;
import io.millwright.training.table.Trials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a small lake: everything but real data. */
class TrainingJobTest {

    private static final String CANDIDATES =
            "candidates: [run_to_failure, age_based, robust_z, logistic, random_forest, tribuo_forest, xgboost, ensemble]";

    private static final String PIPELINE = """
        landing:
          axis: clock
          zone: UTC
          sources:
            - {name: telemetry, kind: readings, path: none.csv, format: csv, layout: wide, time: {column: t},
               equipment: m, columns: {temp: temp, vib: vib}}
        sensors:
          - {name: temp, label: bearing temperature, unit: C, min: -50, max: 300, period: 1h, role: condition}
          - {name: vib, label: vibration, unit: mm/s, min: -50, max: 50, period: 1h, role: condition}
        equipment: {default_site: plant, default_type: pump, components: [bearing]}
        maintenance:
          repair_window: 24h
          actions:
            - {mode: "*", action: inspect, crew_hours: 2, effectiveness: 0.5}
        features:
          chunk: 24h
          tile: 1h
          as_of: {every: 24h}
          windows: [24h]
          statistics: [mean, baseline_delta]
          baseline: {length: 7d, from: start}
        targets:
          failure:
            - {name: fails_within_72h, horizon: 72h, minimum_lead: 0h, headline: true}
          rul: {cap: 30d, coverage: 0.9}
          %s
          inner_folds: 3
          bootstrap_draws: 100
          seed: 1
        costs: {unplanned: 10, planned: 3, false_alarm: 1, currency: units}
        capacity: {crew_hours_per_site_day: 16, alerts_per_machine_week: 0.5}
        split: {kind: time, folds: 2, first_test_share: 0.5, held_out_share: 0.2}
        """.formatted(CANDIDATES);

    private static final int TRIALS = 5;

    @TempDir
    Path folder;

    private final SparkSession spark = TestSpark.session();
    private final TrainingData data = SyntheticFleet.of(10, 90, 5);

    private PipelineConfig config(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), yaml);
        return PipelineFile.read(file, Map.of(), Optional.of(folder.resolve("out")));
    }

    private Lake lake(String name, int partitions) {
        Lake lake = Lake.open(spark, folder.resolve(name).toString(), "run-1");
        StructType features = new StructType()
                .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType)
                .add(TrainingSet.AS_OF, DataTypes.TimestampType)
                .add(TrainingSet.SITE, DataTypes.StringType)
                .add(TrainingSet.TYPE, DataTypes.StringType);
        for (String column : SyntheticFleet.COLUMNS) {
            features = features.add(column, DataTypes.DoubleType);
        }
        List<String> key = List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF);
        write(lake, new TableSpec(TrainingSet.NAME, features, List.of(), key), featureRows(), partitions);
        write(lake, Labels.TABLE, labelRows(), partitions);
        write(lake, RulLabels.TABLE, lifeRows(), partitions);
        write(lake, Severities.TABLE, severityRows(), partitions);
        write(lake, FeatureCatalogue.TABLE, catalogueRows(), 1);
        write(lake, Events.TABLE, eventRows(SyntheticFleet.failures(data)), partitions);
        return lake;
    }

    private void write(Lake lake, TableSpec table, List<Row> rows, int partitions) {
        lake.overwrite(spark.createDataFrame(rows, table.schema()).repartition(partitions), table, Map.of());
    }

    private List<Row> featureRows() {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < data.matrix().rows(); row++) {
            List<Object> values = new ArrayList<>(List.of(data.matrix().machine(row), asOf(row), "plant", "pump"));
            for (int column = 0; column < data.matrix().width(); column++) {
                float value = data.matrix().value(row, column);
                values.add(Float.isNaN(value) ? null : (double) value);
            }
            rows.add(RowFactory.create(values.toArray()));
        }
        return rows;
    }

    private Timestamp asOf(int row) {
        return new Timestamp(data.matrix().asOfMillis(row));
    }

    private List<Row> labelRows() {
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < data.matrix().rows(); row++) {
            boolean positive = labels.positive(row);
            rows.add(RowFactory.create(
                    data.matrix().machine(row),
                    asOf(row),
                    SyntheticFleet.TARGET,
                    labels.labelled(row) ? (int) labels.label()[row] : null,
                    labels.labelled(row) ? null : "end_of_data",
                    positive ? failure(row) : null,
                    positive ? labels.component()[row] : null,
                    positive ? labels.mode()[row] : null));
        }
        return rows;
    }

    private Timestamp failure(int row) {
        double hours = data.lives().orElseThrow().hours()[row];
        return new Timestamp(data.matrix().asOfMillis(row) + Math.round(3_600_000 * hours));
    }

    /** Low, medium and high in turn; written down a day after the failure. */
    private List<Row> severityRows() {
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        List<Severity> levels = List.of(Severity.values());
        Map<String, Row> byFailure = new LinkedHashMap<>();
        for (int row = 0; row < data.matrix().rows(); row++) {
            if (labels.positive(row)) {
                String machine = data.matrix().machine(row);
                Timestamp failure = failure(row);
                byFailure.putIfAbsent(
                        machine + failure,
                        RowFactory.create(
                                machine,
                                failure,
                                levels.get(byFailure.size() % 3).text(),
                                new Timestamp(failure.getTime() + 86_400_000)));
            }
        }
        return List.copyOf(byFailure.values());
    }

    private List<Row> lifeRows() {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < data.matrix().rows(); row++) {
            rows.add(RowFactory.create(
                    data.matrix().machine(row),
                    asOf(row),
                    data.lives().orElseThrow().hours()[row],
                    data.lives().orElseThrow().censored()[row]));
        }
        return rows;
    }

    private static List<Row> eventRows(List<Incident> failures) {
        return failures.stream()
                .map(failure -> RowFactory.create(
                        failure.equipmentId(),
                        Timestamp.from(failure.at()),
                        Timestamp.from(failure.knownAt()),
                        "failure",
                        null,
                        failure.component(),
                        failure.mode(),
                        "log"))
                .toList();
    }

    private static List<Row> catalogueRows() {
        List<Row> rows = new ArrayList<>();
        for (String name : SyntheticFleet.COLUMNS) {
            boolean context = name.startsWith("context");
            String sensor = context ? null : name.substring(0, name.indexOf("__"));
            rows.add(RowFactory.create(
                    name,
                    "features",
                    "as named",
                    "",
                    context ? null : "24h",
                    "series",
                    "1",
                    sensor,
                    name.substring(name.lastIndexOf("__") + 2),
                    context ? "failures" : sensor,
                    null,
                    rows.size()));
        }
        return rows;
    }

    @Test
    void a_run_writes_predictions_of_every_role_and_gives_the_same_bits_whatever_the_partitioning() throws IOException {
        Lake one = lake("one", 1);
        Lake other = lake("other", 8);

        TrainingReport report = Training.run(one, config(PIPELINE), Progress.silent());
        TrainingReport again = Training.run(other, config(PIPELINE), Progress.silent());

        assertThat(again.trainingSetHash()).isEqualTo(report.trainingSetHash());
        assertThat(other.fingerprint(Predictions.TABLE)).isEqualTo(one.fingerprint(Predictions.TABLE));
        assertThat(other.fingerprint(RulPredictions.TABLE)).isEqualTo(one.fingerprint(RulPredictions.TABLE));
        assertThat(other.fingerprint(RulSurvival.TABLE)).isEqualTo(one.fingerprint(RulSurvival.TABLE));
        assertThat(one.read(RulSurvival.TABLE)
                        .select(RulSurvival.CANDIDATE)
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("weibull_aft");
        assertThat(other.fingerprint(Folds.TABLE)).isEqualTo(one.fingerprint(Folds.TABLE));
        assertThat(other.fingerprint(Recalls.TABLE)).isEqualTo(one.fingerprint(Recalls.TABLE));
        assertThat(one.read(Recalls.TABLE).select(Recalls.CANDIDATE).distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .contains("xgboost", "logistic", "tribuo_forest")
                .doesNotContain("robust_z");
        for (String candidate : report.candidates()) {
            assertThat(hashes(other, candidate)).as(candidate).isEqualTo(hashes(one, candidate));
        }
        assertThat(one.read(Predictions.TABLE)
                        .select(Predictions.ROLE)
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        Role.VALIDATION, Role.TEST, Role.FINAL, Role.HELD_OUT_VALIDATION, Role.HELD_OUT_TEST);
        assertThat(one.read(Predictions.TABLE)
                        .where(functions.col(Predictions.ROLE).equalTo(Role.HELD_OUT_TEST))
                        .select(Predictions.CANDIDATE)
                        .distinct()
                        .collectAsList())
                .as("whichever is chosen is judged on new machines")
                .extracting(row -> row.getString(0))
                .contains("xgboost", "logistic", "tribuo_forest");
        assertThat(other.fingerprint(Importances.TABLE)).isEqualTo(one.fingerprint(Importances.TABLE));
        assertThat(one.read(Importances.TABLE)
                        .where("candidate = 'xgboost'")
                        .select(Importances.PART)
                        .distinct()
                        .collectAsList())
                .as("the model of all machines, and one without those of each inner fold")
                .extracting(row -> row.getInt(0))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(one.read(Predictions.TABLE)
                        .groupBy("target", "candidate", "fold", "role", "equipment_id", "as_of")
                        .count()
                        .where("count > 1")
                        .count())
                .isZero();
        assertThat(one.read(Predictions.TABLE)
                        .where("severity_p_high > severity_p_medium or (severity is null) <> (severity_p_high is null)")
                        .count())
                .isZero();
    }

    private static Map<String, String> hashes(Lake lake, String candidate) {
        return io.millwright.training.registry.Hashes.sha256(ModelFolders.read(lake, candidate));
    }

    @Test
    void every_candidate_is_packed_registered_scored_and_rebuilt_the_same_with_its_fitted_features()
            throws IOException {
        Lake lake = lake("lake", 2);
        PipelineConfig config = config(PIPELINE.replace("targets:\n", """
              pca: [{name: both, of: [temp__24h__mean, vib__24h__mean]}]
              fitted_residuals: [{name: heat, of: temp__24h__mean, from: [vib__24h__mean]}]
            targets:
              search_trials: %d
            """.formatted(TRIALS)));
        String trainingSet = Training.run(lake, config, Progress.silent()).trainingSetHash();
        TrainedRun trained = TrainedRun.newest(lake);
        everyTrialIsOnRecord(lake, config, trained);
        FolderRegistry registry = FolderRegistry.open(folder.resolve("registry"));
        Instant end = Instant.ofEpochMilli(SyntheticFleet.at(89));

        for (String candidate :
                List.of("xgboost", "logistic", "random_forest", "tribuo_forest", "robust_z", "ensemble", "searched")) {
            ModelPackage model = Packages.assemble(
                    lake,
                    trained,
                    candidate,
                    Map.of("metrics.json", "{}".getBytes(StandardCharsets.UTF_8)),
                    new SourceCode("abc", ""),
                    folder.resolve("staging"),
                    Progress.silent());
            ModelVersion version = registry.register(model, "run-1:" + model.contentHash());
            assertThat(registry.register(model, "run-1:" + model.contentHash())).isEqualTo(version);

            ModelPackage loaded = registry.load(version.version());
            List<ScoredMachine> machines =
                    Scoring.score(lake, config, loaded, end, Progress.silent()).machines();
            Reproduction reproduction = Reproduce.rebuild(spark, loaded, Progress.silent());

            assertThat(loaded.manifest().trainingSetFingerprint()).isEqualTo(trainingSet);
            assertThat(machines).hasSize(10).allMatch(machine -> machine.severity()
                    .isPresent());
            assertThat(reproduction.artefacts()).as(candidate).allMatch(Reproduction.Artefact::same);
            assertThat(reproduction.artefacts())
                    .extracting(Reproduction.Artefact::name)
                    .contains("fitted/pca.json", "fitted/residuals.json");
            assertThat(loaded.manifest().modelFiles()).containsKeys("fitted/pca.json", "fitted/residuals.json");
            assertThat(loaded.manifest().features()).doesNotContain("both__pca_t2");
            assertThat(lake.read(Scores.TABLE).count()).isEqualTo(10);
            if (candidate.equals("logistic")) {
                assertThat(ModelBundle.read(candidate, loaded.modelFiles())
                                .failures()
                                .values())
                        .as("a model that takes every column asks for what its package fits")
                        .allMatch(scored ->
                                scored.model().columns().containsAll(List.of("both__pca_t2", "heat__fitted_residual")));
            }
        }
        assertThat(registry.list()).hasSize(7);
    }

    /** Those above are all others; trees of a type's own are fitted again in AdaptedCandidateTest. */
    @Tag("full")
    @Test
    void a_final_fit_of_the_candidates_that_are_variants_of_others_is_the_same_again() throws IOException {
        TrainingSpec spec = TrainingSpec.of(config(
                PIPELINE.replace("rul: {cap: 30d, coverage: 0.9}", "").replace("inner_folds: 3", "inner_folds: 2")));

        for (String candidate :
                List.of("adapted", "xgboost_weighted", "xgboost_smote", "plain_logistic", "age_based")) {
            Map<String, byte[]> files =
                    FinalFit.of(candidate, data, spec, spark).files();
            ModelBundle again = FinalFit.of(candidate, data, spec, spark);

            assertThat(again.files()).as(candidate).containsOnlyKeys(files.keySet());
            again.files()
                    .forEach((name, content) ->
                            assertThat(content).as(candidate + " " + name).isEqualTo(files.get(name)));
            assertThat(scores(ModelBundle.read(candidate, files))).as(candidate).isEqualTo(scores(again));
        }
    }

    private double[] scores(ModelBundle bundle) {
        return bundle.failures().get(SyntheticFleet.TARGET).model().scores(data.matrix());
    }

    private static void everyTrialIsOnRecord(Lake lake, PipelineConfig config, TrainedRun trained) {
        List<Row> trials = lake.read(Trials.TABLE)
                .orderBy(Trials.FOLD, Trials.TARGET, Trials.TRIAL)
                .collectAsList();

        assertThat(trials)
                .as("two tests, the one on new machines, and the final model")
                .hasSize(4 * TRIALS);
        assertThat(trials).allSatisfy(trial -> {
            boolean boosted = trial.getAs(Trials.FAMILY).equals("xgboost");
            assertThat(trial.<String>getAs(Trials.CANDIDATE)).isEqualTo("searched");
            assertThat(trial.<String>getList(trial.fieldIndex(Trials.WINDOWS))).containsExactly("24h");
            assertThat(trial.<Object>getAs(Trials.ETA) == null).isEqualTo(!boosted);
            assertThat(trial.<Object>getAs(Trials.ROUNDS) == null).isEqualTo(!boosted);
            assertThat(trial.<Double>getAs(Trials.AVERAGE_PRECISION)).isBetween(0.0, 1.0);
            assertThat(trial.<String>getAs(Trials.TRAINING)).isEqualTo(trained.key());
            assertThat(trial.<String>getAs(Trials.TRAINING_SET_HASH)).isEqualTo(trained.fingerprint());
            List<Double> losses = trial.getList(trial.fieldIndex(Trials.FOLD_LOG_LOSSES));
            assertThat(losses).hasSize(trial.getAs(Trials.FOLDS_JUDGED)).hasSizeBetween(1, 3);
            assertThat(losses.stream().mapToDouble(loss -> loss).average().orElseThrow())
                    .isCloseTo(trial.getAs(Trials.LOG_LOSS), within(1e-12));
            assertThat(trial.getList(trial.fieldIndex(Trials.FOLD_AVERAGE_PRECISIONS)))
                    .hasSameSizeAs(losses);
            assertThat(trial.isNullAt(trial.fieldIndex(Trials.TEST_FROM)))
                    .isEqualTo(trial.<Integer>getAs(Trials.FOLD) == 0);
            assertThat(trial.<String>getList(trial.fieldIndex(Trials.DATA_VERSIONS)))
                    .contains("labels@v0", "training_set@v0");
        });
        assertThat(trials.subList(0, 3))
                .extracting(trial -> trial.<String>getAs(Trials.FAMILY))
                .containsExactly("xgboost", "logistic", "tribuo_forest");
        assertThat(trials.get(0).<Boolean>getAs(Trials.FITTED_FEATURES)).isTrue();
        assertThat(trials)
                .filteredOn(trial -> trial.<Boolean>getAs(Trials.CHOSEN))
                .hasSize(4);
        List<ModelOrigin.Search> searches =
                ModelOrigins.of(lake, config, trained).searches();
        assertThat(searches).hasSize(4);
        assertThat(searches.get(0).tries()).hasSize(TRIALS);
        assertThat(searches.get(0).tries().get(1).settings())
                .as("logistic regression")
                .isEmpty();
        assertThat(searches.get(0).tries().get(1).words())
                .containsEntry("family", "logistic")
                .containsEntry("windows", "24h")
                .containsEntry("fitted_features", "true");
        trialsOfOtherTrainingsStay(lake, trained);
    }

    /** One whose tests were these too, and one of the year before. */
    private static void trialsOfOtherTrainingsStay(Lake lake, TrainedRun trained) {
        Dataset<Row> own = SearchRecord.of(lake, trained.key());
        Dataset<Row> lastYear = own;
        for (String end : List.of(Trials.TEST_FROM, Trials.TEST_TO)) {
            lastYear = lastYear.withColumn(end, functions.col(end).minus(functions.expr("interval 1 year")));
        }
        for (Map.Entry<String, Dataset<Row>> other :
                Map.of("same tests", own, "last year", lastYear).entrySet()) {
            lake.replaceWhere(
                    other.getValue().withColumn(Trials.TRAINING, functions.lit(other.getKey())),
                    Trials.TABLE,
                    "training = '" + other.getKey() + "'",
                    Map.of());
        }

        assertThat(SearchRecord.count(lake, trained.key()))
                .isEqualTo(new SearchRecord.Count(4 * TRIALS, 4 * TRIALS, 1));

        SearchRecord.write(lake, trained, Map.of(), List.of());

        assertThat(lake.read(Trials.TABLE).select(Trials.TRAINING).distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("same tests", "last year");
    }

    @Test
    void a_machine_about_to_fail_is_scored_high_with_its_reason_in_words_and_one_that_fell_silent_is_not_scored()
            throws IOException {
        Lake lake = lake("lake", 2);
        String yaml = PIPELINE.replace(CANDIDATES, "candidates: [run_to_failure, xgboost]")
                .replace("held_out_share: 0.2", "held_out_sites: [north]");
        PipelineConfig config = config(yaml);
        write(lake, Equipment.TABLE, equipmentRows(), 1);
        Training.run(lake, config, Progress.silent());
        machinesOfASiteNeverTrained(lake, yaml);
        ModelPackage model = Packages.assemble(
                lake,
                TrainedRun.newest(lake),
                "xgboost",
                Map.of(),
                SourceCode.UNKNOWN,
                folder.resolve("staging"),
                Progress.silent());
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        int positive = 0;
        while (!labels.positive(positive)
                || labels.positive(positive + 1)
                || data.matrix().asOfMillis(positive) < SyntheticFleet.at(45)) {
            positive++;
        }
        String machine = data.matrix().machine(positive);
        Instant asOf = Instant.ofEpochMilli(data.matrix().asOfMillis(positive));

        ScoredMachine scored = Scoring.score(lake, config, model, asOf, Progress.silent()).machines().stream()
                .filter(each -> each.equipmentId().equals(machine))
                .findFirst()
                .orElseThrow();

        assertThat(scored.asOf()).isEqualTo(asOf);
        assertThat(scored.probabilities().get(SyntheticFleet.TARGET)).isGreaterThan(0.3);
        assertThat(scored.sentences().get(0))
                .startsWith("bearing temperature ")
                .contains(" C above this machine's normal of ")
                .endsWith(" over 24 hours");
        assertThat(scored.rulLowHours()).isLessThanOrEqualTo(scored.rulMedianHours());
        assertThat(scored.component()).isEqualTo("bearing");
        assertThat(scored.like()).startsWith("like 3 past cases: ").contains(" on machine-");
        assertThat(lake.read(Cases.TABLE).count())
                .isEqualTo(SyntheticFleet.failures(data).stream()
                        .filter(failure -> !failure.at().isAfter(asOf))
                        .count());

        String cases = lake.fingerprint(Cases.TABLE);
        rewriteTheFuture(lake, asOf);

        assertThat(Scoring.score(lake, config, model, asOf, Progress.silent()).machines())
                .contains(scored);
        assertThat(lake.fingerprint(Cases.TABLE)).isEqualTo(cases);

        whoFellSilentIsNamedAndNotScored(lake, config, model, machine, asOf);
    }

    /** Three machines are of the site north. */
    private List<Row> equipmentRows() {
        return data.matrix().machines().stream()
                .map(machine -> RowFactory.create(
                        machine,
                        machine.compareTo("machine-d") < 0 ? "north" : "south",
                        "pump",
                        null,
                        null,
                        null,
                        null,
                        null,
                        scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                        "machines"))
                .toList();
    }

    private void machinesOfASiteNeverTrained(Lake lake, String yaml) throws IOException {
        assertThat(lake.read(Predictions.TABLE)
                        .where(functions.col(Predictions.ROLE).equalTo(Role.HELD_OUT_TEST))
                        .select(Predictions.EQUIPMENT_ID)
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("machine-a", "machine-b", "machine-c");
        assertThat(lake.read(Folds.TABLE).select(Folds.AXIS).collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("time", "time", "held_out_sites");
        PipelineConfig another = config(yaml.replace("[north]", "[south]"));
        assertThatThrownBy(() -> TrainedRun.newest(lake).requireAskedBy(another))
                .hasMessageContaining("the pipeline file asks for another training");
    }

    /** It sends nothing after a moment; windows are a day long. */
    private void whoFellSilentIsNamedAndNotScored(
            Lake lake, PipelineConfig config, ModelPackage model, String machine, Instant last) {
        Instant aDayLater = last.plus(Duration.ofHours(24));
        List<Row> rows = lake.read(TrainingSet.NAME).collectAsList().stream()
                .filter(row -> !row.getString(0).equals(machine)
                        || !row.getTimestamp(1).toInstant().isAfter(last))
                .toList();
        writeFeatures(lake, rows, lake.read(TrainingSet.NAME).schema());

        ScoredFleet still = Scoring.score(lake, config, model, aDayLater, Progress.silent());
        ScoredFleet later = Scoring.score(lake, config, model, aDayLater.plusMillis(1), Progress.silent());

        assertThat(still.silent()).isEmpty();
        assertThat(still.machines())
                .filteredOn(each -> each.equipmentId().equals(machine))
                .singleElement()
                .satisfies(each -> assertThat(each.age()).isEqualTo(Duration.ofHours(24)));
        assertThat(later.silent()).singleElement().satisfies(silent -> {
            assertThat(silent.equipmentId()).isEqualTo(machine);
            assertThat(silent.since()).isEqualTo(last.minus(Duration.ofHours(24)));
        });
        assertThat(later.machines())
                .hasSize(9)
                .extracting(ScoredMachine::equipmentId)
                .doesNotContain(machine);
        assertThat(lake.read(Scores.TABLE).count()).as("of three moments").isEqualTo(10 + 10 + 9);
        assertThatThrownBy(() ->
                        Scoring.score(lake, config, model, aDayLater.plus(Duration.ofDays(90)), Progress.silent()))
                .hasMessageContaining("all 10 machines had fallen silent");
    }

    /** Other modes for failures known later, one from long ago that is told late, an order and a finding to come, other readings. */
    private void rewriteTheFuture(Lake lake, Instant asOf) {
        List<Incident> failures = new ArrayList<>();
        Instant later = asOf.plusSeconds(60);
        for (Incident each : SyntheticFleet.failures(data)) {
            boolean known = !each.knownAt().isAfter(asOf);
            failures.add(
                    known
                            ? each
                            : new Incident(each.equipmentId(), "x", "other", each.at(), each.at(), each.source(), ""));
            if (known) {
                failures.add(
                        new Incident(each.equipmentId(), "late", "told_late", each.at(), later, each.source(), ""));
            }
        }
        write(lake, Events.TABLE, eventRows(failures), 3);
        Timestamp at = Timestamp.from(SyntheticFleet.START);
        Timestamp known = Timestamp.from(later);
        List<Row> orders = new ArrayList<>();
        List<Row> findings = new ArrayList<>();
        for (String machine : data.matrix().machines()) {
            orders.add(RowFactory.create(
                    "O-" + machine,
                    machine,
                    null,
                    "corrective",
                    "closed",
                    Timestamp.from(asOf),
                    null,
                    null,
                    null,
                    Timestamp.from(asOf),
                    known,
                    true,
                    null,
                    null,
                    null,
                    "1x later",
                    null,
                    "orders"));
            findings.add(RowFactory.create(
                    machine, null, at, known, "confirmed", "found_late", null, null, null, "feedback"));
        }
        write(lake, WorkOrders.TABLE, orders, 1);
        write(lake, Feedback.TABLE, findings, 1);
        List<Row> rows = lake.read(TrainingSet.NAME).collectAsList().stream()
                .map(row -> row.getTimestamp(1).toInstant().isAfter(asOf)
                        ? RowFactory.create(row.get(0), row.get(1), row.get(2), "other", 1e6, 1e6, 1e6, 1e6)
                        : row)
                .toList();
        writeFeatures(lake, rows, lake.read(TrainingSet.NAME).schema());
    }

    private void writeFeatures(Lake lake, List<Row> rows, StructType schema) {
        List<String> key = List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF);
        lake.overwrite(
                spark.createDataFrame(rows, schema), new TableSpec(TrainingSet.NAME, schema, List.of(), key), Map.of());
    }
}

package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.aws.testing.Mailbox;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Interval;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.jobs.MonitorJob;
import io.millwright.training.TrainingSpec;
import io.millwright.training.candidate.BoostedModel;
import io.millwright.training.candidate.Boosting;
import io.millwright.training.candidate.BoostingSettings;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.TrialComponentSummary;

/** What a run registers in SageMaker, from its own tables, and what is told of it. */
final class RegisterOnSageMakerTest {

    private static final StructType TRAINING_SET = new StructType()
            .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType)
            .add(TrainingSet.AS_OF, DataTypes.TimestampType)
            .add(TrainingSet.SITE, DataTypes.StringType)
            .add(TrainingSet.TYPE, DataTypes.StringType)
            .add("temperature_mean", DataTypes.DoubleType)
            .add("vibration_mean", DataTypes.DoubleType);

    @TempDir
    static Path folder;

    private static final Emulator EMULATOR = Emulator.started();
    private static final String GROUP = Emulator.fresh("conveyors");
    private static final String BUCKET = EMULATOR.bucket();

    private static JobContext job;
    private static RegisterReport report;
    private static DescribeModelPackageResponse model;

    @BeforeAll
    static void registered() throws IOException {
        job = FabricatedFleet.withSignal(
                folder,
                yaml -> yaml.replace("  seed: 1\n", "  seed: 1\n  search_trials: 2\n")
                        + """
                aws:
                  endpoint: %s
                  registry: {group: %s, location: s3://%s, image: registry/xgboost:3.0-5, lineage: false}
                """.formatted(EMULATOR.address(), GROUP, BUCKET));
        trained();
        Evaluation.run(job, Optional.empty());
        report = Registration.run(job);
        String arn = EMULATOR.sageMaker()
                .listModelPackages(request -> request.modelPackageGroupName(GROUP))
                .modelPackageSummaryList()
                .get(0)
                .modelPackageArn();
        model = EMULATOR.sageMaker().describeModelPackage(request -> request.modelPackageName(arn));
    }

    /** A training set and models as the train job would leave them. */
    private static void trained() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < FabricatedFleet.MACHINES; m++) {
            for (int day = 1; day <= 10; day++) {
                rows.add(RowFactory.create(
                        FabricatedFleet.machine(m),
                        Timestamp.from(FabricatedFleet.START.plus(Duration.ofDays(day))),
                        "site-1",
                        "conveyor",
                        60.0 + m,
                        day == 3 ? null : 2.0 + day));
            }
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
        Path models = Files.createDirectories(
                Path.of(job.lake().root(), "models", job.runId(), "xgboost", "failure", "fails_in_1_to_3d"));
        TrainingMatrix learned =
                TrainingData.read(job.lake().read(TrainingSet.NAME), List.of()).matrix();
        float[] label = new float[learned.rows()];
        for (int row = 0; row < label.length; row++) {
            label[row] = learned.value(row, 1) > 9 ? 1 : 0;
        }
        BoostedModel fitted = new BoostedModel(
                learned.columns(),
                Boosting.fit(learned, label, BoostingSettings.failure().withRounds(5), Map.of(), 1));
        for (Map.Entry<String, byte[]> file : fitted.files().entrySet()) {
            Files.write(models.resolve(file.getKey()), file.getValue());
        }
        List<String> targets = TrainingSpec.of(job.config()).targetNames();
        FabricatedFleet.trained(
                job.lake(), job.config(), TrainingData.of(job.lake(), targets).fingerprint());
        FabricatedTrials.write(job.lake());
    }

    @Test
    void what_was_not_promoted_waits_there_until_someone_approves_it() {
        ModelRegistry registry = job.outside().registry();

        assertThat(report.promoted()).isFalse();
        assertThat(model.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        assertThat(registry.champion()).isEmpty();
        registry.approve(report.version(), "read the card");
        registry.setChampion(report.version(), "read the card");

        assertThat(registry.champion().map(ModelVersion::version)).contains(report.version());
    }

    @Test
    void registering_the_same_run_again_is_the_same_version() {
        RegisterReport again = Registration.run(job);

        assertThat(again.version()).isEqualTo(report.version());
        assertThat(job.outside().registry().list()).hasSize(1);
        assertThat(tries()).hasSize(3);
    }

    @Test
    void of_the_registrys_folder_only_the_looks_stay() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("registry"))) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(folder.resolve("registry/looks.json"));
        }
    }

    @Test
    void what_a_person_rejected_no_rerun_promotes() throws IOException {
        ModelRegistry registry = job.outside().registry();
        Path metrics = folder.resolve("metrics.json");
        String before = Files.readString(metrics);
        assertThat(before).contains("\"promoted\" : false");
        registry.reject(report.version(), "its sensors are gone");

        Files.writeString(metrics, before.replace("\"promoted\" : false", "\"promoted\" : true"));
        RegisterReport again = Registration.run(job);
        Files.writeString(metrics, before);

        assertThat(again.promoted()).isFalse();
        assertThat(again.reasons())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("was rejected (its sensors");
        assertThat(registry.get(report.version()).approval()).isEqualTo(ModelVersion.Approval.REJECTED);
    }

    @Test
    void it_is_searched_by_what_was_found() {
        assertThat(model.customerMetadataProperties())
                .containsEntry("target", "fails_in_1_to_3d")
                .containsKeys(
                        "data_from",
                        "data_to",
                        "threshold_cost_optimal",
                        "average_precision",
                        "saved_per_machine_week",
                        "held_against",
                        "delta_version_training_set");
        assertThat(model.customerMetadataProperties().get("average_precision"))
                .matches("[0-9.]+ from [0-9.]+ to [0-9.]+ n \\d+");
    }

    @Test
    void its_baselines_are_the_tests_and_the_training_set() throws IOException {
        JsonNode quality = read(model.modelMetrics().modelQuality().statistics().s3Uri());
        JsonNode data =
                read(model.driftCheckBaselines().modelDataQuality().statistics().s3Uri());

        JsonNode figures = quality.path("binary_classification_metrics");
        assertThat(figures.at("/auc/value").asDouble()).isBetween(0.8, 1.0);
        assertThat(figures.at("/recall/standard_deviation").isNumber()).isTrue();
        assertThat(data.at("/dataset/item_count").asInt()).isEqualTo(240);
        assertThat(data.at("/features/1/name").asText()).isEqualTo("vibration_mean");
        assertThat(data.at("/features/1/numerical_statistics/common/num_missing")
                        .asInt())
                .isEqualTo(24);
    }

    @Test
    void what_moves_its_scores_is_reported_as_clarify_does() throws IOException {
        JsonNode report = read(model.modelMetrics().explainability().report().s3Uri());

        JsonNode label = report.at("/explanations/kernel_shap/label0");
        assertThat(label.path("expected_value").isNumber()).isTrue();
        assertThat(label.at("/global_shap_values/vibration_mean").asDouble())
                .isGreaterThan(
                        3 * label.at("/global_shap_values/temperature_mean").asDouble());
        assertThat(model.driftCheckBaselines().explainability().constraints())
                .isEqualTo(model.modelMetrics().explainability().report());
    }

    @Test
    void a_model_that_the_rule_promotes_is_champion_and_an_event_says_so() throws IOException {
        Mailbox bus = EMULATOR.bus();
        JobContext watched = watched(bus, Optional.empty());
        ObjectNode metrics = (ObjectNode) new ObjectMapper().readTree(Files.readString(folder.resolve("metrics.json")));
        ((ObjectNode) metrics.path("champion")).put("promoted", true).putArray("reasons");
        Files.writeString(watched.out().resolve("metrics.json"), metrics.toString());

        Outcome outcome = io.millwright.pipeline.jobs.RegisterJob.run(watched);

        assertThat(outcome.did()).contains("promoted to champion");
        assertThat(watched.outside().registry().champion())
                .hasValueSatisfying(champion -> assertThat(champion.reason()).contains("by the promotion rule"));
        assertThat(bus.letters()).singleElement().satisfies(event -> {
            assertThat(event.path("detail-type").asText()).isEqualTo("Model promoted");
            assertThat(event.at("/detail/candidate").asText()).isEqualTo("xgboost");
            assertThat(event.at("/detail/run_id").asText()).isEqualTo("test-run");
        });
    }

    /** Vibration rises day by day, temperature does not. */
    @Test
    void drift_that_monitor_sees_is_an_event_that_names_the_feature() throws IOException {
        Mailbox bus = EMULATOR.bus();
        Interval days = new Interval(
                FabricatedFleet.START.plus(Duration.ofDays(1)), FabricatedFleet.START.plus(Duration.ofDays(11)));

        Outcome outcome = MonitorJob.run(watched(bus, Optional.of(days)));

        List<JsonNode> events = bus.letters();
        assertThat(events)
                .extracting(event -> event.path("detail-type").asText())
                .containsExactlyInAnyOrder("Features drifted", "Training asked");
        assertThat(events)
                .filteredOn(event -> event.path("detail-type").asText().equals("Features drifted"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.at("/detail/farthest").asText()).isEqualTo("vibration_mean");
                    assertThat(event.at("/detail/features_drifted").asText()).isEqualTo("1");
                    assertThat(event.at("/detail/features_compared").asText()).isEqualTo("2");
                });
        assertThat(events)
                .filteredOn(event -> event.path("detail-type").asText().equals("Training asked"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/detail/asking").asText()).isEqualTo("schedule drift"));
        assertThat(outcome.exitCode()).isEqualTo(Outcome.TRAINING_ASKED);
    }

    /** The same run with results and a registry in a folder of its own, and someone who watches. */
    private static JobContext watched(Mailbox bus, Optional<Interval> interval) throws IOException {
        Path out = Files.createDirectories(folder.resolve(bus.address()));
        for (String name : List.of("operating_points.json", "evaluation.json", "quality.json")) {
            Files.copy(folder.resolve(name), out.resolve(name));
        }
        String yaml = Files.readString(folder.resolve("pipeline.yaml"));
        Path file = Files.writeString(
                out.resolve("pipeline.yaml"),
                yaml.substring(0, yaml.indexOf("\naws:") + 1)
                        + "aws: {endpoint: \"%s\", events: {bus: %s}}\n".formatted(EMULATOR.address(), bus.address()));
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.of(out));
        return new JobContext(
                job.spark(),
                job.lake(),
                config,
                interval,
                job.runId(),
                out,
                Progress.silent(),
                Outside.of(config, job.runId(), Assertions::fail));
    }

    private static List<DescribeTrialComponentResponse> tries() {
        return EMULATOR.sageMaker().listTrialComponents(request -> {}).trialComponentSummaries().stream()
                .map(TrialComponentSummary::trialComponentName)
                .filter(name -> name.startsWith(GROUP + "-"))
                .sorted()
                .map(name -> EMULATOR.sageMaker().describeTrialComponent(request -> request.trialComponentName(name)))
                .toList();
    }

    @Test
    void the_tries_of_its_search_are_an_experiment() {
        List<DescribeTrialComponentResponse> tries = tries();

        assertThat(tries)
                .extracting(DescribeTrialComponentResponse::displayName)
                .containsExactly("try-1", "try-2-chosen", "try-3");
        assertThat(tries.get(1).inputArtifacts().get("training_set").value())
                .isEqualTo("file:" + job.lake().root() + "/training_set@v0");
        assertThat(tries.get(0).parameters()).doesNotContainKey("kept_features");
        assertThat(tries.get(1).parameters().get("kept_features").numberValue()).isEqualTo(60);
        assertThat(tries.get(1).parameters().get("family").stringValue()).isEqualTo("xgboost");
        assertThat(tries.get(1).parameters().get("windows").stringValue()).isEqualTo("7d");
        assertThat(tries.get(2).parameters())
                .doesNotContainKeys("eta", "kept_features")
                .containsKey("family");
        assertThat(tries.get(1).metrics())
                .filteredOn(metric -> metric.metricName().equals("log_loss"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.last()).isEqualTo(0.3));
    }

    @Test
    void the_card_says_how_many_trials_there_were() throws IOException {
        assertThat(Files.readString(folder.resolve("model-card.html")))
                .contains(
                        "3 trials of a seeded random search with successive halving over families of models, windows");
    }

    private static JsonNode read(String uri) throws IOException {
        String key = uri.substring(("s3://" + BUCKET + "/").length());
        return new ObjectMapper()
                .readTree(EMULATOR.s3()
                        .getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                        .asByteArray());
    }
}

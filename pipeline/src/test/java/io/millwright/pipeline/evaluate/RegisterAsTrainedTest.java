package io.millwright.pipeline.evaluate;

import static io.millwright.lake.MillwrightException.Category.CONFIGURATION;
import static io.millwright.lake.MillwrightException.Category.DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.Upkeep;
import io.millwright.lake.config.PipelineFile;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outcome;
import io.millwright.training.Reproduce;
import io.millwright.training.Reproduction;
import io.millwright.training.TrainedRun;
import io.millwright.training.Training;
import io.millwright.training.TrainingSpec;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.table.Folds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes between train, evaluate and register, on models that were really fitted. */
@Tag("full")
final class RegisterAsTrainedTest {

    private static final int TRAINED_DAYS = FabricatedFleet.DAYS - 10;

    private static final StructType FEATURES = new StructType()
            .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType)
            .add(TrainingSet.AS_OF, DataTypes.TimestampType)
            .add(TrainingSet.SITE, DataTypes.StringType)
            .add(TrainingSet.TYPE, DataTypes.StringType)
            .add("vibration_mean", DataTypes.DoubleType);

    @TempDir
    static Path folder;

    private static JobContext job;
    private static TrainedRun trained;
    private static String metrics;

    @BeforeAll
    static void trained_and_evaluated() throws IOException {
        job = FabricatedFleet.withSignal(
                folder, yaml -> yaml.replace("run_to_failure, age_based, robust_z, logistic, xgboost", "xgboost")
                        .replace("    - {name: fails_within_7d, horizon: 7d, minimum_lead: 24h}\n", "")
                        .replace("  rul: {cap: 30d, coverage: 0.9}\n", "")
                        .replace("draws: 300", "draws: 100")
                        .replace("folds: 3", "folds: 1"));
        features(TRAINED_DAYS);
        job.lake()
                .overwrite(
                        job.spark().createDataFrame(List.<Row>of(), FeatureCatalogue.TABLE.schema()),
                        FeatureCatalogue.TABLE,
                        Map.of());
        Training.run(job.lake(), job.config(), Progress.silent());
        trained = TrainedRun.newest(job.lake());
        Evaluation.run(job, Optional.empty());
        metrics = Files.readString(folder.resolve("metrics.json"));
    }

    /** Features of so many days, and labels of all but what is not known yet. */
    private static void features(int days) {
        Lake lake = job.lake();
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < FabricatedFleet.MACHINES; m++) {
            for (int day = 1; day <= days; day++) {
                rows.add(row(m, FabricatedFleet.START.plus(Duration.ofDays(day))));
            }
        }
        lake.overwrite(
                lake.spark().createDataFrame(rows, FEATURES).repartition(2),
                new TableSpec(
                        TrainingSet.NAME, FEATURES, List.of(), List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF)),
                Map.of());
        lake.overwrite(
                lake.readVersion(Labels.TABLE.name(), 0)
                        .where("datediff(as_of, '2025-01-01') <= " + days)
                        .coalesce(1),
                Labels.TABLE,
                Map.of());
    }

    private static Row row(int m, Instant asOf) {
        double left = FabricatedFleet.failures(m).stream()
                .filter(failure -> failure.isAfter(asOf))
                .findFirst()
                .map(failure -> Duration.between(asOf, failure).toHours() / 24.0)
                .orElse(40.0);
        double vibration = 1 / (1 + Math.exp(2 * (left - 4)))
                + 0.25 * new SplittableRandom(13L * m + asOf.getEpochSecond()).nextGaussian();
        return RowFactory.create(FabricatedFleet.machine(m), Timestamp.from(asOf), "site-1", "conveyor", vibration);
    }

    @Test
    void features_of_further_days_change_neither_the_evaluation_nor_the_package_which_is_rebuilt_the_same() {
        features(FabricatedFleet.DAYS);
        new Upkeep(job.lake()).compact(TrainingSet.NAME);
        new Upkeep(job.lake()).vacuum(Folds.TABLE.name(), Duration.ZERO);

        Evaluation.run(job, Optional.empty());
        Outcome registered = io.millwright.pipeline.jobs.RegisterJob.run(job);

        assertThat(folder.resolve("metrics.json")).content().contains("\"" + trained.key() + "\"");
        ModelPackage model = job.outside().registry().load("1");
        assertThat(new String(model.file(Incumbent.METRICS), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(metrics);
        assertThat(registered.did()).contains("version 1");
        assertThat(model.manifest().trainingSetFingerprint()).isEqualTo(trained.fingerprint());
        assertThat(model.manifest().inputVersions())
                .containsEntry(TrainingSet.NAME, 0L)
                .containsEntry(Labels.TABLE.name(), 1L);
        assertThat(TrainedOn.of(model).orElseThrow().to())
                .isEqualTo(FabricatedFleet.START.plus(Duration.ofDays(TRAINED_DAYS)));
        assertThat(Reproduce.rebuild(job.spark(), model, Progress.silent()).artefacts())
                .isNotEmpty()
                .allMatch(Reproduction.Artefact::same);
    }

    @Test
    void the_evaluation_of_another_training_is_refused() throws IOException {
        TrainingSpec otherSeed = TrainingSpec.of(with("seed: 1", "seed: 2").config());
        trained(otherSeed, trained.versions(), trained.fingerprint()).write(job.lake());
        refused(job, DATA, "metrics.json does not judge the models of run test-run", "evaluate");
        trained.write(job.lake());
        metrics(metrics.replaceFirst("\"judged\" : \\{[^}]*}", "\"judged\" : null"));
        refused(job, DATA, "metrics.json does not judge the models of run test-run", "evaluate");
        metrics(metrics);
    }

    @Test
    void a_pipeline_file_that_says_something_else_is_refused() throws IOException {
        refused(with("false_alarm: 9000", "false_alarm: 9001"), CONFIGURATION, "was changed after metrics", "evaluate");

        JobContext otherSeed = with("seed: 1", "seed: 2");

        assertThatThrownBy(() -> Evaluation.run(otherSeed, Optional.empty()))
                .isInstanceOfSatisfying(MillwrightException.class, is(CONFIGURATION))
                .hasMessageContaining("asks for another training than that of run test-run")
                .hasMessageContaining("run ./millwright train first");
    }

    @Test
    void what_was_trained_on_and_is_gone_is_to_be_trained_again() throws IOException {
        Map<String, Long> versions = new TreeMap<>(trained.versions());
        versions.put(TrainingSet.NAME, 99L);
        trained(trained.spec(), versions, trained.fingerprint()).write(job.lake());
        refused(job, DATA, "trained on training_set version 99, which the lake no longer has", "train");

        TrainedRun otherRows = trained(trained.spec(), trained.versions(), "of other rows");
        otherRows.write(job.lake());
        metrics(metrics.replace(trained.key(), otherRows.key()));
        refused(job, DATA, "trained on other rows, which the lake no longer has", "train");
        metrics(metrics);

        Files.delete(folder.resolve("lake/models/test-run/trained.json"));
        refused(job, DATA, "does not say what its models were trained on", "train");
        trained.write(job.lake());
    }

    private static TrainedRun trained(TrainingSpec spec, Map<String, Long> versions, String fingerprint) {
        return new TrainedRun(trained.runId(), spec, versions, fingerprint, trained.codeHash(), trained.libraries());
    }

    private static void metrics(String content) throws IOException {
        Files.writeString(folder.resolve("metrics.json"), content);
    }

    private static JobContext with(String said, String saysNow) throws IOException {
        String yaml = Files.readString(folder.resolve("pipeline.yaml"));
        assertThat(yaml).contains(said);
        Path changed = Files.writeString(folder.resolve("changed.yaml"), yaml.replace(said, saysNow));
        return new JobContext(
                job.spark(),
                job.lake(),
                PipelineFile.read(changed, Map.of(), Optional.of(folder)),
                job.interval(),
                job.runId(),
                job.out(),
                job.progress(),
                job.outside());
    }

    private static void refused(JobContext asked, MillwrightException.Category category, String says, String run) {
        assertThatThrownBy(() -> Registration.run(asked))
                .isInstanceOfSatisfying(MillwrightException.class, is(category))
                .hasMessageContaining(says)
                .hasMessageContaining("run ./millwright " + run);
    }

    private static Consumer<MillwrightException> is(MillwrightException.Category category) {
        return refusal -> assertThat(refusal.category()).isEqualTo(category);
    }
}

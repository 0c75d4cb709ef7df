package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.pipeline.JobContext;
import io.millwright.training.Training;
import io.millwright.training.registry.ModelRegistry;
import java.io.IOException;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Registers a boosted model while another boosted model is champion: models are fitted, registered and judged as a run does it. The
 * fabricated fleet has a feature that shows a failure dimly and one that shows it clearly. With {@code verify}, {@link
 * TargetTrialTest} sees the same without fitting anything.
 */
@Tag("full")
final class SecondChampionTest {

    private static final String DIM = "temperature_mean";
    private static final String CLEAR = "vibration_mean";
    private static final int WHOLE = FabricatedFleet.DAYS;

    /** Tests begin on days 60 and 90. */
    private static final int BEFORE_THE_LAST_TEST = 89;

    @TempDir
    static Path folder;

    private static JobContext fleet;
    private static Metrics.Champion sameRecipe;
    private static Metrics.Champion betterRecipe;
    private static Metrics.Champion laterTest;
    private static Metrics.Champion redefined;
    private static Metrics.Champion otherFeatures;

    @BeforeAll
    static void registered() throws IOException {
        fleet = FabricatedFleet.withSignal(folder, yaml -> yaml.replace("robust_z, logistic, xgboost", "xgboost")
                .replace("folds: 3", "folds: 2")
                .replace("    - {name: fails_within_7d, horizon: 7d, minimum_lead: 24h}\n", "")
                .replace("  rul: {cap: 30d, coverage: 0.9}\n", ""));
        JobContext early = run("early", fleet.config());
        trained(early, BEFORE_THE_LAST_TEST, List.of(DIM));
        evaluated(early);
        Registration.run(early);
        JobContext dim = run("dim", fleet.config());
        trained(dim, WHOLE, List.of(DIM));
        evaluated(dim);
        Registration.run(dim);
        follow(dim, "2");
        sameRecipe = evaluated(run("dim", withMoreDraws()));
        JobContext clear = run("clear", fleet.config());
        trained(clear, WHOLE, List.of(DIM, CLEAR));
        betterRecipe = evaluated(clear);
        follow(clear, "1");
        laterTest = evaluated(clear);
        catalogue(clear.lake(), List.of(DIM, CLEAR), "the mean of another window");
        Training.run(clear.lake(), clear.config(), Progress.silent());
        redefined = evaluated(clear);
        trained(clear, WHOLE, List.of(CLEAR));
        otherFeatures = evaluated(clear);
    }

    @Test
    void a_better_recipe_of_the_champions_kind_replaces_it_on_the_same_data() {
        assertThat(betterRecipe.heldAgainst())
                .isEqualTo("the recipe of version 2, fitted anew before each of the tests [1, 2]");
        assertThat(betterRecipe.incumbent()).isEqualTo("xgboost").isEqualTo(betterRecipe.candidate());
        assertThat(betterRecipe.savedCostPerMachineWeek().low()).isPositive();
        assertThat(betterRecipe.reasons()).isEmpty();
        assertThat(betterRecipe.promoted()).isTrue();
    }

    @Test
    void the_same_recipe_on_the_same_data_saves_nothing_at_all_and_does_not_replace_it() {
        assertThat(sameRecipe.heldAgainst()).startsWith("the recipe of version 2");
        assertThat(sameRecipe.savedCostPerMachineWeek().low()).isZero();
        assertThat(sameRecipe.savedCostPerMachineWeek().high()).isZero();
        assertThat(sameRecipe.promoted()).isFalse();
    }

    @Test
    void a_champion_is_judged_itself_on_tests_after_its_training_with_the_thresholds_of_its_package() {
        assertThat(laterTest.heldAgainst())
                .isEqualTo("version 1 itself on tests [2], which begin after its training data ended");
        assertThat(laterTest.savedCostPerMachineWeek().value()).isPositive();
    }

    @Test
    void a_champion_one_of_whose_features_means_something_else_by_now_is_judged_by_its_recipe() {
        assertThat(redefined.heldAgainst())
                .isEqualTo(
                        "the recipe of version 1, fitted anew before each of the tests [1, 2], since it learned from other"
                                + " definitions than there are now (temperature_mean)");
    }

    @Test
    void a_champion_whose_features_are_gone_keeps_its_place_until_a_person_decides() {
        assertThat(otherFeatures.promoted()).isFalse();
        assertThat(otherFeatures.reasons()).anySatisfy(reason -> assertThat(reason)
                .contains("version 1 cannot be held against", "1 of its features (temperature_mean)"));
    }

    /** A person promotes it. */
    private static void follow(JobContext job, String version) {
        ModelRegistry registry = job.outside().registry();
        registry.approve(version, "a person's decision");
        registry.setChampion(version, "a person's decision");
    }

    private static void trained(JobContext job, int days, List<String> features) {
        trainingSet(job.lake(), days, features);
        Training.run(job.lake(), job.config(), Progress.silent());
    }

    private static Metrics.Champion evaluated(JobContext job) {
        return Evaluation.run(job, Optional.of("another recipe")).metrics().champion();
    }

    private static JobContext run(String id, PipelineConfig config) {
        return new JobContext(
                fleet.spark(),
                Lake.open(fleet.spark(), fleet.lake().root(), id),
                config,
                Optional.empty(),
                id,
                folder,
                Progress.silent(),
                fleet.outside());
    }

    /** Another look with the same recipe. */
    private static PipelineConfig withMoreDraws() throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, Files.readString(file).replace("bootstrap_draws: 300", "bootstrap_draws: 301"));
        return PipelineFile.read(file, Map.of(), Optional.of(folder));
    }

    private static void trainingSet(Lake lake, int days, List<String> features) {
        StructType schema = new StructType()
                .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType)
                .add(TrainingSet.AS_OF, DataTypes.TimestampType)
                .add(TrainingSet.SITE, DataTypes.StringType)
                .add(TrainingSet.TYPE, DataTypes.StringType);
        for (String feature : features) {
            schema = schema.add(feature, DataTypes.DoubleType);
        }
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < FabricatedFleet.MACHINES; m++) {
            for (int day = 1; day <= days; day++) {
                rows.add(row(m, day, features));
            }
        }
        List<String> key = List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF);
        lake.overwrite(
                lake.spark().createDataFrame(rows, schema).coalesce(1),
                new TableSpec(TrainingSet.NAME, schema, List.of(), key),
                Map.of());
        catalogue(lake, features, "the mean");
    }

    private static void catalogue(Lake lake, List<String> features, String definition) {
        List<Row> catalogue = new ArrayList<>();
        features.forEach(feature -> catalogue.add(RowFactory.create(
                feature, "time_domain", definition, "K", "24h", "series", "1", null, "mean", feature, null, 0)));
        lake.overwrite(
                lake.spark()
                        .createDataFrame(catalogue, FeatureCatalogue.TABLE.schema())
                        .coalesce(1),
                FeatureCatalogue.TABLE,
                Map.of());
    }

    private static Row row(int m, int day, List<String> features) {
        Instant asOf = FabricatedFleet.START.plus(Duration.ofDays(day));
        double days = FabricatedFleet.failures(m).stream()
                .filter(failure -> failure.isAfter(asOf))
                .findFirst()
                .map(failure -> Duration.between(asOf, failure).toHours() / 24.0)
                .orElse(40.0);
        double nearness = 1 / (1 + Math.exp(2 * (days - 4)));
        SplittableRandom random = new SplittableRandom(13L * m + 1009L * day);
        double dim = nearness + 0.6 * random.nextGaussian();
        double clear = nearness + 0.25 * random.nextGaussian();
        List<Object> values = new ArrayList<>(
                List.of(FabricatedFleet.machine(m), Timestamp.from(asOf), "site-" + (m % 2 + 1), "conveyor"));
        features.forEach(feature -> values.add(feature.equals(DIM) ? dim : clear));
        return RowFactory.create(values.toArray());
    }
}

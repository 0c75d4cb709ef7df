package io.millwright.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.testing.TestSpark;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.FabricatedFleet;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.evaluate.TrainedOn;
import io.millwright.training.TrainingSpec;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A champion that learned from two features, and what becomes of it when one of them is defined otherwise. */
final class ListedModelTest {

    private static final StructType TRAINING_SET = new StructType()
            .add(TrainingSet.EQUIPMENT_ID, DataTypes.StringType)
            .add(TrainingSet.AS_OF, DataTypes.TimestampType)
            .add(TrainingSet.TYPE, DataTypes.StringType);

    @TempDir
    private Path folder;

    private JobContext job;

    @BeforeEach
    void a_champion() throws IOException {
        PipelineConfig config = PipelineFile.read(FabricatedFleet.yaml(), Map.of(), Optional.of(folder));
        Lake lake = Lake.open(TestSpark.session(), config.lakePath(), "run");
        job = new JobContext(
                lake.spark(),
                lake,
                config,
                Optional.empty(),
                "run",
                folder,
                Progress.silent(),
                Outside.of(config, "run", unsent -> {}));
        lake.overwrite(
                lake.spark()
                        .createDataFrame(
                                List.of(RowFactory.create("m", Timestamp.from(FabricatedFleet.START), "conveyor")),
                                TRAINING_SET),
                new TableSpec(
                        TrainingSet.NAME,
                        TRAINING_SET,
                        List.of(),
                        List.of(TrainingSet.EQUIPMENT_ID, TrainingSet.AS_OF)),
                Map.of());
        catalogue("mean of 24h", "max of 24h");
        register("run-1");
        job.outside().registry().approve("1", "for this test");
        job.outside().registry().setChampion("1", "for this test");
    }

    @Test
    void a_champion_whose_features_mean_what_they_meant_is_listed_with_whatever_came_beside_them() {
        catalogue("mean of 24h", "max of 24h", "a third");

        ListedModel listed = ListedModel.of(job);

        assertThat(listed.promoted()).isTrue();
        assertThat(listed.instead()).isEmpty();
    }

    @Test
    void one_of_whose_features_means_something_else_by_now_is_not_listed_with() {
        catalogue("mean of 24h", "max of 7d");

        assertThatThrownBy(() -> ListedModel.of(job))
                .isInstanceOfSatisfying(MillwrightException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(MillwrightException.Category.DATA))
                .hasMessageContaining("version 1 learned from another definition of f2 than the lake has now")
                .hasMessageContaining("run ./millwright train");
        assertThat(ListedModel.find(job)).as("it is watched all the same").isPresent();
    }

    @Test
    void a_version_that_learned_from_the_features_as_they_are_stands_in_and_the_list_says_so_first()
            throws IOException {
        catalogue("mean of 24h", "max of 7d");
        register("run-2");

        ListedModel listed = ListedModel.of(job);

        assertThat(listed.model().version()).isEqualTo("2");
        assertThat(listed.promoted()).isFalse();
        assertThat(FleetScoring.redefined(listed.instead(), "2"))
                .isEqualTo(
                        "REDEFINED: version 1 learned from another definition of f2 than the lake has now, so this list"
                                + " is by version 2, which learned from features as they are.\n");
        assertThat(TrainedOn.redefined(job.lake(), job.outside().registry().load("1")))
                .containsExactly("f2");
    }

    private void catalogue(String... definitions) {
        List<Row> rows = new ArrayList<>();
        for (String definition : definitions) {
            int number = rows.size() + 1;
            rows.add(RowFactory.create(
                    "f" + number,
                    "time_domain",
                    definition,
                    "K",
                    "24h",
                    "series",
                    "1",
                    "heat",
                    "mean",
                    "heat",
                    null,
                    number));
        }
        job.lake()
                .overwrite(
                        job.spark()
                                .createDataFrame(rows, FeatureCatalogue.SCHEMA)
                                .coalesce(1),
                        FeatureCatalogue.TABLE,
                        Map.of());
    }

    private void register(String run) throws IOException {
        Path given = folder.resolve(run);
        Files.createDirectories(given.resolve(ModelPackage.MODEL_FOLDER));
        Files.writeString(given.resolve("trained_on.json"), ResultFiles.text(TrainedOn.now(job.lake())));
        Files.write(
                given.resolve(ModelPackage.MANIFEST_FILE),
                Json.readable(new Manifest(
                        "xgboost",
                        run,
                        TrainingSpec.of(job.config()),
                        Map.of(),
                        "",
                        "rows",
                        1,
                        List.of("f1", "f2"),
                        List.of(1L),
                        Map.of(),
                        "code",
                        "",
                        "",
                        Map.of(),
                        Map.of())));
        job.outside().registry().register(ModelPackage.open(given, ""), run);
    }
}

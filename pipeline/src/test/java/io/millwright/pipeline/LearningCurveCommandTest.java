package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on two types of six machines each, whose temperature rises the day before a failure. */
class LearningCurveCommandTest {

    private static final int CONFIGURATION = 2;
    private static final int MACHINES = 12;
    private static final int DAYS = 40;
    private static final StructType TRAINING = new StructType()
            .add("equipment_id", DataTypes.StringType)
            .add("as_of", DataTypes.TimestampType)
            .add("temperature__24h__mean", DataTypes.DoubleType)
            .add("context__type_a", DataTypes.DoubleType)
            .add("context__type_b", DataTypes.DoubleType);

    @TempDir
    private Path folder;

    @BeforeEach
    void a_training_set() throws IOException {
        TinyFleet.pipelineFile(folder, Files.createDirectory(folder.resolve("landing")));
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        List<Row> labels = new ArrayList<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            for (int day = 0; day < DAYS; day++) {
                int positive = (day + machine) % 8 == 0 ? 1 : 0;
                Timestamp asOf =
                        Timestamp.from(Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofDays(day)));
                String name = "m" + machine;
                double typeA = machine % 2;
                rows.add(RowFactory.create(name, asOf, 3 * positive + random.nextGaussian(), typeA, 1 - typeA));
                labels.add(RowFactory.create(name, asOf, "fails_within_1d", positive, null, null, null, null));
            }
        }
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "test");
        lake.overwrite(
                TestSpark.session().createDataFrame(rows, TRAINING),
                new TableSpec(TrainingSet.NAME, TRAINING, List.of(), List.of("equipment_id", "as_of")),
                Map.of());
        lake.overwrite(TestSpark.session().createDataFrame(labels, Labels.SCHEMA), Labels.TABLE, Map.of());
    }

    private int run(Screen screen, String... options) {
        List<String> words = new ArrayList<>(List.of("learning-curve"));
        words.addAll(List.of(options));
        words.addAll(List.of(
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString()));
        return screen.run(words.toArray(String[]::new));
    }

    @Test
    void a_point_of_the_curve_is_told_with_each_model_and_how_far_the_adapted_one_is_ahead() {
        Screen screen = new Screen();

        int code = run(screen, "--failures", "2,500", "--draws", "1");

        assertThat(code).as(screen.err()).isZero();
        assertThat(screen.out())
                .contains("2 failures kept, 2 fits")
                .containsPattern("fleet without the type [01]\\.\\d\\d \\[[01]\\.\\d\\d, [01]\\.\\d\\d\\]")
                .containsPattern("adapted ahead of from scratch by -?\\d\\.\\d\\d \\[")
                .doesNotContain("500 failures kept");
    }

    @Test
    void no_draw_and_no_failure_are_refused() {
        Screen screen = new Screen();

        assertThat(run(screen, "--draws", "0")).isEqualTo(CONFIGURATION);
        assertThat(run(screen, "--failures", "0")).isEqualTo(CONFIGURATION);
        assertThat(screen.err()).contains("--draws and --failures must be 1 or more");
    }
}

package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.pipeline.JobContext;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L11: honest choices stay, choices made on the test change. */
class TestBlindnessTest {

    @TempDir
    private Path folder;

    @Test
    void thresholds_and_the_model_are_the_same_however_the_tests_end() {
        JobContext job = FabricatedFleet.withSignal(folder);

        TestBlindness blindness = TestBlindness.of(job.lake(), job.config());

        assertThat(blindness.changed()).isEmpty();
        assertThat(blindness.choices()).isGreaterThan(10);
    }

    @Test
    void a_threshold_chosen_on_the_test_is_found() {
        JobContext job = FabricatedFleet.withSignal(folder);
        Dataset<Row> honest = job.lake().read(Predictions.TABLE).cache();
        Dataset<Row> planted = honest.filter(col(Predictions.ROLE).notEqual(Role.VALIDATION))
                .unionByName(honest.filter(col(Predictions.ROLE).equalTo(Role.TEST))
                        .withColumn(Predictions.ROLE, lit(Role.VALIDATION)));
        job.lake().overwrite(planted.localCheckpoint(), Predictions.TABLE, Map.of());

        TestBlindness blindness = TestBlindness.of(job.lake(), job.config());

        assertThat(blindness.changed()).isNotEmpty().anySatisfy(sentence -> assertThat(sentence)
                .contains("the threshold cost_optimal of", "in fold"));
    }
}

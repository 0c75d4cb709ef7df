package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.TwelveMachines.Rule;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L11: honest choices stay, choices made on the test change. */
class TestBlindnessTest {

    @TempDir
    private Path folder;

    @Test
    void thresholds_and_the_model_are_the_same_however_the_tests_end() {
        JobContext job = FabricatedFleet.withSignal(folder);

        TestBlindness blindness = TestBlindness.of(job.lake(), job.config());

        assertThat(blindness.changed()).isEmpty();
        assertThat(blindness.choices())
                .as("three thresholds of six policies, a model and a baseline in each of three folds")
                .isEqualTo(3 * (6 * 3 + 2));
    }

    @Test
    void a_model_chosen_by_the_validation_data_of_all_folds_at_once_is_found_in_the_first() {
        Map<String, Rule> rules =
                Map.of("xgboost", TwelveMachines.CLEAR_AT_FIRST, "logistic", TwelveMachines.ONCE_WRONG);
        EvaluationInput input = new TwelveMachines()
                .testedFrom(30, 50, rules)
                .testedFrom(50, TwelveMachines.DAYS, rules)
                .input();
        PipelineConfig config = TwelveMachines.config(Map.of(), folder);

        TestBlindness honest = TestBlindness.of(input, config, FoldChoice::model);
        TestBlindness pooled = TestBlindness.of(input, config, (fold, policies, cost) -> policies.stream()
                .filter(policy -> !policy.baseline())
                .min(Comparator.comparingDouble(policy -> policy.folds().stream()
                        .mapToDouble(on -> cost.of(policy, on))
                        .sum()))
                .map(Policy::name));

        assertThat(honest.changed()).isEmpty();
        assertThat(pooled.changed())
                .singleElement()
                .isEqualTo("the model of fold 1 is logistic, but xgboost where the test from 2025-01-31T00:00:00Z"
                        + " ended otherwise");
    }

    /** There the folds test machines, each over the whole period, though the data have a clock. */
    @ParameterizedTest
    @ValueSource(strings = {"group", "official"})
    void in_a_split_by_machines_only_what_happened_to_those_of_the_test_is_turned_round(String kind) {
        PipelineConfig config = TwelveMachines.config(
                kind.equals("official")
                        ? Map.of("split", Map.of("kind", kind, "train_prefix", "a", "test_prefix", "b"))
                        : Map.of("split", Map.of("kind", kind, "folds", 3)),
                folder);
        Map<String, Rule> rules = Map.of("xgboost", TwelveMachines.CLEAR, "robust_z", TwelveMachines.ONCE_WRONG);
        IntPredicate tested = machine -> machine % 3 == 0;

        TestBlindness honest =
                TestBlindness.of(new TwelveMachines().testedOn(tested, rules).input(), config, FoldChoice::model);
        TestBlindness planted = TestBlindness.of(
                new TwelveMachines().testedAndChosenOn(tested, rules).input(), config, FoldChoice::model);

        assertThat(honest.changed()).isEmpty();
        assertThat(honest.choices()).isGreaterThan(10);
        assertThat(planted.changed()).anySatisfy(sentence -> assertThat(sentence)
                .startsWith("the threshold cost_optimal of xgboost in fold 1 is 0.9"));
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

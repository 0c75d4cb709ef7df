package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Figures in Model Monitor's files are those of the rows. */
class BaselineTest {

    private static TrainingMatrix matrix(float... temperatures) {
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < temperatures.length; i++) {
            rows.add(new FeatureRow("m1", i, new float[] {temperatures[i], Float.NaN}));
        }
        return TrainingMatrix.of(List.of("temperature", "absent"), rows);
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        return new ObjectMapper().readTree(bytes);
    }

    @Test
    void data_statistics_are_of_the_values_there_are() throws IOException {
        JsonNode statistics =
                json(DataBaseline.of(matrix(-1, 3, 4, Float.NaN, 6)).statistics());

        JsonNode numbers = statistics.at("/features/0/numerical_statistics");
        assertThat(statistics.at("/dataset/item_count").asInt()).isEqualTo(5);
        assertThat(numbers.at("/common/num_present").asInt()).isEqualTo(4);
        assertThat(numbers.at("/common/num_missing").asInt()).isEqualTo(1);
        assertThat(numbers.path("mean").asDouble()).isEqualTo(3);
        assertThat(numbers.path("std_dev").asDouble()).isCloseTo(Math.sqrt(6.5), within(1e-12));
        assertThat(numbers.at("/distribution/kll/buckets")).hasSize(10);
        assertThat(numbers.at("/distribution/kll/buckets/0/count").asDouble()).isEqualTo(1);
        assertThat(numbers.at("/distribution/kll/sketch/data/0")).hasSize(4);
        assertThat(statistics.at("/features/1/inferred_type").asText()).isEqualTo("Unknown");
    }

    @Test
    void data_constraints_say_how_complete_and_whether_negative() throws IOException {
        JsonNode constraints =
                json(DataBaseline.of(matrix(-1, 3, 4, Float.NaN, 6)).constraints());

        assertThat(constraints.at("/features/0/completeness").asDouble()).isEqualTo(0.8);
        assertThat(constraints.at("/features/0/num_constraints/is_non_negative").asBoolean())
                .isFalse();
        assertThat(constraints
                        .at("/monitoring_config/distribution_constraints/comparison_method")
                        .asText())
                .isEqualTo("Robust");
    }

    @Test
    void the_weights_of_a_sketch_add_up_and_its_quantiles_are_close() throws IOException {
        Random random = new Random(7);
        float[] values = new float[50_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }

        JsonNode data = json(DataBaseline.of(matrix(values)).statistics())
                .at("/features/0/numerical_statistics/distribution/kll/sketch/data");

        long weight = 0;
        double below = 0;
        int items = 0;
        Arrays.sort(values);
        double median = values[values.length / 2];
        for (int level = 0; level < data.size(); level++) {
            for (JsonNode value : data.get(level)) {
                weight += 1L << level;
                below += value.asDouble() < median ? 1L << level : 0;
                items++;
            }
        }
        assertThat(weight).isEqualTo(values.length);
        assertThat(items).isLessThanOrEqualTo(2048);
        assertThat(below / weight).isCloseTo(0.5, within(0.001));
    }

    @Test
    void binary_figures_are_counted_by_hand() throws IOException {
        double[] score = {0.9, 0.8, 0.7, 0.6, 0.2, 0.1};
        boolean[] alerted = {true, true, true, false, false, false};
        boolean[] positive = {true, false, true, true, false, false};

        ModelBaseline baseline = ModelBaseline.binary(score, alerted, positive);

        JsonNode figures = json(baseline.statistics()).path("binary_classification_metrics");
        assertThat(figures.at("/confusion_matrix/1/1").asInt()).isEqualTo(2);
        assertThat(figures.at("/confusion_matrix/0/1").asInt()).isEqualTo(1);
        assertThat(figures.at("/recall/value").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(figures.at("/recall/standard_deviation").asText()).isEqualTo("NaN");
        assertThat(figures.at("/f1/value").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(figures.at("/auc/value").asDouble()).isCloseTo(7 / 9.0, within(1e-12));
        JsonNode bounds = json(baseline.constraints()).path("binary_classification_constraints");
        assertThat(bounds.at("/recall/comparison_operator").asText()).isEqualTo("LessThanThreshold");
        assertThat(bounds.at("/false_positive_rate/comparison_operator").asText())
                .isEqualTo("GreaterThanThreshold");
    }

    /** Against the chance that a positive row outranks a negative one, counted pair by pair. */
    @Test
    void the_area_agrees_with_counting_pairs() throws IOException {
        Random random = new Random(3);
        double[] score = random.doubles(300).map(x -> Math.round(20 * x) / 20.0).toArray();
        boolean[] positive = new boolean[score.length];
        boolean[] alerted = new boolean[score.length];
        for (int i = 0; i < score.length; i++) {
            positive[i] = random.nextDouble() < score[i];
            alerted[i] = score[i] >= 0.5;
        }
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < score.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    won += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                }
            }
        }

        JsonNode auc = json(ModelBaseline.binary(score, alerted, positive).statistics())
                .at("/binary_classification_metrics/auc");

        assertThat(auc.path("value").asDouble()).isCloseTo(won / pairs, within(1e-12));
        assertThat(auc.path("standard_deviation").asDouble()).isBetween(1e-4, 0.05);
    }

    @Test
    void regression_figures_are_counted_by_hand() throws IOException {
        JsonNode figures = json(ModelBaseline.regression(new double[] {1, 2, 5}, new double[] {1, 4, 4})
                        .statistics())
                .path("regression_metrics");

        assertThat(figures.at("/mae/value").asDouble()).isEqualTo(1);
        assertThat(figures.at("/mse/value").asDouble()).isCloseTo(5 / 3.0, within(1e-12));
        assertThat(figures.at("/r2/value").asDouble()).isCloseTo(1 - 5 / 6.0, within(1e-12));
    }
}

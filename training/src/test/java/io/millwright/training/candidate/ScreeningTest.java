package io.millwright.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.training.SyntheticFleet;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreeningTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void area_under_roc_agrees_with_counting_pairs(int seed) {
        Random random = new Random(seed);
        float[] values = new float[60];
        byte[] label = new byte[60];
        for (int row = 0; row < 60; row++) {
            label[row] = (byte) random.nextInt(2);
            values[row] = Math.round(4 * random.nextGaussian() + label[row]);
        }

        assertThat(Screening.areaUnderRoc(values, FailureLabels.of(label)))
                .isCloseTo(pairs(values, label), within(1e-12));
    }

    private static double pairs(float[] values, byte[] label) {
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (label[i] == 1 && label[j] == 0) {
                    pairs++;
                    wins += values[i] > values[j] ? 1 : values[i] == values[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    @Test
    void the_rising_sensor_is_picked_and_noise_is_not() {
        TrainingData data = SyntheticFleet.of(6, 80, 2);
        FailureLabels labels = data.failures().get(SyntheticFleet.TARGET);
        int[] known = InnerFold.labelled(InnerFold.all(data.matrix().rows()), labels);

        assertThat(Screening.mostTelling(data.matrix().select(known), labels.select(known), 2))
                .contains("temp__24h__mean", "temp__24h__baseline_delta");
    }
}

package io.millwright.evaluation.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VolumeUnderSurfaceTest {

    private static List<Label> labels(String each) {
        return each.chars()
                .mapToObj(letter -> letter == '1' ? Label.POSITIVE : letter == '0' ? Label.NEGATIVE : Label.UNLABELLED)
                .toList();
    }

    @Test
    void without_a_buffer_one_window_gives_the_average_precision() {
        double[] scores = {0.1, 0.8, 0.2, 0.6, 0.7, 0.9};

        assertThat(VolumeUnderSurface.precisionRecall(scores, labels("000111"), 0))
                .isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-12));
    }

    @Test
    void a_buffer_worked_by_hand() {
        double beside = Math.sqrt(0.5);
        double positive = (1 + 1 + beside) / 2;

        double expected = beside / positive * beside + (1 - beside / positive) * (1 + beside) / 2;

        assertThat(VolumeUnderSurface.precisionRecall(new double[] {0, 0, 0.9, 0.5, 0, 0}, labels("000100"), 2))
                .as("the mean of buffers 0, 1 and 2; only the last reaches the row before the window")
                .isCloseTo((0.5 + 0.5 + expected) / 3, within(1e-12));
    }

    @Test
    void a_window_that_is_missed_lowers_the_recall_of_all() {
        double[] scores = {0.9, 0.8, 0.1, 0.1, 0.5};

        assertThat(VolumeUnderSurface.precisionRecall(scores, labels("11001"), 0))
                .as("first window found: 2/3 x 1/2 of recall at full precision; the rest at full precision, too")
                .isEqualTo(1);
        assertThat(VolumeUnderSurface.precisionRecall(new double[] {0.9, 0.8, 0.5, 0.5, 0.1}, labels("11001"), 0))
                .isCloseTo(1 / 3.0 + 0 / 4.0 + 2 / 3.0 * 3 / 5.0, within(1e-12));
    }

    @Test
    void unlabelled_rows_count_nowhere_and_keep_their_place() {
        double[] scores = {0, 0, 0.9, 0.5, 0.99, 0};

        assertThat(VolumeUnderSurface.precisionRecall(scores, labels("0001?0"), 3))
                .isEqualTo(VolumeUnderSurface.precisionRecall(
                        new double[] {0, 0, 0.9, 0.5, 0.01, 0}, labels("0001?0"), 3));
        assertThat(VolumeUnderSurface.precisionRecall(scores, labels("0000?0"), 3))
                .isNaN();
        assertThatThrownBy(() -> VolumeUnderSurface.precisionRecall(scores, labels("1"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agrees_with_the_definition_on_random_series() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 60; round++) {
            int rows = 8 + random.nextInt(30);
            double[] scores = random.ints(rows, 0, 12).asDoubleStream().toArray();
            List<Label> labels = new ArrayList<>();
            while (labels.size() < rows) {
                int kind = random.nextInt(4);
                for (int i = 0; i <= random.nextInt(4) && labels.size() < rows; i++) {
                    labels.add(kind == 0 ? Label.POSITIVE : kind == 1 ? Label.UNLABELLED : Label.NEGATIVE);
                }
            }
            if (labels.contains(Label.POSITIVE)) {
                int longest = random.nextInt(9);
                assertThat(VolumeUnderSurface.precisionRecall(scores, labels, longest))
                        .isCloseTo(naive(scores, labels, longest), within(1e-9))
                        .isBetween(0.0, 1.0);
            }
        }
    }

    /** Threshold by threshold over whole series, as the paper says it. */
    private static double naive(double[] scores, List<Label> labels, int longest) {
        double sum = 0;
        for (int buffer = 0; buffer <= longest; buffer++) {
            double[] soft = extended(labels, buffer);
            List<int[]> windows = runs(soft);
            double positive = (labels.stream().filter(Label.POSITIVE::equals).count()
                            + Arrays.stream(soft).sum())
                    / 2;
            double before = 0;
            double[] thresholds = IntStream.range(0, scores.length)
                    .filter(row -> labels.get(row) != Label.UNLABELLED)
                    .mapToDouble(row -> -scores[row])
                    .sorted()
                    .distinct()
                    .toArray();
            for (double negated : thresholds) {
                boolean[] alarm = new boolean[scores.length];
                double found = 0;
                double alarms = 0;
                for (int row = 0; row < scores.length; row++) {
                    alarm[row] = labels.get(row) != Label.UNLABELLED && scores[row] >= -negated;
                    found += alarm[row] ? soft[row] : 0;
                    alarms += alarm[row] ? 1 : 0;
                }
                double touched = windows.stream()
                        .filter(run -> IntStream.rangeClosed(run[0], run[1]).anyMatch(row -> alarm[row]))
                        .count();
                double recall = Math.min(1, found / positive) * touched / windows.size();
                sum += (recall - before) * found / alarms;
                before = recall;
            }
        }
        return sum / (longest + 1);
    }

    private static double[] extended(List<Label> labels, int buffer) {
        double[] hard = labels.stream()
                .mapToDouble(label -> label == Label.POSITIVE ? 1 : 0)
                .toArray();
        double[] soft = hard.clone();
        for (int[] run : runs(hard)) {
            for (int row = run[1]; row < Math.min(run[1] + buffer / 2, soft.length); row++) {
                soft[row] += Math.sqrt(1 - (row - run[1]) / (double) buffer);
            }
            for (int row = Math.max(run[0] - buffer / 2, 0); row < run[0]; row++) {
                soft[row] += Math.sqrt(1 - (run[0] - row) / (double) buffer);
            }
        }
        for (int row = 0; row < soft.length; row++) {
            soft[row] = labels.get(row) == Label.UNLABELLED ? 0 : Math.min(1, soft[row]);
        }
        return soft;
    }

    private static List<int[]> runs(double[] soft) {
        List<int[]> runs = new ArrayList<>();
        for (int row = 0; row < soft.length; row++) {
            if (soft[row] > 0) {
                int from = row;
                while (row + 1 < soft.length && soft[row + 1] > 0) {
                    row++;
                }
                runs.add(new int[] {from, row});
            }
        }
        return runs;
    }
}

package io.millwright.training.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millwright.evaluation.split.MachineSplit;
import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BearingGeometry;
import io.millwright.features.waveform.BearingLine;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.NamePlate;
import io.millwright.features.waveform.Sensing;
import io.millwright.features.waveform.Shaft;
import io.millwright.features.waveform.VibrationUnit;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Inner against outer race on Case Western's rig, every bearing told by what was learned from the others; seconds of one bearing never
 * stand on both sides, which would make any classifier perfect, nor do its recordings at two speeds, which are near copies.
 */
class BearingsLeftOutTest {

    private static final BearingGeometry BEARING = new BearingGeometry(9, 0.3126, 1.537, 0);
    private static final Set<String> RACES = Set.of("inner_race", "outer_race");
    private static final List<Second> SECONDS = new ArrayList<>();

    private final BurstAnalyser analyser = new BurstAnalyser(BurstPlan.FIXED);

    /** One second of one bearing. */
    private record Second(String recording, String fault, Sensing sensing, Shaft shaft, float[] samples) {

        /** Named by the speed, then the damaged part and its size: one bearing has one damage, and was recorded at one speed or two. */
        String bearing() {
            return recording.substring(recording.indexOf('_') + 1);
        }
    }

    @BeforeAll
    static void read() {
        String data = System.getenv("MILLWRIGHT_DATA");
        assumeTrue(data != null, "MILLWRIGHT_DATA is not set: the real data are not here");
        for (Row row : TestSpark.session()
                .read()
                .parquet(data + "/cwru-bearing/waveforms.parquet")
                .select("recording", "fault", "rpm", "sampling_rate_hz", "samples")
                .collectAsList()) {
            List<Float> values = row.getList(4);
            int length = (int) row.getDouble(3);
            for (int from = 0; from + length <= values.size(); from += length) {
                float[] samples = new float[length];
                for (int i = 0; i < length; i++) {
                    samples[i] = values.get(from + i);
                }
                SECONDS.add(new Second(
                        row.getString(0),
                        row.getString(1),
                        new Sensing(row.getDouble(3), VibrationUnit.UNKNOWN),
                        new Shaft(row.getInt(2) / 60.0, BEARING),
                        samples));
            }
        }
    }

    @Test
    void envelope_lines_tell_every_race_without_training_and_find_none_on_a_damaged_ball() {
        Map<String, Set<String>> said = new TreeMap<>();
        for (Second second : SECONDS) {
            String part = analyser.bearingLine(
                            second.samples(), second.sensing().samplingHz(), second.shaft())
                    .map(BearingLine::part)
                    .map(found -> found.name().toLowerCase(Locale.ROOT))
                    .orElse("no line found");
            said.computeIfAbsent(second.recording() + " " + second.fault(), any -> new TreeSet<>())
                    .add(part);
        }

        assertThat(said).hasSize(8).allSatisfy((recording, parts) -> {
            String fault = recording.substring(recording.indexOf(' ') + 1);
            assertThat(parts).containsExactly(RACES.contains(fault) ? fault : "no line found");
        });
    }

    @Test
    void a_learned_classifier_does_not_tell_bearings_it_never_heard_and_seems_perfect_where_it_heard_them() {
        Seconds all = seconds(column -> true);
        Seconds withoutLines = seconds(column -> !column.startsWith("envelope_"));

        assertThat(all.faultOf()).hasSize(4);
        assertThat(all.balancedAccuracy(all.bearingsLeftOut())).isLessThan(0.9);
        assertThat(withoutLines.balancedAccuracy(withoutLines.bearingsLeftOut()))
                .isLessThan(0.9);
        assertThat(withoutLines.balancedAccuracy(withoutLines.secondsLeftOut()))
                .as("the mistake this test is about")
                .isGreaterThan(0.95);
    }

    /** Rows that train and rows that test. */
    @SuppressWarnings("ArrayRecordComponent") // row numbers; identity is never asked for
    private record Split(int[] train, int[] test) {}

    /** Every second of a damaged race, a row. */
    private record Seconds(TrainingMatrix rows, Map<String, String> faultOf) {

        List<Split> bearingsLeftOut() {
            return new MachineSplit(1)
                    .folds(faultOf.keySet(), faultOf.size()).stream()
                            .map(fold -> split(row -> fold.testMachines().contains(rows.machine(row))))
                            .toList();
        }

        /** Every sixth second, whatever bearing it is of. */
        List<Split> secondsLeftOut() {
            return IntStream.range(0, 6)
                    .mapToObj(part -> split(row -> row % 6 == part))
                    .toList();
        }

        private Split split(IntPredicate tests) {
            int[] all = IntStream.range(0, rows.rows()).toArray();
            return new Split(
                    Arrays.stream(all).filter(tests.negate()).toArray(),
                    Arrays.stream(all).filter(tests).toArray());
        }

        double balancedAccuracy(List<Split> splits) {
            Map<String, int[]> rightAndAll = new TreeMap<>();
            for (Split split : splits) {
                ModeModel model = ModeModel.fit(rows.select(split.train()), labels(split.train()), 1);
                List<ModeModel.Likeliest> told = model.likeliest(rows.select(split.test()));
                for (int i = 0; i < told.size(); i++) {
                    String truth = fault(split.test()[i]);
                    int[] counts = rightAndAll.computeIfAbsent(truth, any -> new int[2]);
                    counts[0] += told.get(i).mode().equals(truth) ? 1 : 0;
                    counts[1]++;
                }
            }
            return rightAndAll.values().stream()
                    .mapToDouble(counts -> (double) counts[0] / counts[1])
                    .average()
                    .orElse(Double.NaN);
        }

        private String fault(int row) {
            return faultOf.getOrDefault(rows.machine(row), "");
        }

        private FailureLabels labels(int[] of) {
            byte[] failed = new byte[of.length];
            Arrays.fill(failed, (byte) 1);
            String[] fault = Arrays.stream(of).mapToObj(this::fault).toArray(String[]::new);
            return new FailureLabels(failed, fault, fault.clone());
        }
    }

    private Seconds seconds(Predicate<String> given) {
        List<FeatureRow> rows = new ArrayList<>();
        Map<String, String> faultOf = new TreeMap<>();
        for (int i = 0; i < SECONDS.size(); i++) {
            Second second = SECONDS.get(i);
            if (RACES.contains(second.fault())) {
                faultOf.put(second.bearing(), second.fault());
                rows.add(new FeatureRow(second.bearing(), i, numbers(second, given)));
            }
        }
        List<String> columns = Bursts.NUMBERS.stream().filter(given).toList();
        return new Seconds(TrainingMatrix.of(columns, rows), faultOf);
    }

    private float[] numbers(Second second, Predicate<String> given) {
        double[] all = analyser.numbers(second.samples(), second.sensing(), new NamePlate(second.shaft(), null));
        int[] chosen = IntStream.range(0, Bursts.NUMBERS.size())
                .filter(i -> given.test(Bursts.NUMBERS.get(i)))
                .toArray();
        float[] numbers = new float[chosen.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) all[chosen[i]];
        }
        return numbers;
    }
}

package io.millwright.features.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BearingLine.Part;
import io.millwright.lake.testing.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Recordings of Case Western's rig, whose drive-end bearing had one fault each; geometry and nominal speed are all that is told. */
class BearingRecordingsTest {

    private static final BearingGeometry BEARING = new BearingGeometry(9, 0.3126, 1.537, 0);
    private static final Map<String, Part> FAULTS =
            Map.of("inner_race", Part.INNER_RACE, "outer_race", Part.OUTER_RACE);

    private record Recording(String name, String fault, double shaftHz, double samplingHz, float[] samples) {
        Shaft shaft() {
            return new Shaft(shaftHz, BEARING);
        }

        /** The recording, cut into bursts of a second. */
        List<float[]> seconds() {
            int length = (int) samplingHz;
            List<float[]> seconds = new ArrayList<>();
            for (int from = 0; from + length <= samples.length; from += length) {
                seconds.add(Arrays.copyOfRange(samples, from, from + length));
            }
            return seconds;
        }
    }

    private static List<Recording> recordings;

    private final BurstAnalyser analyser = new BurstAnalyser(BurstPlan.FIXED);

    @BeforeAll
    static void read() {
        String data = System.getenv("MILLWRIGHT_DATA");
        assumeTrue(data != null, "MILLWRIGHT_DATA is not set: the real data are not here");
        recordings = TestSpark.session()
                .read()
                .parquet(data + "/cwru-bearing/waveforms.parquet")
                .select("recording", "fault", "rpm", "sampling_rate_hz", "samples")
                .collectAsList()
                .stream()
                .map(BearingRecordingsTest::recording)
                .toList();
    }

    private static Recording recording(Row row) {
        List<Float> values = row.getList(4);
        float[] samples = new float[values.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = values.get(i);
        }
        return new Recording(row.getString(0), row.getString(1), row.getInt(2) / 60.0, row.getDouble(3), samples);
    }

    @Test
    void the_strongest_envelope_line_of_a_damaged_race_names_it_and_of_a_damaged_ball_nothing() {
        assertThat(recordings).hasSize(8);
        for (Recording recording : recordings) {
            Optional<BearingLine> line =
                    analyser.bearingLine(recording.samples(), recording.samplingHz(), recording.shaft());

            assertThat(line.map(BearingLine::part))
                    .as(recording.name())
                    .isEqualTo(Optional.ofNullable(FAULTS.get(recording.fault())));
            line.ifPresent(found -> assertThat(found.hz() / (order(found.part()) * recording.shaftHz()))
                    .as(recording.name() + ", against the speed on the name plate")
                    .isBetween(0.99, 1.01));
        }
    }

    @Test
    void a_second_of_a_recording_is_enough() {
        for (Recording recording : recordings) {
            for (float[] second : recording.seconds()) {
                assertThat(analyser.bearingLine(second, recording.samplingHz(), recording.shaft())
                                .map(BearingLine::part))
                        .as(recording.name())
                        .isEqualTo(Optional.ofNullable(FAULTS.get(recording.fault())));
            }
        }
    }

    @Test
    void the_damaged_race_stands_higher_than_the_other_in_every_second() {
        for (Recording recording : recordings) {
            for (float[] second : recording.seconds()) {
                double[] numbers = analyser.numbers(
                        second,
                        new Sensing(recording.samplingHz(), VibrationUnit.UNKNOWN),
                        new NamePlate(recording.shaft(), null));
                double outer = numbers[Bursts.NUMBERS.indexOf(Bursts.ENVELOPE_BPFO_DB)];
                double inner = numbers[Bursts.NUMBERS.indexOf(Bursts.ENVELOPE_BPFI_DB)];
                switch (recording.fault()) {
                    case "outer_race" -> assertThat(outer).isGreaterThan(20).isGreaterThan(inner);
                    case "inner_race" -> assertThat(inner).isGreaterThan(20).isGreaterThan(outer);
                    default -> assertThat(Math.max(outer, inner)).isLessThan(15);
                }
            }
        }
    }

    private static double order(Part part) {
        return part == Part.OUTER_RACE ? BEARING.outerRaceOrder() : BEARING.innerRaceOrder();
    }
}

package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sensor that is read every five minutes. */
class SensorWatchTest {

    private static final int PERIOD_MS = 300_000;

    /** What is found where these readings of a day are not there. */
    private static List<Finding> gaps(int from, int to) {
        SensorWatch watch =
                new SensorWatch(new SensorProfile("temperature", -40, 250, PERIOD_MS, true, List.of(), null, 0));
        int[] offsets = IntStream.range(0, 288)
                .filter(i -> i < from || i >= to)
                .map(i -> i * PERIOD_MS)
                .toArray();
        double[] values =
                IntStream.range(0, offsets.length).mapToDouble(i -> i % 7).toArray();
        Landed piece =
                Landed.piece("plc", "m1", "temperature", 0, TimeGrid.ON_TIME, offsets, values, new int[offsets.length]);
        watch.judge(ChunkMerge.of(List.of(piece)).stay(), 0);
        return watch.findings();
    }

    @Test
    void a_silence_of_more_than_an_hour_is_a_gap_from_the_first_missing_reading_to_the_next_that_came() {
        assertThat(gaps(100, 130)).singleElement().satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(Finding.GAP);
            assertThat(gap.sensor()).isEqualTo("temperature");
            assertThat(gap.fromMs()).isEqualTo(100L * PERIOD_MS);
            assertThat(gap.toMs()).isEqualTo(130L * PERIOD_MS);
            assertThat(gap.evidence()).isEqualTo("30 readings are not there");
            assertThat(gap.action()).isEqualTo(Finding.REPORTED);
        });
    }

    @Test
    void an_hour_is_no_gap_and_neither_is_what_never_began() {
        assertThat(gaps(100, 112)).isEmpty();
        assertThat(gaps(0, 100)).isEmpty();
        assertThat(gaps(100, 113)).hasSize(1);
    }
}

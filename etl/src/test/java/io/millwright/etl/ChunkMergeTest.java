package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChunkMergeTest {

    private static Landed piece(long slot, int[] offsets, double[] values, int[] arrivals) {
        return Landed.piece("plc", "m1", "temperature", 0, slot, offsets, values, arrivals);
    }

    @Test
    void of_two_at_one_instant_the_one_known_first_stays() {
        Landed late = piece(7_200_000, new int[] {1_000, 5_000}, new double[] {9, 3}, new int[] {100_000, 1});
        Landed onTime = piece(TimeGrid.ON_TIME, new int[] {2_000, 1_000}, new double[] {2, 1}, new int[] {5, 5});

        ChunkMerge.Outcome outcome = ChunkMerge.of(List.of(late, onTime));

        ChunkMerge stay = outcome.stay();
        assertThat(stay.offsets).containsExactly(1_000, 2_000, 5_000);
        assertThat(stay.values).containsExactly(1, 2, 3);
        assertThat(stay.known).containsExactly(1_005, 2_005, 7_199_999);
        assertThat(stay.isOnTime(0)).isTrue();
        assertThat(stay.isOnTime(2)).isFalse();
        assertThat(outcome.merged().values).containsExactly(9);
        assertThat(outcome.merged().known).containsExactly(7_100_000);
    }

    @Test
    void any_order_of_pieces_and_a_naive_map_agree() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Landed> pieces = new ArrayList<>();
            TreeMap<Integer, double[]> first = new TreeMap<>();
            for (int p = 0; p < 5; p++) {
                int n = random.nextInt(30);
                int[] offsets = random.ints(n, 0, 60).toArray();
                double[] values = random.doubles(n).toArray();
                int[] arrivals = random.ints(n, 0, 4).toArray();
                for (int i = 0; i < n; i++) {
                    double[] candidate = {arrivals[i], values[i]};
                    first.merge(offsets[i], candidate, (a, b) -> Arrays.compare(a, b) <= 0 ? a : b);
                }
                pieces.add(piece(TimeGrid.ON_TIME, offsets, values, arrivals));
            }
            Collections.shuffle(pieces, random);

            ChunkMerge stay = ChunkMerge.of(pieces).stay();

            assertThat(Arrays.stream(stay.offsets).boxed()).containsExactlyElementsOf(first.keySet());
            assertThat(Arrays.stream(stay.values).boxed())
                    .containsExactlyElementsOf(
                            first.values().stream().map(best -> best[1]).toList());
        }
    }
}

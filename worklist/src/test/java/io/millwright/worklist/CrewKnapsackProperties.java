package io.millwright.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.worklist.CrewKnapsack.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against trying every choice of jobs. */
class CrewKnapsackProperties {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_choice_of_whole_jobs_beats_the_bound_and_the_bound_is_close(long seed) {
        List<Item> items = items(seed);
        double hours = 1 + seed % 17;

        CrewKnapsack relaxed = CrewKnapsack.relaxed(items, hours);

        double best = best(items, hours);
        double largest = items.stream().mapToDouble(Item::saving).max().orElse(0);
        assertThat(best).isLessThanOrEqualTo(relaxed.bound() + 1e-9);
        assertThat(relaxed.bound()).isLessThanOrEqualTo(best + largest + 1e-9);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_shadow_price_is_what_a_little_more_time_saves(long seed) {
        List<Item> items = items(seed);
        double hours = 1.03 + seed % 17;

        CrewKnapsack now = CrewKnapsack.relaxed(items, hours);
        CrewKnapsack later = CrewKnapsack.relaxed(items, hours + 0.001);

        assertThat((later.bound() - now.bound()) / 0.001).isCloseTo(now.shadowPricePerHour(), within(1e-6));
    }

    private static List<Item> items(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Item> items = new ArrayList<>();
        for (int i = random.nextInt(11); i > 0; i--) {
            items.add(new Item(random.nextInt(100) - 10, 0.5 * (1 + random.nextInt(10))));
        }
        return items;
    }

    private static double best(List<Item> items, double hours) {
        double best = 0;
        for (int chosen = 0; chosen < 1 << items.size(); chosen++) {
            double saving = 0;
            double used = 0;
            for (int i = 0; i < items.size(); i++) {
                if ((chosen >> i & 1) == 1) {
                    saving += items.get(i).saving();
                    used += items.get(i).hours();
                }
            }
            best = used <= hours ? Math.max(best, saving) : best;
        }
        return best;
    }
}

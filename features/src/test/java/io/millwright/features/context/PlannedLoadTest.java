package io.millwright.features.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.context.MachineLog.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plans of a machine and its site that overlap as they like, against a walk from minute to minute. */
class PlannedLoadTest {

    private static final int MINUTES = 600;

    private static List<Load> plans(Random random) {
        List<Load> plans = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            long start = random.nextInt(MINUTES);
            plans.add(Load.of(
                    start,
                    start + 1 + random.nextInt(random.nextInt(5) == 0 ? MINUTES : 60),
                    random.nextInt(MINUTES),
                    random.nextDouble(),
                    random.nextInt(3) == 0));
        }
        return plans;
    }

    private static boolean takesThePlaceOf(Load one, Load other) {
        if (one.ofSite() != other.ofSite()) {
            return !one.ofSite();
        }
        if (one.writtenMs() != other.writtenMs()) {
            return one.writtenMs() > other.writtenMs();
        }
        return one.startMs() != other.startMs() ? one.startMs() > other.startMs() : one.endMs() < other.endMs();
    }

    private static double minuteByMinute(List<Load> plans, long from, long to, long knownBy) {
        double sum = 0;
        int planned = 0;
        for (long minute = from; minute < to; minute++) {
            Load counts = null;
            for (Load plan : plans) {
                boolean speaks = plan.knownMs() <= knownBy && plan.startMs() <= minute && minute < plan.endMs();
                if (speaks && (counts == null || takesThePlaceOf(plan, counts))) {
                    counts = plan;
                }
            }
            if (counts != null) {
                sum += counts.share();
                planned++;
            }
        }
        return planned == 0 ? Double.NaN : sum / planned;
    }

    @Test
    void the_mean_is_that_of_a_walk_from_minute_to_minute() {
        Random random = new Random(7);
        for (int run = 0; run < 2000; run++) {
            List<Load> plans = plans(random);
            long from = random.nextInt(MINUTES);
            long to = from + 1 + random.nextInt(200);
            long knownBy = random.nextInt(MINUTES);

            double expected = minuteByMinute(plans, from, to, knownBy);
            double mean = new PlannedLoad(plans).mean(from, to, knownBy);

            if (Double.isNaN(expected)) {
                assertThat(mean).isNaN();
            } else {
                assertThat(mean)
                        .as("%s over [%d, %d) at %d", plans, from, to, knownBy)
                        .isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void plans_not_known_yet_change_no_bit() {
        Random random = new Random(8);
        for (int run = 0; run < 500; run++) {
            List<Load> plans = plans(random);
            List<Load> known =
                    plans.stream().filter(plan -> plan.knownMs() <= 300).toList();

            assertThat(Double.doubleToLongBits(new PlannedLoad(plans).mean(100, 500, 300)))
                    .isEqualTo(Double.doubleToLongBits(new PlannedLoad(known).mean(100, 500, 300)));
        }
    }

    @Test
    void a_revision_of_what_has_begun_still_counts_where_everything_is_known_in_time() {
        List<Load> plans = List.of(Load.of(100, 200, 110, 0.4, false), Load.of(90, 200, 120, 0.9, false));
        MachineLog empty = MachineLog.empty();
        MachineLog log = new MachineLog(
                        empty.facts(),
                        empty.events(),
                        empty.orders(),
                        plans,
                        Map.of(),
                        empty.stays(),
                        empty.standings(),
                        empty.conditions())
                .inTime();

        assertThat(new PlannedLoad(log.plan()).mean(150, 151, 100)).isEqualTo(0.9);
        assertThat(new PlannedLoad(plans).mean(150, 151, 119)).isEqualTo(0.4);
    }
}

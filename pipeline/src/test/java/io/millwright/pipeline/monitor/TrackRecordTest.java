package io.millwright.pipeline.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.Outcome;
import io.millwright.evaluation.row.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TrackRecordTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration ZONE = DAY.multipliedBy(2);

    /** A failure of each machine so often as its lists say, times a factor; each is on the two lists before it. */
    private static List<ListedRow> fleet(double factor, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ListedRow> rows = new ArrayList<>();
        for (int machine = 0; machine < 40; machine++) {
            long failure = Long.MIN_VALUE;
            for (int day = 100; day >= 0; day--) {
                Instant asOf = START.plus(DAY.multipliedBy(day));
                double p = 0.05;
                if (random.nextDouble() < factor * p / 2) {
                    failure = asOf.plus(Duration.ofHours(25)).toEpochMilli();
                }
                boolean before =
                        failure - asOf.toEpochMilli() < Duration.ofHours(50).toMillis() && failure > 0;
                rows.add(new ListedRow(
                        "m" + machine, asOf.toEpochMilli(), p, p, before ? Label.POSITIVE : Label.NEGATIVE, failure));
            }
        }
        return rows;
    }

    private static TrackRecord record(List<ListedRow> rows, List<Episode> alerts) {
        return TrackRecord.of("1", "fails", ZONE, START.plus(DAY.multipliedBy(100)), rows, alerts);
    }

    @Test
    void probabilities_that_hold_give_one_and_planted_ones_that_do_not_are_outside_the_interval() {
        int held = 0;
        for (int seed = 0; seed < 20; seed++) {
            Matured good = record(fleet(1, seed), List.of()).recent();
            held += good.observedOverExpectedLow() <= 1 && good.observedOverExpectedHigh() >= 1 ? 1 : 0;
            Matured bad = record(fleet(2.5, seed), List.of()).recent();
            assertThat(bad.observedOverExpectedLow()).as("seed " + seed).isGreaterThan(1.5);
        }

        assertThat(held).isGreaterThanOrEqualTo(18);
    }

    @Test
    void the_interval_is_as_wide_as_the_failures_are_few_not_as_the_rows_are_many() {
        Matured figures = new Matured(START, 4_000, 48, 4, 24, 12, 0, 0);

        assertThat(figures.observedOverExpected()).isEqualTo(2);
        assertThat(figures.observedOverExpectedLow()).isCloseTo(2 * 1.0899 / 4, within(1e-3));
        assertThat(figures.observedOverExpectedHigh()).isCloseTo(2 * 10.2416 / 4, within(1e-3));
    }

    @Test
    void without_a_failure_the_expected_rows_count_as_so_many_failures_as_they_are_lists_of() {
        Matured figures = new Matured(START, 500, 0, 0, 24, 2, 0, 0);

        assertThat(figures.observedOverExpected()).isZero();
        assertThat(figures.observedOverExpectedHigh()).isCloseTo(3.6889 / 12, within(1e-3));
    }

    @Test
    void months_are_apart_and_old_ones_are_not_recent() {
        List<Episode> alerts = List.of(
                alert(3, Outcome.FALSE_ALARM),
                alert(40, Outcome.HIT),
                alert(45, Outcome.FALSE_ALARM),
                alert(50, Outcome.UNDETERMINED),
                alert(51, Outcome.LATE));

        TrackRecord record = record(fleet(1, 1), alerts);

        assertThat(record.months())
                .extracting(Matured::from)
                .containsExactly(
                        START,
                        Instant.parse("2025-02-01T00:00:00Z"),
                        Instant.parse("2025-03-01T00:00:00Z"),
                        Instant.parse("2025-04-01T00:00:00Z"));
        assertThat(record.months()).extracting(Matured::rows).containsExactly(40L * 31, 40L * 28, 40L * 31, 40L * 11);
        assertThat(record.months()).extracting(Matured::judgedAlerts).containsExactly(1L, 2L, 0L, 0L);
        assertThat(record.recent().rows()).isEqualTo(40 * 85);
        assertThat(record.recent().eventPrecision().value()).isEqualTo(0.5);
        assertThat(record.recent().eventPrecision().low()).isCloseTo(0.0126, within(1e-3));
        assertThat(record.recent().rowsPerFailure()).isEqualTo(2);
    }

    private static Episode alert(int day, Outcome outcome) {
        return new Episode("m1", "m1", START.plus(DAY.multipliedBy(day)), 0.9, outcome);
    }
}

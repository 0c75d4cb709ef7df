package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LandedFilesTest {

    private static final int LAST = 60;

    /** How often the file has a record of a known time that was taken, and of one that was not. */
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    private final TreeMap<Long, Long> untaken = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_intervals_are_ingested_exactly_those_records_are_untaken_that_were_in_none(long seed) {
        Random random = new Random(seed);
        LandedFiles landed = LandedFiles.none();
        LandingFile file = LandingFile.text("a.csv", List.of(), null, null, false);

        for (int i = 0; i < 12; i++) {
            if (i % 4 == 0) {
                file = grown(file, i, random);
            }
            long from = random.nextInt(2 * LAST);
            long to = from + 1 + random.nextInt(12);
            Interval interval = new Interval(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
            landed = ingested(landed, file, interval);

            long told = landed.untakenBefore(file.path(), interval).stream()
                    .mapToLong(Untaken::records)
                    .sum();
            assertThat(told).isEqualTo(sum(untaken.headMap(from)));
            assertThat(landed.firstTakenMs()).isEqualTo(taken.isEmpty() ? Long.MAX_VALUE : taken.firstKey());
        }
    }

    /** With records behind those it has, and a few more. */
    private LandingFile grown(LandingFile file, int i, Random random) {
        long last = Math.max(taken.isEmpty() ? -1 : taken.lastKey(), untaken.isEmpty() ? -1 : untaken.lastKey());
        for (int n = 0; n < 25; n++) {
            untaken.merge(last + 1 + random.nextInt(LAST / 2), 1L, Long::sum);
        }
        return new LandingFile(
                file.path(),
                null,
                List.of(),
                null,
                null,
                false,
                file.schema(),
                file.bytes() + 1 + i,
                file.modifiedMs());
    }

    private LandedFiles ingested(LandedFiles before, LandingFile file, Interval interval) {
        TreeMap<Long, Long> records = new TreeMap<>(untaken);
        taken.forEach((known, n) -> records.merge(known, n, Long::sum));
        Map<Long, Long> now =
                untaken.subMap(interval.from().toEpochMilli(), interval.to().toEpochMilli());
        now.forEach((known, n) -> taken.merge(known, n, Long::sum));
        now.clear();
        if (!before.mayHold(file, interval)) {
            return before.after(List.of(file), Set.of(), Map.of());
        }
        FileArrivals arrivals = new FileArrivals(
                before.hasSeen(file) ? before.open(file, interval) : ArrivalSpan.ALWAYS.without(interval));
        records.forEach((known, n) -> {
            for (int i = 0; i < n; i++) {
                arrivals.add(known);
            }
        });
        return before.after(List.of(file), Set.of(file.path()), Map.of(file.path(), arrivals));
    }

    private static long sum(Map<Long, Long> records) {
        return records.values().stream().mapToLong(n -> n).sum();
    }
}

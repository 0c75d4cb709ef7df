package io.millwright.pipeline.monitor;

import io.millwright.evaluation.event.Episode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The lists of one model against what happened, over rows old enough that all of it is known.
 *
 * @param maturedUntil later rows are left out: what happens after {@code as_of + H + R} changes a label no more
 * @param months one each, of those that have rows
 * @param recent the newest twelve weeks of them together
 */
record TrackRecord(String modelVersion, String target, Instant maturedUntil, List<Matured> months, Matured recent) {

    private static final Duration RECENT = Duration.ofDays(84);

    TrackRecord {
        months = List.copyOf(months);
    }

    /**
     * Figures of rows and alerts that have matured.
     *
     * @param zone how long before a failure it is foretold, H - L
     */
    static TrackRecord of(
            String modelVersion,
            String target,
            Duration zone,
            Instant maturedUntil,
            List<ListedRow> rows,
            List<Episode> alerts) {
        double rowsPerFailure = rowsPerFailure(rows, zone);
        Set<YearMonth> months = new TreeSet<>();
        rows.forEach(row -> months.add(month(row)));
        Instant recently = maturedUntil.minus(RECENT);
        return new TrackRecord(
                modelVersion,
                target,
                maturedUntil,
                months.stream()
                        .map(month -> Matured.of(
                                month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                                rows.stream()
                                        .filter(row -> month(row).equals(month))
                                        .toList(),
                                alerts.stream()
                                        .filter(alert -> month(alert.start()).equals(month))
                                        .toList(),
                                rowsPerFailure))
                        .toList(),
                Matured.of(
                        recently,
                        rows.stream()
                                .filter(row -> row.asOfMillis() >= recently.toEpochMilli())
                                .toList(),
                        alerts.stream()
                                .filter(alert -> !alert.start().isBefore(recently))
                                .toList(),
                        rowsPerFailure));
    }

    private static YearMonth month(ListedRow row) {
        return month(Instant.ofEpochMilli(row.asOfMillis()));
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    /** The zone in median distances between two lists. */
    private static double rowsPerFailure(List<ListedRow> rows, Duration zone) {
        long[] moments = rows.stream()
                .mapToLong(ListedRow::asOfMillis)
                .sorted()
                .distinct()
                .toArray();
        long[] gaps = Stream.iterate(1, i -> i < moments.length, i -> i + 1)
                .mapToLong(i -> moments[i] - moments[i - 1])
                .sorted()
                .toArray();
        return gaps.length == 0 ? 1 : Math.max(1, (double) zone.toMillis() / gaps[gaps.length / 2]);
    }
}

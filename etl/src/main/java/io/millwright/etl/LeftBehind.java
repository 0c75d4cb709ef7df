package io.millwright.etl;

import io.millwright.lake.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Records of landing files that were known before the interval of an ingest and that neither it nor an earlier one has taken. Joining
 * two is associative and commutative.
 *
 * @param sources that read them
 * @param records not readings; a record of the landing files that would be rejected counts where it is one of readings or a waveform
 * @param files of readings and waveforms they are in; the files of logs are not counted
 * @param firstMs known time of the first of them
 * @param lastMs of the last, inclusive
 */
public record LeftBehind(SortedSet<String> sources, long records, long files, long firstMs, long lastMs) {

    static final LeftBehind NONE = new LeftBehind(new TreeSet<>(), 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);

    public LeftBehind {
        sources = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    static LeftBehind of(Collection<String> sources, long files, Untaken records) {
        ArrivalSpan span = records.span();
        return new LeftBehind(new TreeSet<>(sources), records.records(), files, span.firstMs(), span.lastMs());
    }

    LeftBehind and(LeftBehind other) {
        SortedSet<String> both = new TreeSet<>(sources);
        both.addAll(other.sources);
        return new LeftBehind(
                both,
                records + other.records,
                files + other.files,
                Math.min(firstMs, other.firstMs),
                Math.max(lastMs, other.lastMs));
    }

    static LeftBehind all(List<LeftBehind> parts) {
        return parts.stream().reduce(NONE, LeftBehind::and);
    }

    public boolean isNone() {
        return records == 0;
    }

    /** An interval of whole seconds that has them all. */
    public Interval interval() {
        Instant from = Instant.ofEpochMilli(firstMs).truncatedTo(ChronoUnit.SECONDS);
        Instant to = Instant.ofEpochMilli(lastMs).truncatedTo(ChronoUnit.SECONDS);
        return new Interval(from, to.plus(Duration.ofSeconds(1)));
    }
}

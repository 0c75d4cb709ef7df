package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.IngestAccounting;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The books of one ingest, by source. What came in is counted while reading, what is clean, quarantined and merged is counted
 * on what became of it; then both sides must agree. Beside them, what the lake has of other arrivals, counted on what is there
 * now. Safe for several threads.
 */
final class Accounting {

    private final Map<String, Book> books = new TreeMap<>();
    private final Map<String, Book> earlier = new TreeMap<>();

    private static final class Book {
        Source.Kind kind = Source.Kind.READINGS;
        long rowsIn;
        long clean;
        long merged;
        final Map<String, Long> quarantined = new TreeMap<>();
        /** By file, then by reason. */
        final Map<String, Map<String, Long>> withoutArrival = new TreeMap<>();

        long allQuarantined() {
            return quarantined.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    synchronized void open(Source source) {
        books.computeIfAbsent(source.name(), ignored -> new Book()).kind = source.kind();
    }

    synchronized void add(String source, long rowsIn, long clean, long merged) {
        Book book = book(source);
        book.rowsIn += rowsIn;
        book.clean += clean;
        book.merged += merged;
    }

    synchronized void quarantined(String source, String reason, long rows) {
        book(source).quarantined.merge(reason, rows, Long::sum);
    }

    /**
     * Rows of one judgement.
     *
     * @param reason why they were rejected; null where they were not
     * @param fileWithoutArrival where nobody knows when they arrived, their file; else null
     */
    synchronized void judged(String source, @Nullable String reason, @Nullable String fileWithoutArrival, long rows) {
        if (reason == null) {
            return;
        }
        if (fileWithoutArrival == null) {
            quarantined(source, reason, rows);
        } else {
            quarantinedWithoutArrival(source, reason, fileWithoutArrival, rows);
        }
    }

    /** Rejected rows of which nobody knows when they arrived: every ingest that opens their file reads them anew. */
    synchronized void quarantinedWithoutArrival(String source, String reason, String file, long rows) {
        quarantined(source, reason, rows);
        book(source)
                .withoutArrival
                .computeIfAbsent(file, any -> new TreeMap<>())
                .merge(reason, rows, Long::sum);
    }

    /** Rows of other arrivals that stay, and such that gave way to others. */
    synchronized void earlier(String source, long clean, long merged) {
        Book book = ofEarlier(source);
        book.rowsIn += clean + merged;
        book.clean += clean;
        book.merged += merged;
    }

    /** Rows of other arrivals that were rejected. */
    synchronized void earlierQuarantined(String source, String reason, long rows) {
        Book book = ofEarlier(source);
        book.rowsIn += rows;
        book.quarantined.merge(reason, rows, Long::sum);
    }

    private Book ofEarlier(String source) {
        return earlier.computeIfAbsent(source, ignored -> {
            Book book = new Book();
            book.kind =
                    Optional.ofNullable(books.get(source)).map(now -> now.kind).orElse(book.kind);
            return book;
        });
    }

    private Book book(String source) {
        Book book = books.get(source);
        if (book == null) {
            throw new IllegalStateException("the source " + source + " was never opened");
        }
        return book;
    }

    /** Fails with a data error where a row was lost or doubled. */
    synchronized void requireBalance() {
        books.forEach((source, book) -> {
            long out = book.clean + book.allQuarantined() + book.merged;
            if (book.rowsIn != out) {
                throw MillwrightException.data("the accounting of source '" + source + "' does not balance: "
                        + book.rowsIn + " rows came in, but " + book.clean + " clean + " + book.allQuarantined()
                        + " quarantined + " + book.merged + " merged = " + out
                        + "; nothing was written; the files may have changed while they were read: run ingest again");
            }
        });
    }

    /** Fails with a data error where there are sources of readings and none of their rows is clean: nothing would be left of a lake. */
    synchronized void requireReadings() {
        Map<String, Book> readings = new TreeMap<>(books);
        readings.values().removeIf(book -> book.kind != Source.Kind.READINGS);
        if (!readings.isEmpty() && readings.values().stream().allMatch(book -> book.clean == 0)) {
            throw MillwrightException.data("no reading came through: "
                    + readings.values().stream().mapToLong(book -> book.rowsIn).sum() + " rows of "
                    + String.join(", ", readings.keySet()) + " came in and none was clean"
                    + mostFor(readings.values())
                    + "; nothing was written; correct columns, time format, units or bounds of the source");
        }
    }

    /** Sources of which rows came in and every one was rejected. */
    synchronized Set<String> whollyRejected() {
        Set<String> rejected = new TreeSet<>();
        books.forEach((source, book) -> {
            if (book.rowsIn > 0 && book.rowsIn == book.allQuarantined()) {
                rejected.add(source);
            }
        });
        return rejected;
    }

    /** What to say where the lake has clean rows of a source in an interval, and not one would take their place. */
    synchronized MillwrightException goneBad(String source, Interval arrivals) {
        Book book = book(source);
        return MillwrightException.data(
                "the source '" + source + "' had clean rows that arrived from " + arrivals.from()
                        + " to " + arrivals.to() + ", and of the " + book.rowsIn + " that came in now none is clean"
                        + mostFor(List.of(book))
                        + "; nothing was written; correct the files, or time format, delimiter, units or bounds of the source, or"
                        + " take the files away if there is nothing of that interval any more");
    }

    /** The commonest reason in words; none without a rejected row. */
    private static String mostFor(Collection<Book> rejected) {
        Map<String, Long> rows = new TreeMap<>();
        rejected.forEach(book -> book.quarantined.forEach((reason, n) -> rows.merge(reason, n, Long::sum)));
        return rows.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> ", most for " + most.getKey() + " (" + most.getValue() + ")")
                .orElse("");
    }

    /** The books, as those of the arrivals that were taken; empty where all were. Then those of other arrivals. */
    synchronized Dataset<Row> rows(SparkSession spark, Optional<Interval> arrivals) {
        @Nullable
        Timestamp from = arrivals.map(taken -> Timestamp.from(taken.from())).orElse(null);
        @Nullable
        Timestamp to = arrivals.map(taken -> Timestamp.from(taken.to())).orElse(null);
        List<Row> rows = new ArrayList<>();
        books.forEach((source, book) -> rows.add(row(source, book, from, to)));
        earlier.forEach((source, book) -> {
            if (book.rowsIn > 0) {
                rows.add(row(source, book, null, null));
            }
        });
        return spark.createDataFrame(rows, IngestAccounting.SCHEMA);
    }

    private static Row row(String source, Book book, @Nullable Timestamp from, @Nullable Timestamp to) {
        return RowFactory.create(
                source,
                book.kind.name().toLowerCase(Locale.ROOT),
                from,
                to,
                book.rowsIn,
                book.clean,
                book.allQuarantined(),
                new TreeMap<>(book.quarantined),
                book.merged);
    }

    synchronized IngestReport report() {
        return books.values().stream().map(Accounting::report).reduce(IngestReport.NOTHING, IngestReport::plus);
    }

    /**
     * Of records that have a time of arrival, and of others that are not read again.
     *
     * @param readAgain files a later slice opens, too
     */
    synchronized IngestReport reportOfArrivals(Set<String> readAgain) {
        return books.values().stream()
                .filter(book -> !RecordPlan.TIMELESS.contains(book.kind))
                .map(book -> book.withoutArrival.entrySet().stream()
                        .filter(file -> readAgain.contains(file.getKey()))
                        .map(Map.Entry::getValue)
                        .reduce(report(book), IngestReport::minusRejected, (one, other) -> one))
                .reduce(IngestReport.NOTHING, IngestReport::plus);
    }

    private static IngestReport report(Book book) {
        return new IngestReport(book.rowsIn, book.clean, book.quarantined, book.merged);
    }
}

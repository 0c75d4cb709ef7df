package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one landing file of readings or waveforms that an ingest has read, and when its records arrived; so an ingest of an
 * interval opens only files that may have some of it. A file with another length or time of writing, or under another pipeline file,
 * is read anew. Records that do not tell when they arrived are in quarantine. Of the others the row says which no ingest has taken;
 * those of a file that was written again are held to be the ones it had, as far as they arrived when these did.
 */
final class LandedFiles {

    private static final String PATH = "path";

    private static final String BYTES = "bytes";

    /** When it was written, as its file system says. */
    private static final String MODIFIED = "modified";

    /** Known time of its first record, null where none says when it arrived. */
    private static final String FIRST_KNOWN = "first_known";

    /** Of its last, inclusive. */
    private static final String LAST_KNOWN = "last_known";

    /** Of the first record an ingest has taken, null where there is none. */
    private static final String FIRST_TAKEN = "first_taken";

    /** {@link Untaken}, in order. */
    private static final String UNTAKEN = "untaken";

    private static final StructType SCHEMA = new StructType()
            .add(PATH, DataTypes.StringType, false)
            .add(BYTES, DataTypes.LongType, false)
            .add(MODIFIED, DataTypes.TimestampType, false)
            .add(FIRST_KNOWN, DataTypes.TimestampType, true)
            .add(LAST_KNOWN, DataTypes.TimestampType, true)
            .add(
                    UNTAKEN,
                    DataTypes.createArrayType(
                            new StructType()
                                    .add(FIRST_KNOWN, DataTypes.TimestampType, false)
                                    .add(LAST_KNOWN, DataTypes.TimestampType, false)
                                    .add("records", DataTypes.LongType, false),
                            false),
                    false)
            .add(FIRST_TAKEN, DataTypes.TimestampType, true);

    private static final TableSpec TABLE = new TableSpec("landed_files", SCHEMA, List.of(), List.of(PATH));

    /** @param firstTakenMs known time of the first record an ingest has taken; the greatest number where there is none */
    private record Read(long bytes, long modifiedMs, ArrivalSpan span, List<Untaken> untaken, long firstTakenMs) {

        boolean isOf(long bytesNow, long modifiedNowMs) {
            return bytes == bytesNow && modifiedMs == modifiedNowMs;
        }
    }

    private final Map<String, Read> byPath;
    private final boolean isOfThis;

    private LandedFiles(Map<String, Read> byPath, boolean isOfThis) {
        this.byPath = byPath;
        this.isOfThis = isOfThis;
    }

    static LandedFiles none() {
        return new LandedFiles(Map.of(), false);
    }

    /** Those earlier ingests have read. */
    static LandedFiles of(Lake lake, PipelineConfig config) {
        if (!lake.has(TABLE)) {
            return none();
        }
        Map<String, Read> byPath = new TreeMap<>();
        lake.read(TABLE).collectAsList().forEach(row -> byPath.put(row.getString(0), read(row)));
        String definition = lake.origin(TABLE.name()).map(Origin::definition).orElse("");
        return new LandedFiles(byPath, definition.equals(config.hash()));
    }

    /** What an older Millwright wrote says of no record that it was not taken. */
    private static Read read(Row row) {
        ArrivalSpan span = row.isNullAt(3) ? ArrivalSpan.NONE : span(row, 3);
        if (row.length() < SCHEMA.size()) {
            return new Read(row.getLong(1), row.getTimestamp(2).getTime(), span, List.of(), span.firstMs());
        }
        List<Untaken> untaken = row.<Row>getList(5).stream()
                .map(piece -> new Untaken(span(piece, 0), piece.getLong(2)))
                .toList();
        long firstTakenMs =
                row.isNullAt(6) ? Long.MAX_VALUE : row.getTimestamp(6).getTime();
        return new Read(row.getLong(1), row.getTimestamp(2).getTime(), span, untaken, firstTakenMs);
    }

    private static ArrivalSpan span(Row row, int first) {
        return new ArrivalSpan(
                row.getTimestamp(first).getTime(), row.getTimestamp(first + 1).getTime());
    }

    /** When the file's records arrived; empty where it has to be read to know. */
    Optional<ArrivalSpan> span(LandingFile file) {
        return Optional.ofNullable(byPath.get(file.path()))
                .filter(read -> isOfThis && read.isOf(file.bytes(), file.modifiedMs()))
                .map(Read::span);
    }

    /** Whether an ingest has read the file as it is now. */
    boolean hasRead(FileStatus file) {
        Read read = byPath.get(file.getPath().toString());
        return read != null && read.isOf(file.getLen(), file.getModificationTime());
    }

    /** Whether an ingest has read the file, or what was under its name. */
    boolean hasSeen(LandingFile file) {
        return byPath.containsKey(file.path());
    }

    /** Where no ingest has taken a record of a file that was seen before, nor will the one of this interval. */
    List<ArrivalSpan> open(LandingFile file, Interval taken) {
        Read read = Objects.requireNonNull(byPath.get(file.path()));
        Stream<ArrivalSpan> open = read.untaken.stream().map(Untaken::span);
        if (!read.isOf(file.bytes(), file.modifiedMs())) {
            open = Stream.concat(open, ArrivalSpan.ALWAYS.without(read.span).stream());
        }
        return open.flatMap(span -> span.without(taken).stream())
                .sorted(Comparator.comparingLong(ArrivalSpan::firstMs))
                .toList();
    }

    /** Known time of the first record of these files that an ingest has taken; the greatest number where there is none. */
    long firstTakenMs() {
        return byPath.values().stream().mapToLong(Read::firstTakenMs).min().orElse(Long.MAX_VALUE);
    }

    /** Records of the file that were known before an interval and that no ingest has taken. */
    List<Untaken> untakenBefore(String path, Interval interval) {
        Read read = byPath.get(path);
        return read == null
                ? List.of()
                : read.untaken.stream()
                        .filter(piece -> piece.span().lastMs() < interval.from().toEpochMilli())
                        .toList();
    }

    /** Whether a record of the file may have arrived in the interval. */
    boolean mayHold(LandingFile file, Interval arrivals) {
        return span(file)
                .map(span -> span.touches(
                        arrivals.from().toEpochMilli(), arrivals.to().toEpochMilli()))
                .orElse(true);
    }

    /**
     * These after an ingest.
     *
     * @param landing every file there is now, more than once where several sources read it; others are forgotten
     * @param read paths of those the ingest has read to their ends
     * @param found by its tasks; a file without has no record that says when it arrived
     */
    LandedFiles after(List<LandingFile> landing, Set<String> read, Map<String, FileArrivals> found) {
        Set<String> unlisted = new HashSet<>(found.keySet());
        Map<String, Read> now = new TreeMap<>();
        for (LandingFile file : landing) {
            Set<String> names = names(file);
            unlisted.removeAll(names);
            if (read.contains(file.path())) {
                now.put(file.path(), read(file, names.stream().map(found::get).filter(Objects::nonNull)));
            } else if (span(file).isPresent()) {
                now.put(file.path(), Objects.requireNonNull(byPath.get(file.path())));
            }
        }
        if (!unlisted.isEmpty()) {
            throw new IllegalStateException("Spark read " + unlisted + ", which were not listed");
        }
        return new LandedFiles(now, true);
    }

    private static Read read(LandingFile file, Stream<FileArrivals> found) {
        FileArrivals none = new FileArrivals(List.of());
        FileArrivals arrivals = found.reduce(FileArrivals::and).orElse(none);
        return new Read(file.bytes(), file.modifiedMs(), arrivals.span(), arrivals.untaken(), arrivals.firstTakenMs());
    }

    /** Tasks name a file as it was listed or by its URI. */
    static Set<String> names(LandingFile file) {
        return new LinkedHashSet<>(
                List.of(file.path(), new Path(file.path()).toUri().toString()));
    }

    boolean areAs(LandedFiles other) {
        return isOfThis == other.isOfThis && byPath.equals(other.byPath);
    }

    /** To be called once what these files brought is in the tables. */
    void write(Lake lake, PipelineConfig config) {
        List<Row> rows = new ArrayList<>();
        byPath.forEach((path, read) -> rows.add(RowFactory.create(
                path,
                read.bytes,
                new Timestamp(read.modifiedMs),
                read.span.isNone() ? null : new Timestamp(read.span.firstMs()),
                read.span.isNone() ? null : new Timestamp(read.span.lastMs()),
                read.untaken.stream().map(LandedFiles::row).toList(),
                read.firstTakenMs == Long.MAX_VALUE ? null : new Timestamp(read.firstTakenMs))));
        lake.overwrite(lake.spark().createDataFrame(rows, SCHEMA), TABLE, new Origin(Map.of(), config.hash()));
    }

    private static Row row(Untaken piece) {
        return RowFactory.create(
                new Timestamp(piece.span().firstMs()),
                new Timestamp(piece.span().lastMs()),
                piece.records());
    }
}

package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one landing file of readings or waveforms that an ingest has read, and when its records arrived; so an ingest of an
 * interval opens only files that may have some of it. What is in the file alone: nothing is said of what the lake has, except that the
 * records of the file that do not tell when they arrived are in quarantine. A file with another length or time of writing, or under
 * another pipeline file, is as one never read.
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

    private static final StructType SCHEMA = new StructType()
            .add(PATH, DataTypes.StringType, false)
            .add(BYTES, DataTypes.LongType, false)
            .add(MODIFIED, DataTypes.TimestampType, false)
            .add(FIRST_KNOWN, DataTypes.TimestampType, true)
            .add(LAST_KNOWN, DataTypes.TimestampType, true);

    private static final TableSpec TABLE = new TableSpec("landed_files", SCHEMA, List.of(), List.of(PATH));

    private record Read(long bytes, long modifiedMs, ArrivalSpan span) {}

    private final Map<String, Read> byPath;

    private LandedFiles(Map<String, Read> byPath) {
        this.byPath = byPath;
    }

    /** Those earlier ingests of this pipeline file have read. */
    static LandedFiles of(Lake lake, PipelineConfig config) {
        Map<String, Read> byPath = new TreeMap<>();
        boolean isOfThis = lake.has(TABLE)
                && lake.origin(TABLE.name()).map(Origin::definition).orElse("").equals(config.hash());
        if (isOfThis) {
            lake.read(TABLE).collectAsList().forEach(row -> byPath.put(row.getString(0), read(row)));
        }
        return new LandedFiles(byPath);
    }

    private static Read read(Row row) {
        ArrivalSpan span = row.isNullAt(3)
                ? ArrivalSpan.NONE
                : new ArrivalSpan(
                        row.getTimestamp(3).getTime(), row.getTimestamp(4).getTime());
        return new Read(row.getLong(1), row.getTimestamp(2).getTime(), span);
    }

    /** When the file's records arrived; empty where it has to be read to know. */
    Optional<ArrivalSpan> span(LandingFile file) {
        return Optional.ofNullable(byPath.get(file.path()))
                .filter(read -> read.bytes == file.bytes() && read.modifiedMs == file.modifiedMs())
                .map(Read::span);
    }

    /** Whether an ingest has read the file as it is now. */
    boolean hasRead(FileStatus file) {
        Read read = byPath.get(file.getPath().toString());
        return read != null && read.bytes == file.getLen() && read.modifiedMs == file.getModificationTime();
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
     * @param spans what its tasks found; a file without one has no record that says when it arrived
     */
    LandedFiles after(List<LandingFile> landing, Set<String> read, Map<String, ArrivalSpan> spans) {
        Set<String> unlisted = new HashSet<>(spans.keySet());
        Map<String, Read> now = new TreeMap<>();
        for (LandingFile file : landing) {
            List<String> names = List.of(file.path(), uri(file));
            names.forEach(unlisted::remove);
            Optional<ArrivalSpan> span = read.contains(file.path())
                    ? Optional.of(names.stream()
                            .map(name -> spans.getOrDefault(name, ArrivalSpan.NONE))
                            .reduce(ArrivalSpan.NONE, ArrivalSpan::and))
                    : span(file);
            span.ifPresent(known -> now.put(file.path(), new Read(file.bytes(), file.modifiedMs(), known)));
        }
        if (!unlisted.isEmpty()) {
            throw new IllegalStateException("Spark read " + unlisted + ", which were not listed");
        }
        return new LandedFiles(now);
    }

    /** Tasks name a file as it was listed or so. */
    private static String uri(LandingFile file) {
        return new Path(file.path()).toUri().toString();
    }

    boolean areAs(LandedFiles other) {
        return byPath.equals(other.byPath);
    }

    /** To be called once what these files brought is in the tables. */
    void write(Lake lake, PipelineConfig config) {
        List<Row> rows = new ArrayList<>();
        byPath.forEach((path, read) -> rows.add(RowFactory.create(
                path,
                read.bytes,
                new Timestamp(read.modifiedMs),
                read.span.isNone() ? null : new Timestamp(read.span.firstMs()),
                read.span.isNone() ? null : new Timestamp(read.span.lastMs()))));
        lake.overwrite(lake.spark().createDataFrame(rows, SCHEMA), TABLE, new Origin(Map.of(), config.hash()));
    }
}

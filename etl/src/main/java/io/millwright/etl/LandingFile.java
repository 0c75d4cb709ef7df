package io.millwright.etl;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * One file of a source after a first look.
 *
 * @param path as Spark names it
 * @param problem why nothing of it can be read, a sentence; null for a readable file
 * @param columns names of its columns, in order; of a JSON file those of its first records; empty for an unreadable file
 * @param header its header line, which is no record; null where it has none
 * @param cutOff its last line where the file ends in the middle of it; null where it ends with a line
 * @param array whether a JSON file is one array instead of one object a line
 * @param schema of a Parquet file, else empty
 * @param bytes its length
 * @param modifiedMs when it was written, as its file system says
 */
record LandingFile(
        String path,
        @Nullable String problem,
        List<String> columns,
        @Nullable String header,
        @Nullable String cutOff,
        boolean array,
        StructType schema,
        long bytes,
        long modifiedMs)
        implements Serializable {

    /** No two lines of so many characters end alike. */
    private static final int LONG_LINE = 10_000;

    LandingFile {
        columns = List.copyOf(columns);
    }

    static LandingFile unreadable(String path, String problem) {
        return new LandingFile(path, problem, List.of(), null, null, false, new StructType(), 0, 0);
    }

    static LandingFile parquet(String path, StructType schema) {
        return new LandingFile(path, null, List.of(schema.fieldNames()), null, null, false, schema, 0, 0);
    }

    static LandingFile text(
            String path, List<String> columns, @Nullable String header, @Nullable String cutOff, boolean array) {
        return new LandingFile(path, null, columns, header, cutOff, array, new StructType(), 0, 0);
    }

    boolean isReadable() {
        return problem == null;
    }

    LandingFile sized(FileStatus status) {
        return new LandingFile(
                path, problem, columns, header, cutOff, array, schema, status.getLen(), status.getModificationTime());
    }

    LandingFile missing(String column) {
        String why = "it has no column '" + column + "' but "
                + String.join(", ", columns.subList(0, Math.min(12, columns.size())));
        return new LandingFile(path, why, List.of(), null, null, false, new StructType(), bytes, modifiedMs);
    }

    /** Whether it ends in the middle of a line; of a line longer than what was looked at, the end is known. */
    boolean isCutOffIn(String line) {
        return cutOff != null && (line.equals(cutOff) || (cutOff.length() >= LONG_LINE && line.endsWith(cutOff)));
    }

    LandingFile withCutOff(@Nullable String lastLine) {
        return new LandingFile(path, problem, columns, header, lastLine, array, schema, bytes, modifiedMs);
    }
}

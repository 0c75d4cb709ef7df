package io.millwright.etl;

import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The file the task reads its rows from. Spark knows it, so that no row has to carry it. */
final class CurrentFile {

    private @Nullable UTF8String last;

    /** Whether the row at hand is the first one of another file than the row before it was of. */
    boolean changed() {
        UTF8String now = InputFileBlockHolder.getInputFilePath();
        boolean changed = !now.equals(last);
        last = now;
        return changed;
    }

    /** The file as listings write it, {@code file:/a%20b}; Spark writes {@code file:///a%20b}. */
    String path() {
        String decoded = new Path(URI.create(String.valueOf(last))).toString();
        return new Path(decoded).toUri().toString();
    }
}

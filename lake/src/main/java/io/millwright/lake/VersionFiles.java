package io.millwright.lake;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.JavaConverters;

/** The files that versions of a table consist of, and whether they are still there. */
record VersionFiles(SparkSession spark, String table) {

    /** What is different in a version since an earlier one; empty where that can no longer be read. */
    Optional<Changes> changes(long since, Snapshot now) {
        DeltaLog log = log();
        Optional<Snapshot> logged = snapshotAt(log, since);
        if (logged.isEmpty()) {
            return Optional.empty();
        }
        Snapshot then = logged.get();
        Map<String, AddFile> before = files(then);
        Map<String, AddFile> after = files(now);
        List<AddFile> removed = without(before, after);
        return areThere(removed)
                ? Optional.of(new Changes(rows(log, then, removed), rows(log, now, without(after, before))))
                : Optional.empty();
    }

    /** Whether a version can still be read. */
    boolean isKept(long version) {
        return snapshotAt(log(), version)
                .filter(then -> areThere(List.copyOf(files(then).values())))
                .isPresent();
    }

    private DeltaLog log() {
        return DeltaLog.forTable(spark, table);
    }

    private static Optional<Snapshot> snapshotAt(DeltaLog log, long version) {
        try {
            return Optional.of(log.getSnapshotAt(version, Option.empty(), Option.empty(), Option.empty()));
        } catch (Exception e) {
            // Delta throws exceptions of several kinds, unchecked in Scala's way, where the log no longer reaches back.
            OutsideFault.of("the log of the table " + log.dataPath() + " cannot be read", e)
                    .ifPresent(fault -> {
                        throw fault;
                    });
            return Optional.empty();
        }
    }

    private static Map<String, AddFile> files(Snapshot snapshot) {
        Map<String, AddFile> files = new TreeMap<>();
        snapshot.allFiles().collectAsList().forEach(file -> files.put(file.path(), file));
        return files;
    }

    private static List<AddFile> without(Map<String, AddFile> files, Map<String, AddFile> others) {
        return files.entrySet().stream()
                .filter(file -> !others.containsKey(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private boolean areThere(List<AddFile> files) {
        try {
            for (AddFile file : files) {
                Path path = new Path(table, new Path(URI.create(file.path())));
                if (!path.getFileSystem(spark.sessionState().newHadoopConf()).exists(path)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw OutsideFault.unreadable(table, e);
        }
    }

    private static Dataset<Row> rows(DeltaLog log, Snapshot snapshot, List<AddFile> files) {
        return log.createDataFrame(snapshot, JavaConverters.asScalaBuffer(files).toSeq(), false, Option.empty());
    }
}

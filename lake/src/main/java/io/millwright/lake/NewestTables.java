package io.millwright.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructType;

/**
 * What is kept of tables at their newest version: the rows of those of a few thousand (logs, metadata, labels, results), the list of files
 * of all. A reading of a Delta table costs a query over its log, a listing and a plan, however small the table; a pipeline reads its small
 * ones ten times over.
 */
final class NewestTables {

    /** On disk; what is larger is not even tried. */
    private static final long MOST_BYTES = 128 << 10;

    /** Spark sends the rows along with each task. */
    private static final int MOST_ROWS = 10_000;

    private final Map<String, Held> newest = new ConcurrentHashMap<>();

    /**
     * A table at a version.
     *
     * @param files empty where Delta reads the table
     * @param rows empty where the table turned out not to be small
     */
    private record Held(long version, StructType schema, Optional<ListedTable> files, Optional<List<Row>> rows) {}

    /** The table as it is at its newest version: from memory where it is small, else by the list of its files or as Delta reads it. */
    Dataset<Row> read(SparkSession spark, String path, Snapshot snapshot) {
        Held held = newestOf(spark, path, snapshot);
        StructType schema = held.schema();
        Optional<ListedTable> files = held.files();
        return held.rows().map(rows -> spark.createDataFrame(rows, schema)).orElseGet(() -> table(spark, path, files));
    }

    /** Whether the table is small and has no row. */
    boolean isEmpty(SparkSession spark, String path, Snapshot snapshot) {
        return newestOf(spark, path, snapshot).rows().filter(List::isEmpty).isPresent();
    }

    private Held newestOf(SparkSession spark, String path, Snapshot snapshot) {
        Held held = newest.get(path);
        if (held == null || held.version() != snapshot.version()) {
            held = held(spark, path, snapshot);
            newest.put(path, held);
        }
        return held;
    }

    private static Held held(SparkSession spark, String path, Snapshot snapshot) {
        Optional<ListedTable> files =
                Sessions.readsLists(spark) ? ListedTable.of(spark, path, snapshot) : Optional.empty();
        Dataset<Row> table = table(spark, path, files);
        return new Held(
                snapshot.version(), table.schema(), files, isSmall(spark, path) ? rows(table) : Optional.empty());
    }

    private static Dataset<Row> table(SparkSession spark, String path, Optional<ListedTable> files) {
        return files.map(list -> list.rows(spark))
                .orElseGet(() -> spark.read().format("delta").load(path));
    }

    private static Optional<List<Row>> rows(Dataset<Row> table) {
        return Optional.of(table.limit(MOST_ROWS + 1).collectAsList()).filter(rows -> rows.size() <= MOST_ROWS);
    }

    /** By the files of all versions, which a listing tells; Delta would have to sum up the table's state. */
    private static boolean isSmall(SparkSession spark, String path) {
        Path folder = new Path(path);
        long bytes = 0;
        try {
            for (FileStatus file :
                    folder.getFileSystem(spark.sessionState().newHadoopConf()).listStatus(folder)) {
                boolean partition =
                        file.isDirectory() && !file.getPath().getName().startsWith("_");
                bytes += partition ? MOST_BYTES + 1 : file.isFile() ? file.getLen() : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes <= MOST_BYTES;
    }
}

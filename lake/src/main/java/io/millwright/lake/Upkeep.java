package io.millwright.lake;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Looks after the files of a lake's tables: what a table holds never changes here, only in how many files, and how far back it can be read. */
public final class Upkeep {

    private static final String LOG = "_delta_log";
    private static final String SHORTER_THAN_A_WEEK = "spark.databricks.delta.retentionDurationCheck.enabled";

    private final Lake lake;

    public Upkeep(Lake lake) {
        this.lake = lake;
    }

    /**
     * Files of a table's newest version, and of the versions before it that are still on disk.
     *
     * @param files of the newest version
     * @param bytes of them
     * @param allFiles of all versions
     * @param allBytes of them
     */
    public record Size(long files, long bytes, long allFiles, long allBytes) {

        /** The sum of two tables. */
        public Size plus(Size other) {
            return new Size(
                    files + other.files, bytes + other.bytes, allFiles + other.allFiles, allBytes + other.allBytes);
        }
    }

    /** Names of all tables, sorted. */
    public List<String> tables() {
        Path root = new Path(lake.root());
        try {
            FileSystem files = root.getFileSystem(lake.spark().sessionState().newHadoopConf());
            return Arrays.stream(files.listStatus(root))
                    .filter(FileStatus::isDirectory)
                    .map(folder -> folder.getPath().getName())
                    .filter(lake::has)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw OutsideFault.unreadable(lake.root(), e);
        }
    }

    public Size size(String table) {
        Row detail = delta(table).detail().selectExpr("numFiles", "sizeInBytes").first();
        long[] all = {0, 0};
        Path folder = new Path(lake.path(table));
        try {
            FileSystem files = folder.getFileSystem(lake.spark().sessionState().newHadoopConf());
            addFiles(files, folder, all);
        } catch (IOException e) {
            throw OutsideFault.unreadable(lake.path(table), e);
        }
        return new Size(detail.getLong(0), detail.getLong(1), all[0], all[1]);
    }

    private static void addFiles(FileSystem files, Path folder, long[] all) throws IOException {
        for (FileStatus each : files.listStatus(folder)) {
            String name = each.getPath().getName();
            if (each.isDirectory() && !name.equals(LOG)) {
                addFiles(files, each.getPath(), all);
            } else if (name.endsWith(".parquet")) {
                all[0]++;
                all[1] += each.getLen();
            }
        }
    }

    /** Puts small files together in one commit that changes no row. */
    public void compact(String table) {
        delta(table).optimize().executeCompaction();
    }

    /**
     * Versions that can no longer be read, in whole or in part, once files that are out of use for longer than {@code keep} are removed,
     * with the moment each was replaced.
     *
     * @param now the moment to count back from
     */
    public Map<Long, Instant> lostBy(String table, Duration keep, Instant now) {
        List<Row> history = new ArrayList<>(delta(table)
                .history()
                .selectExpr("version", "timestamp")
                .orderBy("version")
                .collectAsList());
        Map<Long, Instant> lost = new TreeMap<>();
        for (int i = 0; i + 1 < history.size(); i++) {
            Instant replaced = history.get(i + 1).getTimestamp(1).toInstant();
            if (replaced.isBefore(now.minus(keep))) {
                lost.put(history.get(i).getLong(0), replaced);
            }
        }
        return lost;
    }

    /** Removes files that no version of the last {@code keep} needs. */
    public void vacuum(String table, Duration keep) {
        SparkSession spark = lake.spark();
        spark.conf().set(SHORTER_THAN_A_WEEK, "false");
        try {
            delta(table).vacuum(keep.toMinutes() / 60.0);
        } finally {
            spark.conf().unset(SHORTER_THAN_A_WEEK);
        }
    }

    private DeltaTable delta(String table) {
        return DeltaTable.forPath(lake.spark(), lake.path(table));
    }
}

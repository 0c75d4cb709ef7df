package io.millwright.lake;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/**
 * The folder of Delta tables a pipeline works on. Every write replaces a stated part of one table in one commit, and the
 * commit says which run made it from which versions of its inputs; so any job can be killed at any moment and run again.
 */
public final class Lake {

    /** How many columns Delta keeps statistics of, to skip files: none where a table is not partitioned, which is read as a whole. */
    private static final String INDEXED_COLUMNS = "delta.dataSkippingNumIndexedCols";

    /** Which columns they are where it is: those somebody may ask for, and none of the hundreds of numbers. */
    private static final String STATISTICS_COLUMNS = "delta.dataSkippingStatsColumns";

    /** A column of rows to {@link #merge}: true where the row of the key is no more. */
    public static final String GONE = "_gone";

    private static final String NOTE_OF_MERGE = "spark.databricks.delta.commitInfo.userMetadata";

    private final SparkSession spark;
    private final String root;
    private final String runId;
    private final NewestTables newest;
    private final Map<String, Long> versions;

    private Lake(SparkSession spark, String root, String runId, NewestTables newest, Map<String, Long> versions) {
        this.spark = spark;
        this.root = root;
        this.runId = runId;
        this.newest = newest;
        this.versions = Map.copyOf(versions);
    }

    /**
     * Opens a lake, and makes its folder where there is none.
     *
     * @throws MillwrightException where the folder cannot be written or was written by a newer version; of category SERVICE where a
     *     retry can help
     */
    public static Lake open(SparkSession spark, String root, String runId) {
        LakeMarker.at(root, spark.sessionState().newHadoopConf()).requireOrWrite();
        return new Lake(spark, root, runId, new NewestTables(), Map.of());
    }

    /**
     * The same lake as a run saw it: under its id, and these tables read at these versions, others as they are now. Of these it says
     * nothing but what they hold, and none can be written.
     */
    public Lake asSeenBy(String otherRun, Map<String, Long> atVersions) {
        return new Lake(spark, root, otherRun, newest, atVersions);
    }

    /**
     * The same without opening or making anything; where there is no lake yet, all is well.
     *
     * @throws MillwrightException where a newer version wrote the lake, or it is none
     */
    public static void requireReadable(String root, Configuration hadoop) throws IOException {
        LakeMarker.at(root, hadoop).requireReadable();
    }

    /** Partitions the session makes of what is shuffled. */
    public int shufflePartitions() {
        return Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
    }

    public SparkSession spark() {
        return spark;
    }

    public String root() {
        return root;
    }

    public String runId() {
        return runId;
    }

    public String path(String table) {
        return root + "/" + table;
    }

    public boolean has(TableSpec table) {
        return has(table.name());
    }

    public boolean has(String table) {
        return DeltaTable.isDeltaTable(spark, path(table));
    }

    /**
     * Whether a table is not there, or is a small one without a row: a source the pipeline file does not have. What this costs, the next
     * {@link #read} saves.
     */
    public boolean isKnownEmpty(TableSpec table) {
        return !has(table)
                || (!versions.containsKey(table.name())
                        && newest.isEmpty(spark, path(table.name()), snapshot(table.name())));
    }

    /**
     * The table as it is now; an error that says which job makes it where it does not exist or lacks a column, but for those that came
     * {@link TableSpec#later}, which are null there.
     */
    public Dataset<Row> read(TableSpec table) {
        return read(spark, table);
    }

    /** The same in another session of the same Spark. */
    public Dataset<Row> read(SparkSession session, TableSpec table) {
        Dataset<Row> rows = withLater(read(session, table.name()), table);
        Set<String> columns = Set.of(rows.columns());
        for (String column : table.schema().fieldNames()) {
            if (!columns.contains(column)) {
                throw MillwrightException.data(
                        "the table '" + table.name() + "' of the lake " + root + " has no column '"
                                + column
                                + "': an older Millwright, or another pipeline file, wrote it; run the job that makes it"
                                + " again (ingest, features or train), or ./millwright run");
            }
        }
        return rows;
    }

    private static Dataset<Row> withLater(Dataset<Row> rows, TableSpec table) {
        Set<String> columns = Set.of(rows.columns());
        Dataset<Row> all = rows;
        for (StructField field : table.schema().fields()) {
            if (table.later().contains(field.name()) && !columns.contains(field.name())) {
                all = all.withColumn(field.name(), functions.lit(null).cast(field.dataType()));
            }
        }
        return all;
    }

    public Dataset<Row> read(String table) {
        return read(spark, table);
    }

    /** The same in another session of the same Spark. */
    public Dataset<Row> read(SparkSession session, String table) {
        requireTable(table);
        Snapshot now = snapshot(table);
        return read(session, table, versions.getOrDefault(table, now.version()), now);
    }

    /**
     * The same for a question that few of the files of a large table answer: Delta opens only those whose statistics allow it. Planning
     * costs a query over the table's log, so {@link #read} is faster where most files are needed.
     */
    public Dataset<Row> readFewFiles(String table) {
        requireTable(table);
        return versions.containsKey(table)
                ? read(table)
                : spark.read().format("delta").load(path(table));
    }

    /** The table as it was at a version. */
    public Dataset<Row> readVersion(String table, long version) {
        requireTable(table);
        return read(spark, table, version, snapshot(table));
    }

    private Dataset<Row> read(SparkSession session, String table, long version, Snapshot now) {
        return version == now.version()
                ? newest.read(session, path(table), now)
                : session.read().format("delta").option("versionAsOf", version).load(path(table));
    }

    private void requireTable(String table) {
        if (!has(table)) {
            throw MillwrightException.data("the lake " + root + " has no table '" + table
                    + "' yet; run the earlier jobs first (ingest, check, features, train), or ./millwright run");
        }
    }

    /** The newest version of a table, or the one it is read at. */
    public long version(String table) {
        requireTable(table);
        Long version = versions.get(table);
        return version == null ? snapshot(table).version() : version;
    }

    /** How a table became what it is, and what it is to be, concerns its newest version. */
    private void requireUnpinned(String table) {
        if (versions.containsKey(table)) {
            throw new IllegalStateException("the table '" + table + "' is seen as at version " + versions.get(table)
                    + "; to write it, or to ask for its commits, use the lake as it is");
        }
    }

    private Snapshot snapshot(String table) {
        return DeltaLog.forTable(spark, path(table)).update(false, Option.empty(), Option.empty());
    }

    /** What tells a table from any other that was or will be in its place. */
    public String tableId(String table) {
        requireTable(table);
        return snapshot(table).metadata().id();
    }

    /** When a version of a table was committed, to the millisecond, by the clock of where its log is kept. */
    public Instant committed(String table, long version) {
        requireTable(table);
        return Instant.ofEpochMilli(DeltaLog.forTable(spark, path(table))
                .getSnapshotAt(version, Option.empty(), Option.empty())
                .timestamp());
    }

    /** Versions of several tables, by name in order; what a manifest pins. */
    public Map<String, Long> versions(List<String> tables) {
        Map<String, Long> versions = new TreeMap<>();
        tables.forEach(table -> versions.put(table, version(table)));
        return versions;
    }

    /** Replaces the whole table, and returns the version written. */
    public long overwrite(Dataset<Row> rows, TableSpec table, Map<String, Long> inputs) {
        return overwrite(rows, table, Origin.of(inputs));
    }

    /** The same. */
    public long overwrite(Dataset<Row> rows, TableSpec table, Origin origin) {
        return replace(rows, table, origin, Map.of("overwriteSchema", "true"));
    }

    /**
     * Replaces the rows that satisfy a predicate (SQL over the table's columns) by these, all of which must satisfy it, in
     * one commit. A column that the table does not have yet is null in its other rows, and one that it has beyond these is null here.
     */
    public long replaceWhere(Dataset<Row> rows, TableSpec table, String predicate, Map<String, Long> inputs) {
        return replaceWhere(rows, table, predicate, Origin.of(inputs));
    }

    /** The same. */
    public long replaceWhere(Dataset<Row> rows, TableSpec table, String predicate, Origin origin) {
        return replace(rows, table, origin, Map.of("replaceWhere", predicate, "mergeSchema", "true"));
    }

    /** A table that is not there yet is appended to: nobody asks what it would replace. */
    private long replace(Dataset<Row> rows, TableSpec table, Origin origin, Map<String, String> options) {
        requireUnpinned(table.name());
        DataFrameWriter<Row> writer = writer(rows, table, origin);
        (has(table) ? writer.mode("overwrite").options(options) : writer.mode("append")).save(path(table.name()));
        return version(table.name());
    }

    /**
     * Replaces rows one by one, in one commit: a row of these takes the place of the one with the same key or is added, and one that is
     * marked {@link #GONE} only removes it. Files that hold none of the keys stay as they are.
     *
     * @param rows the table's columns and {@link #GONE}, at most one a key
     */
    public long merge(Dataset<Row> rows, TableSpec table, List<String> key, Origin origin) {
        requireUnpinned(table.name());
        String sameKey =
                key.stream().map(column -> "t." + column + " = s." + column).collect(Collectors.joining(" AND "));
        spark.conf().set(NOTE_OF_MERGE, origin.note(runId));
        try {
            DeltaTable.forPath(spark, path(table.name()))
                    .as("t")
                    .merge(rows.as("s"), sameKey + partitions(rows, table))
                    .whenMatched("s." + GONE)
                    .delete()
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched("NOT s." + GONE)
                    .insertAll()
                    .execute();
        } finally {
            spark.conf().unset(NOTE_OF_MERGE);
        }
        return version(table.name());
    }

    /** The partitions the rows lie in, so that the files of others are not even read. */
    private static String partitions(Dataset<Row> rows, TableSpec table) {
        StringBuilder conditions = new StringBuilder();
        for (String column : table.partitionBy()) {
            String values = rows.select(column).distinct().collectAsList().stream()
                    .map(row -> "'" + row.get(0) + "'")
                    .sorted()
                    .collect(Collectors.joining(", "));
            conditions.append(" AND t.").append(column).append(" IN (").append(values.isEmpty() ? "NULL" : values);
            conditions.append(')');
        }
        return conditions.toString();
    }

    private DataFrameWriter<Row> writer(Dataset<Row> rows, TableSpec table, Origin origin) {
        Column[] columns = java.util.Arrays.stream(table.schema().fieldNames())
                .map(name -> functions.col("`" + name + "`"))
                .toArray(Column[]::new);
        DataFrameWriter<Row> writer =
                rows.select(columns).write().format("delta").option("userMetadata", origin.note(runId));
        return table.partitionBy().isEmpty()
                ? writer.option(INDEXED_COLUMNS, "0")
                : writer.option(STATISTICS_COLUMNS, String.join(",", skippedBy(table)))
                        .partitionBy(table.partitionBy().toArray(new String[0]));
    }

    /** The columns of the key that are in the files and that Delta knows an order of. */
    private static List<String> skippedBy(TableSpec table) {
        return table.key().stream()
                .filter(column -> !table.partitionBy().contains(column)
                        && !table.schema().apply(column).dataType().equals(DataTypes.BooleanType))
                .toList();
    }

    /** What the rows of a table were made from; empty where the newest commit that changed a row does not say. */
    public Optional<Origin> origin(String table) {
        requireTable(table);
        requireUnpinned(table);
        return CommitLog.newestNote(spark, path(table)).flatMap(Origin::read);
    }

    /** The run that changed rows of a table last; empty where that commit does not say. */
    public Optional<String> lastRun(String table) {
        requireTable(table);
        requireUnpinned(table);
        return CommitLog.newestNote(spark, path(table)).flatMap(Origin::runId);
    }

    /** What is different since a version; empty where that version can no longer be read. */
    public Optional<Changes> changes(String table, long since) {
        requireTable(table);
        requireUnpinned(table);
        return versionsOf(table).changes(since, snapshot(table));
    }

    /** The same, with the columns that came {@link TableSpec#later} in both, null where a version has none. */
    public Optional<Changes> changes(TableSpec table, long since) {
        return changes(table.name(), since)
                .map(changes -> new Changes(withLater(changes.removed(), table), withLater(changes.added(), table)));
    }

    /**
     * The predicates by which rows were replaced since a version, oldest first; empty where a commit since replaced rows in another way, or is
     * no longer in the log. What only put files together replaced none.
     */
    public Optional<List<String>> replaced(String table, long since) {
        requireTable(table);
        requireUnpinned(table);
        return CommitLog.replaced(
                DeltaLog.forTable(spark, path(table)), since, snapshot(table).version());
    }

    /**
     * The version at which the rows of a version can still be read: that one, or the newest where its files are gone and nothing but files was
     * changed since; empty where there is none.
     */
    public Optional<Long> readable(String table, long version) {
        if (!has(table)) {
            return Optional.empty();
        }
        long now = snapshot(table).version();
        if (version == now || isKept(table, version)) {
            return Optional.of(version);
        }
        return replaced(table, version).filter(List::isEmpty).map(any -> now);
    }

    /** Whether a version of a table can still be read. */
    public boolean isKept(String table, long version) {
        return has(table) && versionsOf(table).isKept(version);
    }

    private VersionFiles versionsOf(String table) {
        return new VersionFiles(spark, path(table));
    }

    /** Fingerprint of a table as {@link #read} gives it, see {@link Fingerprint}. */
    public String fingerprint(TableSpec table) {
        return Fingerprint.of(read(table), table.key());
    }
}

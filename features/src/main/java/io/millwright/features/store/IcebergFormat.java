package io.millwright.features.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.MillwrightException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * Rows appended to an Iceberg table in one commit, whose snapshot says of which version they are. What was written before a process was
 * killed is in no snapshot, so nobody reads it (Iceberg's {@code remove_orphan_files} clears it away); what was committed is found by its
 * snapshot and not written again.
 *
 * <p>Only if it was killed between the commit and the group's own note, and the snapshot was expired before the retry, are rows there
 * twice; the documented queries read one of them. Iceberg is reached through Spark alone and comes with the platform.
 */
final class IcebergFormat implements OfflineFormat {

    /** Of a snapshot: id of the lake's table, a slash, version. */
    static final String COMMIT = "millwright.commit";

    private static final String CATALOG = "org.apache.iceberg.spark.SparkCatalog";
    private static final String SNAPSHOT = "snapshot_id";
    private static final String PARENT = "parent_id";
    private static final String FILE = "_file";

    private final SparkSession spark;
    private final StoreFolder folder;
    private final IcebergTable table;
    private final OfflineRows rows;

    /**
     * Makes the table's catalog known to the session; calls nothing yet.
     *
     * @throws MillwrightException category CONFIGURATION where the platform has no Iceberg
     */
    IcebergFormat(SparkSession spark, StoreFolder folder, IcebergTable table, OfflineRows rows) {
        this.spark = spark;
        this.folder = folder;
        this.table = table;
        this.rows = rows;
        requireIceberg();
        String catalog = "spark.sql.catalog." + table.catalog();
        table.settings().forEach((name, value) -> spark.conf().set(catalog + "." + name, value));
        // Whether a version is there is asked of the table as it is now.
        spark.conf().set(catalog + ".cache-enabled", "false");
        spark.conf().set(catalog, CATALOG);
    }

    private static void requireIceberg() {
        try {
            Class.forName(CATALOG, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw MillwrightException.configuration(
                    "aws.feature_store.table_format is iceberg, and this Spark has no Iceberg; switch it on where EMR or Glue"
                            + " has it, or put iceberg-spark-runtime and iceberg-aws-bundle on the class path, see docs/aws.md",
                    e);
        }
    }

    @Override
    public Exported add(Exported note, Dataset<Row> changed) {
        requireTable();
        folder.put(BEGUN, note.json());
        String commit = note.commit();
        if (snapshot(commit).isEmpty()) {
            append(rows.byDay(changed, note.written()), commit);
        }
        return note.with(files(snapshot(commit).orElseThrow()));
    }

    private void requireTable() {
        if (!spark.catalog().tableExists(table.name())) {
            throw MillwrightException.configuration("the catalog has no Iceberg table " + table.database() + "."
                    + table.table()
                    + ", which the store makes with its group; allow this role to read it, or export into another");
        }
    }

    /** Id and parent of the snapshot that a version's rows came with. */
    private Optional<Row> snapshot(String commit) {
        return spark
                .table(table.name() + ".snapshots")
                .filter(col("summary").getItem(COMMIT).equalTo(commit))
                .select(SNAPSHOT, PARENT)
                .collectAsList()
                .stream()
                .findFirst();
    }

    /** In the order the rows have: Iceberg's own sorting, by partition alone, would undo it. */
    private void append(Dataset<Row> sorted, String commit) {
        try {
            sorted.writeTo(table.name())
                    .option("snapshot-property." + COMMIT, commit)
                    .option("use-table-distribution-and-ordering", "false")
                    .option("fanout-enabled", "false")
                    .append();
        } catch (NoSuchTableException e) {
            throw new IllegalStateException("the table's snapshots were just read", e);
        }
    }

    private List<OfflineFile> files(Row snapshot) {
        return added(snapshot)
                .groupBy(FILE)
                .agg(count(lit(1)), count(when(col(OfflineRows.IS_DELETED), 1)))
                .orderBy(FILE)
                .collectAsList()
                .stream()
                .map(file -> new OfflineFile(file.getString(0), file.getLong(1), file.getLong(2)))
                .toList();
    }

    /** The rows that came with a snapshot. */
    private Dataset<Row> added(Row snapshot) {
        Long id = snapshot.getAs(SNAPSHOT);
        Long parent = snapshot.getAs(PARENT);
        DataFrameReader reader = spark.read();
        return (parent == null
                        ? reader.option("snapshot-id", id)
                        : reader.option("start-snapshot-id", parent).option("end-snapshot-id", id))
                .table(table.name());
    }
}

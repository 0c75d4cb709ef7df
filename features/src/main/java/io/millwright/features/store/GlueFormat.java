package io.millwright.features.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet files in the folder of their hour, whose names and bytes follow from the version. Spark writes them below the lake, and from
 * there every changed row goes through the driver's memory, file by file.
 */
final class GlueFormat implements OfflineFormat {

    private static final String STAGING = "_feature_export";

    private final Lake lake;
    private final StoreFolder folder;
    private final OfflineRows rows;

    GlueFormat(Lake lake, StoreFolder folder, OfflineRows rows) {
        this.lake = lake;
        this.folder = folder;
        this.rows = rows;
    }

    @Override
    public Exported add(Exported note, Dataset<Row> changed) {
        Path staging = new Path(lake.path(STAGING));
        try {
            FileSystem files = staging.getFileSystem(lake.spark().sessionState().newHadoopConf());
            try {
                stage(changed, note.written(), staging);
                SortedMap<OfflineFile, Path> made = made(staging, note.commit());
                Exported whole = note.with(List.copyOf(made.keySet()));
                put(whole, made, files);
                return whole;
            } finally {
                files.delete(staging, true);
            }
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the export cannot write to or read from " + staging + "; free some space, then try again", e);
        }
    }

    private void put(Exported note, SortedMap<OfflineFile, Path> made, FileSystem files) throws IOException {
        folder.put(BEGUN, note.json());
        for (Map.Entry<OfflineFile, Path> file : made.entrySet()) {
            folder.put(file.getKey().name(), content(files, file.getValue()));
        }
    }

    private void stage(Dataset<Row> changed, Instant written, Path staging) {
        rows.byHour(changed, written)
                .write()
                .mode("overwrite")
                .option("compression", "snappy")
                .option("maxRecordsPerFile", rows.rowsOfAFile())
                .partitionBy(OfflineRows.HOUR_OF_EVENT.toArray(String[]::new))
                .parquet(staging.toString());
    }

    /** What Spark wrote, in order of name; none where nothing changed. */
    private SortedMap<OfflineFile, Path> made(Path staging, String commit) {
        StructType columns = new StructType()
                .add(FeatureGroups.AS_OF, DataTypes.StringType)
                .add(OfflineRows.IS_DELETED, DataTypes.BooleanType);
        SortedMap<OfflineFile, Path> made = new TreeMap<>(Comparator.comparing(OfflineFile::name));
        lake.spark()
                .read()
                .schema(columns)
                .parquet(staging.toString())
                .groupBy(input_file_name())
                .agg(max(FeatureGroups.AS_OF), count(lit(1)), count(when(col(OfflineRows.IS_DELETED), 1)))
                .collectAsList()
                .forEach(file -> made.put(
                        OfflineFile.staged(
                                file.getString(0), file.getString(1), commit, file.getLong(2), file.getLong(3)),
                        new Path(URI.create(file.getString(0)))));
        return made;
    }

    private static byte[] content(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }
}

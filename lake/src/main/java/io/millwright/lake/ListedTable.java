package io.millwright.lake;

import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.delta.NoMapping$;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.execution.datasources.PartitioningUtils;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * A version of a Delta table, read as the list of files its log tells. Delta for Spark sums the log up by one query and asks by another
 * which files are needed: a third of a second for each new version of a table, however small it is. Here Delta's kernel reads the list,
 * without a query, and partitions are pruned from it. Files are not skipped by their statistics, so a table of very many is left to Delta.
 */
final class ListedTable extends PartitioningAwareFileIndex {

    /** Beyond these, skipping files by their statistics saves more than planning costs. */
    private static final int MOST_FILES = 10_000;

    /** @param folder with the file system's name, as Spark looks it up */
    private record Listed(Path folder, FileStatus status, Map<String, String> partition) {}

    private final Path root;
    private final long version;
    private final StructType schema;
    private final StructType dataSchema;
    private final PartitionSpec partitions;
    private final scala.collection.mutable.LinkedHashMap<Path, FileStatus> files;
    private final scala.collection.immutable.Map<Path, FileStatus[]> folders;

    private ListedTable(SparkSession spark, Path root, Snapshot snapshot, List<Listed> listed) {
        super(spark, noOptions(), Option.empty(), NoopCache$.MODULE$);
        Metadata metadata = snapshot.metadata();
        this.root = root;
        this.version = snapshot.version();
        this.schema = metadata.schema();
        this.dataSchema = metadata.dataSchema();
        Map<Path, List<Listed>> byFolder = new TreeMap<>();
        this.files = new scala.collection.mutable.LinkedHashMap<>();
        for (Listed file : listed) {
            files.put(file.status().getPath(), file.status());
            byFolder.computeIfAbsent(file.folder(), folder -> new ArrayList<>()).add(file);
        }
        StructType partitionSchema = metadata.partitionSchema();
        List<PartitionPath> paths = new ArrayList<>();
        List<Tuple2<Path, FileStatus[]>> children = new ArrayList<>();
        byFolder.forEach((folder, inside) -> {
            paths.add(PartitionPath.apply(values(partitionSchema, inside.get(0).partition()), folder));
            children.add(
                    new Tuple2<>(folder, inside.stream().map(Listed::status).toArray(FileStatus[]::new)));
        });
        this.partitions = new PartitionSpec(
                partitionSchema, JavaConverters.asScalaBuffer(paths).toSeq());
        this.folders = immutable(children);
    }

    /** The table as it is at a snapshot; empty where only Delta can read it, or reads it better. */
    static Optional<ListedTable> of(SparkSession spark, String path, Snapshot snapshot) {
        if (!snapshot.columnMappingMode().equals(NoMapping$.MODULE$)) {
            return Optional.empty();
        }
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try {
            Path given = new Path(path);
            FileSystem system = given.getFileSystem(hadoop);
            Path root = system.makeQualified(given);
            return listed(DefaultEngine.create(hadoop), system, root, snapshot.version())
                    .map(listed -> new ListedTable(spark, root, snapshot, listed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a version; empty where there are too many, or rows of one are marked as deleted. */
    private static Optional<List<Listed>> listed(Engine engine, FileSystem system, Path root, long version)
            throws IOException {
        List<Listed> listed = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = Table.forPath(engine, root.toString())
                .getSnapshotAsOfVersion(engine, version)
                .getScanBuilder(engine)
                .build()
                .getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<io.delta.kernel.data.Row> rows =
                        batches.next().getRows()) {
                    while (rows.hasNext()) {
                        io.delta.kernel.data.Row row = rows.next();
                        if (listed.size() == MOST_FILES
                                || InternalScanFileUtils.getDeletionVectorDescriptorFromRow(row) != null) {
                            return Optional.empty();
                        }
                        listed.add(file(system, row));
                    }
                }
            }
        } catch (TableNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(listed);
    }

    private static Listed file(FileSystem system, io.delta.kernel.data.Row row) {
        io.delta.kernel.utils.FileStatus file = InternalScanFileUtils.getAddFileStatus(row);
        Path path = system.makeQualified(new Path(file.getPath()));
        long blockBytes = system.getDefaultBlockSize(path);
        return new Listed(
                Objects.requireNonNull(path.getParent()),
                new FileStatus(file.getSize(), false, 1, blockBytes, file.getModificationTime(), path),
                InternalScanFileUtils.getPartitionValues(row));
    }

    private static InternalRow values(StructType schema, Map<String, String> partition) {
        return new GenericInternalRow(Arrays.stream(schema.fields())
                .map(field -> value(field, partition.get(field.name())))
                .toArray());
    }

    private static @Nullable Object value(StructField field, @Nullable String text) {
        return text == null
                ? null
                : PartitioningUtils.castPartValueToDesiredType(field.dataType(), text, ZoneOffset.UTC);
    }

    private static scala.collection.immutable.Map<String, String> noOptions() {
        return immutable(List.of());
    }

    private static <K, V> scala.collection.immutable.Map<K, V> immutable(List<Tuple2<K, V>> entries) {
        scala.collection.immutable.Map<K, V> map = scala.collection.immutable.Map$.MODULE$.empty();
        for (Tuple2<K, V> entry : entries) {
            map = map.updated(entry._1(), entry._2());
        }
        return map;
    }

    /** The table's columns in its own order. */
    Dataset<Row> rows(SparkSession spark) {
        HadoopFsRelation relation = new HadoopFsRelation(
                this, partitionSchema(), dataSchema, Option.empty(), new ParquetFileFormat(), noOptions(), spark);
        Dataset<Row> rows = spark.baseRelationToDataFrame(relation);
        return partitionSchema().isEmpty()
                ? rows
                : rows.select(Arrays.stream(schema.fieldNames())
                        .map(name -> functions.col("`" + name + "`"))
                        .toArray(Column[]::new));
    }

    @Override
    public PartitionSpec partitionSpec() {
        return partitions;
    }

    @Override
    public scala.collection.mutable.LinkedHashMap<Path, FileStatus> leafFiles() {
        return files;
    }

    @Override
    public scala.collection.immutable.Map<Path, FileStatus[]> leafDirToChildrenFiles() {
        return folders;
    }

    @Override
    public scala.collection.Seq<Path> rootPaths() {
        return JavaConverters.asScalaBuffer(List.of(root)).toSeq();
    }

    /** Nothing: a version never changes. */
    @Override
    public void refresh() {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListedTable that && version == that.version && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return Objects.hash(root, version);
    }
}

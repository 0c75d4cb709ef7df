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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.VersionNotFoundException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * One table to one group, in three steps that a process may be killed between:
 *
 * <pre>
 * millwright/begun.json      which version is being exported, and which files it makes
 * data/year=.../...parquet   those files, whose names and bytes follow from the version
 * millwright/exported.json   which version the group holds now
 * </pre>
 *
 * <p>A version that was begun and not finished is finished first, from Delta's own history, whatever the table is like by then: rows
 * of it may be in the store already. Cost: two readings of the table, a join with its state of the last export, and every changed
 * row through the driver's memory, file by file.
 */
final class GroupExport {

    static final String BEGUN = "millwright/begun.json";
    static final String EXPORTED = "millwright/exported.json";

    private static final String STAGING = "_feature_export";
    private static final long NONE = -1;

    private final Lake lake;
    private final FeatureGroup group;
    private final StoreFolder folder;
    private final Optional<OnlineStore> online;
    private final String startAnew;
    private final OfflineRows rows;
    private final String tableId;

    /** Opens the group. */
    GroupExport(Lake lake, FeatureGroup group, OfflineStore store) {
        this.lake = lake;
        this.group = group;
        this.folder = store.open(group);
        this.online = store.online();
        this.startAnew = store.startAnew(group.name());
        this.rows = new OfflineRows(group);
        this.tableId = lake.tableId(group.table());
    }

    /** Brings the group to the newest version of its table, and then its latest records online where they are served. */
    ExportReport.Group run() {
        Optional<Exported> holds = note(EXPORTED);
        Optional<Exported> begun = note(BEGUN);
        holds.or(() -> begun).ifPresent(this::requireSameTable);
        List<Exported> done = new ArrayList<>();
        for (long version : due(version(holds), version(begun))) {
            Exported next = exported(version, holds);
            holds = Optional.of(next);
            done.add(next);
        }
        long version = holds.orElseThrow().version();
        long put = online.map(store -> new OnlineExport(lake, group, folder, store).run(version))
                .orElse(0L);
        return report(holds.orElseThrow(), done, put);
    }

    private Optional<Exported> note(String name) {
        return folder.find(name).map(json -> Exported.read(json, folder.uri(name)));
    }

    /** Versions the group does not hold: the one that was begun, then the newest. */
    private long[] due(long held, long begun) {
        return LongStream.of(begun, lake.version(group.table()))
                .filter(version -> version != NONE && version != held)
                .distinct()
                .toArray();
    }

    private static long version(Optional<Exported> note) {
        return note.map(Exported::version).orElse(NONE);
    }

    private ExportReport.Group report(Exported holds, List<Exported> done, long put) {
        return new ExportReport.Group(
                group.name(),
                group.table(),
                holds.version(),
                done.stream().mapToLong(Exported::rows).sum(),
                done.stream().mapToLong(Exported::gone).sum(),
                done.stream().mapToInt(each -> each.files().size()).sum(),
                put,
                holds.notNumbers(),
                folder.uri(OfflineFile.DATA));
    }

    /** Rows of another table cannot be told from changes of this one, and a store forgets nothing. */
    private void requireSameTable(Exported note) {
        if (!note.tableId().equals(tableId)) {
            throw MillwrightException.configuration(
                    "the feature group " + group.name() + " (" + folder.uri(OfflineFile.DATA)
                            + ") holds rows of another lake's " + group.table() + "; " + startAnew);
        }
        if (!note.features().equals(group.values())) {
            throw MillwrightException.configuration("the features of " + group.table()
                    + " are not those that were exported to " + group.name() + " before ("
                    + FeatureGroup.difference(note.features(), group.values())
                    + "), and a group's features are for good; "
                    + startAnew);
        }
    }

    /** Exports one version after another, and returns its note once the group holds it. */
    private Exported exported(long version, Optional<Exported> before) {
        Path staging = new Path(lake.path(STAGING));
        try {
            FileSystem files = staging.getFileSystem(lake.spark().sessionState().newHadoopConf());
            try {
                Staged staged = staged(version, before, staging);
                put(staged, files);
                return staged.note();
            } finally {
                files.delete(staging, true);
            }
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the export cannot write to or read from " + staging + "; free some space, then try again", e);
        }
    }

    /** A version's files before they are in the store: Spark's own paths, in the order of the note's files. */
    private record Staged(Exported note, List<Path> paths) {}

    /** Writes the version's files where Spark can, below the lake. */
    private Staged staged(long version, Optional<Exported> before, Path staging) {
        try {
            Dataset<Row> table = lake.readVersion(group.table(), version);
            long notNumbers = checked(table);
            Instant written = written(version, before);
            stage(
                    before.isPresent()
                            ? rows.changed(
                                    table,
                                    lake.readVersion(group.table(), before.get().version()))
                            : rows.all(table),
                    written,
                    staging);
            SortedMap<OfflineFile, Path> made = made(staging, version);
            Exported note = new Exported(
                    tableId,
                    version,
                    version(before),
                    written.toString(),
                    group.values(),
                    notNumbers,
                    List.copyOf(made.keySet()));
            return new Staged(note, List.copyOf(made.values()));
        } catch (Exception e) {
            // Exception, because Spark and Delta, in Scala, throw checked ones they do not declare.
            if (isLost(e)) {
                throw MillwrightException.data(
                        "the feature group " + group.name() + " holds version " + version(before) + " of the table "
                                + group.table() + ", and not every file of versions " + version(before) + " and "
                                + version + " is there any more, so what changed cannot be told; " + startAnew,
                        e);
            }
            throw e;
        }
    }

    /** VACUUM removes files, Delta's own housekeeping the log of old versions. */
    private static boolean isLost(@Nullable Throwable error) {
        return error != null
                && (error instanceof FileNotFoundException
                        || error instanceof VersionNotFoundException
                        || isLost(error.getCause()));
    }

    private void put(Staged staged, FileSystem files) throws IOException {
        byte[] note = staged.note().json();
        folder.put(BEGUN, note);
        for (int i = 0; i < staged.paths().size(); i++) {
            folder.put(
                    staged.note().files().get(i).name(),
                    content(files, staged.paths().get(i)));
        }
        folder.put(EXPORTED, note);
    }

    /** Counts NaN and infinities; a data error where a row has no key. */
    private long checked(Dataset<Row> table) {
        Row counted = rows.counted(table).first();
        long keyless = counted.getAs("keyless");
        if (keyless > 0) {
            throw MillwrightException.data(keyless + " rows of the table " + group.table()
                    + " have no machine or no moment; run ./millwright features again");
        }
        return counted.getAs("not_numbers");
    }

    /** The time of the version's commit; a millisecond after the last export's where the clock went back between. */
    private Instant written(long version, Optional<Exported> before) {
        Instant committed = lake.committed(group.table(), version);
        return before.map(note -> note.written().plusMillis(1))
                .filter(committed::isBefore)
                .orElse(committed);
    }

    private void stage(Dataset<Row> changed, Instant written, Path staging) {
        rows.stored(changed, written)
                .write()
                .mode("overwrite")
                .option("compression", "snappy")
                .option("maxRecordsPerFile", rows.rowsOfAFile())
                .partitionBy(OfflineRows.HOUR_OF_EVENT.toArray(String[]::new))
                .parquet(staging.toString());
    }

    /** What Spark wrote, in order of name; none where nothing changed. */
    private SortedMap<OfflineFile, Path> made(Path staging, long version) {
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
                                file.getString(0),
                                file.getString(1),
                                tableId + "/" + version,
                                file.getLong(2),
                                file.getLong(3)),
                        new Path(URI.create(file.getString(0)))));
        return made;
    }

    private static byte[] content(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }
}

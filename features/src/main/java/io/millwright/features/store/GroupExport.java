package io.millwright.features.store;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.io.FileNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.VersionNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * One table to one group, in three steps that a process may be killed between:
 *
 * <pre>
 * millwright/begun.json      which version is being exported
 * its rows                   as the table format has it: files whose names and bytes follow from the version, or a commit that names it
 * millwright/exported.json   which version the group holds now
 * </pre>
 *
 * <p>A version that was begun and not finished is finished first, from Delta's own history, whatever the table is like by then: rows
 * of it may be in the store already. Cost: two readings of the table and a join with its state of the last export.
 */
final class GroupExport {

    static final String EXPORTED = "millwright/exported.json";

    private static final long NONE = -1;

    private final Lake lake;
    private final FeatureGroup group;
    private final StoreFolder folder;
    private final Optional<OnlineStore> online;
    private final String startAnew;
    private final OfflineRows rows;
    private final OfflineFormat format;
    private final String tableId;

    /** Opens the group. */
    GroupExport(Lake lake, FeatureGroup group, OfflineStore store) {
        this.lake = lake;
        this.group = group;
        this.folder = store.open(group);
        this.online = store.online();
        this.startAnew = store.startAnew(group.name());
        this.rows = new OfflineRows(group);
        this.format = store.iceberg(group)
                .<OfflineFormat>map(table -> new IcebergFormat(lake.spark(), folder, table, rows))
                .orElseGet(() -> new GlueFormat(lake, folder, rows));
        this.tableId = lake.tableId(group.table());
    }

    /** Brings the group to the newest version of its table, and then its latest records online where they are served. */
    ExportReport.Group run() {
        Optional<Exported> holds = note(EXPORTED);
        Optional<Exported> begun = note(OfflineFormat.BEGUN);
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
        try {
            Dataset<Row> table = lake.readVersion(group.table(), version);
            Exported note = new Exported(
                    tableId,
                    version,
                    version(before),
                    written(version, before).toString(),
                    group.values(),
                    checked(table),
                    List.of());
            Exported whole = format.add(
                    note,
                    before.isPresent()
                            ? rows.changed(
                                    table,
                                    lake.readVersion(group.table(), before.get().version()))
                            : rows.all(table));
            folder.put(EXPORTED, whole.json());
            return whole;
        } catch (MillwrightException e) {
            throw e;
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
}

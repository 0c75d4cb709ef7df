package io.millwright.features.store;

import static org.apache.spark.sql.functions.col;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Exports the as-known feature groups of a lake to an offline store: of each the rows that changed since it was exported last; and the
 * latest row of every machine to an online store, where there is one.
 */
public final class FeatureExport {

    private FeatureExport() {}

    /**
     * Exports every group there is. A group that holds its table's newest version already is left as it is, so a retry writes nothing
     * twice; one whose export was stopped is finished first.
     *
     * @throws MillwrightException category DATA where the lake has no feature group, or a row has no machine or moment; CONFIGURATION
     *     where a feature cannot go into a feature store, before anything is written
     */
    public static ExportReport run(Lake lake, OfflineStore store, Progress progress) {
        List<FeatureGroup> groups = groups(lake, store.prefix());
        List<ExportReport.Group> done = new ArrayList<>();
        for (FeatureGroup group : groups) {
            progress.step("exporting " + group.table() + " to " + group.name());
            progress.fraction((double) done.size() / groups.size());
            done.add(new GroupExport(lake, group, store).run());
        }
        return new ExportReport(done);
    }

    private static List<FeatureGroup> groups(Lake lake, String prefix) {
        List<String> tables = FeatureGroups.ALL.stream().filter(lake::has).toList();
        if (tables.isEmpty()) {
            throw MillwrightException.data(
                    "the lake " + lake.root() + " has no feature group yet; run ./millwright features first");
        }
        List<Row> catalogue = catalogue(lake);
        List<FeatureGroup> groups = new ArrayList<>();
        for (String table : tables) {
            List<String> features = catalogue.stream()
                    .filter(entry -> entry.getString(0).equals(table))
                    .map(entry -> entry.getString(1))
                    .toList();
            if (!features.isEmpty()) {
                groups.add(FeatureGroup.of(
                        prefix,
                        table,
                        lake.readVersion(table, lake.version(table)).schema(),
                        features));
            }
        }
        return groups;
    }

    /** Table and name of every feature that can be computed, in order. */
    private static List<Row> catalogue(Lake lake) {
        return lake.read(FeatureCatalogue.TABLE)
                .filter(col(FeatureCatalogue.REASON).isNull())
                .orderBy(FeatureCatalogue.POSITION)
                .select(FeatureCatalogue.GROUP, FeatureCatalogue.NAME)
                .collectAsList();
    }
}

package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.lake.Lake;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Which slices the same run has already committed, from the history of the table that is written last. */
final class Committed {

    private final List<Row> commits;

    /** @param inSlices false where the run writes everything in one commit, so that there is nothing to look up */
    Committed(Lake lake, FeatureStage stage, boolean inSlices) {
        this.commits = inSlices ? Commits.ofThisRun(lake, FeatureStatistics.TABLE.name(), stage.inputs()) : List.of();
    }

    /**
     * Whether a slice was committed by this run from the same inputs, and not written over since.
     *
     * @param startsAnew the slice was written by replacing the whole table
     */
    boolean has(Slice slice, boolean startsAnew) {
        String predicate = FeatureStage.statisticsOf(slice);
        for (Row commit : commits) {
            Map<String, String> parameters = commit.getJavaMap(1);
            String replaced = parameters.getOrDefault("predicate", "");
            if (isWhole(replaced)) {
                return startsAnew;
            }
            if (replaced.contains(predicate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWhole(String predicate) {
        return predicate.isEmpty() || predicate.equals("[]");
    }
}

package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which slices the same run has already committed, from the history of the table that is written last; a run that was killed goes on behind
 * them. While a table is made anew in slices, its commits say that it is only begun.
 */
final class Committed {

    private static final String BEGUN = "begun: ";

    private final List<Row> commits;
    private final Origin whole;
    private final Function<Slice, String> predicate;

    /**
     * @param whole what the last commit of a table that is made anew says
     * @param predicate of the rows of the table that a slice replaces
     * @param looksBack false where there is nothing to look up: the run writes everything in one commit, or what is there is another's
     */
    Committed(Lake lake, TableSpec table, Origin whole, Function<Slice, String> predicate, boolean looksBack) {
        this.commits = looksBack ? Commits.ofThisRun(lake, table.name(), whole.inputs()) : List.of();
        this.whole = whole;
        this.predicate = predicate;
    }

    /** Of a table that is made anew. */
    static Committed anew(
            Lake lake, TableSpec table, Origin whole, Function<Slice, String> predicate, List<Slice> slices) {
        boolean looksBack = slices.size() > 1
                && lake.has(table)
                && lake.origin(table.name()).filter(begun(whole)::equals).isPresent();
        return new Committed(lake, table, whole, predicate, looksBack);
    }

    /** What a commit says before the last slice of a table that is made anew. */
    static Origin begun(Origin whole) {
        return new Origin(whole.inputs(), BEGUN + whole.definition());
    }

    /** Whether a run that made the table anew was stopped before the last slice. */
    static boolean isBegun(Lake lake, TableSpec table) {
        return lake.has(table)
                && lake.origin(table.name())
                        .filter(origin -> origin.definition().startsWith(BEGUN))
                        .isPresent();
    }

    /** Writes one slice, in place of the whole table where it is everything; the commit says the origin. */
    @FunctionalInterface
    interface Writing {
        void write(Slice slice, Origin origin, boolean everything);
    }

    /** Replaces the rows of a slice, or the whole table where it is everything, and returns the version written. */
    static long put(
            Lake lake, Dataset<Row> rows, TableSpec table, String sliceOfTable, Origin origin, boolean everything) {
        return everything ? lake.overwrite(rows, table, origin) : lake.replaceWhere(rows, table, sliceOfTable, origin);
    }

    /**
     * Writes the slices that are not committed yet, one after the other, and says how far it is. Returns how many were.
     *
     * @param startsAnew the table is made anew: the first slice replaces all of it, and it is only begun until the last is written
     */
    int write(List<Slice> slices, boolean startsAnew, Progress progress, Writing writing) {
        int kept = 0;
        for (int i = 0; i < slices.size(); i++) {
            progress.fraction((double) i / slices.size());
            boolean everything = startsAnew && i == 0;
            if (has(slices.get(i), everything)) {
                kept++;
            } else {
                writing.write(slices.get(i), origin(startsAnew, i == slices.size() - 1), everything);
            }
        }
        return kept;
    }

    /** Where but an interval is written, nothing is said of what decides the other rows. */
    private Origin origin(boolean startsAnew, boolean isLast) {
        if (!startsAnew) {
            return Origin.of(whole.inputs());
        }
        return isLast ? whole : begun(whole);
    }

    /**
     * Whether a slice was committed by this run from the same inputs, and not written over since.
     *
     * @param startsAnew the slice was written by replacing the whole table
     */
    private boolean has(Slice slice, boolean startsAnew) {
        String own = predicate.apply(slice);
        for (Row commit : commits) {
            Map<String, String> parameters = commit.getJavaMap(1);
            String replaced = parameters.getOrDefault("predicate", "");
            if (isWhole(replaced)) {
                return startsAnew;
            }
            if (replaced.contains(own)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWhole(String predicate) {
        return predicate.isEmpty() || predicate.equals("[]");
    }
}

package io.millwright.features;

import io.delta.tables.DeltaTable;
import io.millwright.lake.Lake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What this run has already committed to a table, from the notes the lake leaves with each commit. */
final class Commits {

    private Commits() {}

    /** Commits to a table by this run from these inputs, newest first, back to the first commit that is not. */
    static List<Row> ofThisRun(Lake lake, String table, Map<String, Long> inputs) {
        List<Row> own = new ArrayList<>();
        if (!lake.has(table)) {
            return own;
        }
        for (Row commit : DeltaTable.forPath(lake.spark(), lake.path(table))
                .history()
                .orderBy(functions.col("version").desc())
                .select("userMetadata", "operationParameters")
                .collectAsList()) {
            if (commit.isNullAt(0) || !isOfThisRun(lake, commit.getString(0), inputs)) {
                break;
            }
            own.add(commit);
        }
        return own;
    }

    /** Whether the newest commit to a table is by this run, from these inputs. */
    static boolean isDone(Lake lake, String table, Map<String, Long> inputs) {
        return !ofThisRun(lake, table, inputs).isEmpty();
    }

    /**
     * The moment after which a table may have other rows than at a version: the earliest beginning of a slice that was written over since,
     * {@code Long.MAX_VALUE} for none. Empty where something else than slices was written over, or that can no longer be told.
     *
     * @param time column that the slices are of
     */
    static Optional<Long> replacedAfter(Lake lake, String table, long since, String time) {
        Pattern beginning = Pattern.compile(time + " > timestamp'([^']*)'");
        return lake.replaced(table, since).flatMap(predicates -> {
            long after = Long.MAX_VALUE;
            for (String predicate : predicates) {
                Matcher found = beginning.matcher(predicate);
                if (!found.find()) {
                    return Optional.empty();
                }
                after = Math.min(after, Instant.parse(found.group(1)).toEpochMilli());
            }
            return Optional.of(after);
        });
    }

    private static boolean isOfThisRun(Lake lake, String note, Map<String, Long> inputs) {
        return note.contains("\"run_id\":\"" + lake.runId() + "\"")
                && inputs.entrySet().stream()
                        .allMatch(input -> note.contains("\"" + input.getKey() + "\":" + input.getValue() + ",")
                                || note.contains("\"" + input.getKey() + "\":" + input.getValue() + "}"));
    }
}

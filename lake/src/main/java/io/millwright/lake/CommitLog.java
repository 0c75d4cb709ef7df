package io.millwright.lake;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** What the log of a table says of its commits. */
final class CommitLog {

    /** Operations that change files or settings, never a row. */
    private static final Set<String> WITHOUT_ROWS =
            Set.of("OPTIMIZE", "VACUUM START", "VACUUM END", "SET TBLPROPERTIES", "UNSET TBLPROPERTIES");

    /** Commits of a table that are asked for first: to read its whole history takes as long as it has commits. */
    private static final int NEWEST_COMMITS = 8;

    private CommitLog() {}

    /** The note of the newest commit that changed a row; empty where it has none. */
    static Optional<String> newestNote(SparkSession spark, String path) {
        DeltaTable commits = DeltaTable.forPath(spark, path);
        return newestWithRows(commits.history(NEWEST_COMMITS))
                .or(() -> newestWithRows(commits.history()))
                .filter(commit -> !commit.isNullAt(2))
                .map(commit -> commit.getString(2));
    }

    private static Optional<Row> newestWithRows(Dataset<Row> history) {
        return history.select("version", "operation", "userMetadata").collectAsList().stream()
                .sorted(Comparator.comparingLong((Row commit) -> commit.getLong(0))
                        .reversed())
                .filter(commit -> !WITHOUT_ROWS.contains(commit.getString(1)))
                .findFirst();
    }

    /** As {@link Lake#replaced}, up to a version. */
    static Optional<List<String>> replaced(DeltaLog log, long since, long now) {
        List<String> predicates = new ArrayList<>();
        Iterator<Tuple2<Object, Seq<Action>>> commits = JavaConverters.asJavaIterator(log.getChanges(since + 1, false));
        long read = since;
        while (read < now && commits.hasNext()) {
            Tuple2<Object, Seq<Action>> commit = commits.next();
            Optional<CommitInfo> told = told(commit._2());
            if ((long) commit._1() != read + 1 || told.isEmpty()) {
                return Optional.empty();
            }
            read++;
            if (!WITHOUT_ROWS.contains(told.get().operation())) {
                Option<String> predicate = told.get().operationParameters().get("predicate");
                if (predicate.isEmpty()) {
                    return Optional.empty();
                }
                predicates.add(predicate.get());
            }
        }
        return read == now ? Optional.of(predicates) : Optional.empty();
    }

    private static Optional<CommitInfo> told(Seq<Action> actions) {
        return JavaConverters.seqAsJavaList(actions).stream()
                .filter(CommitInfo.class::isInstance)
                .map(CommitInfo.class::cast)
                .findFirst();
    }
}

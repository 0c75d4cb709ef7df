package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.RemainingLife;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * The rows of one table as the logs of an ingest tell them, with those marked that were told before: an event or a verdict by whichever
 * source, everything else, whose ids mean something within one source, by its own; and by an earlier ingest.
 */
final class ToldRows {

    private static final Set<String> OF_ANY_SOURCE = Set.of(Events.TABLE.name(), Feedback.TABLE.name());

    private final boolean timed;
    private final Dataset<Row> marked;

    private ToldRows(boolean timed, Dataset<Row> marked) {
        this.timed = timed;
        this.marked = marked;
    }

    /**
     * The rows of a table.
     *
     * @param stages all that tell rows of it, at least one
     * @param earlier what other ingests brought of a table
     */
    static ToldRows of(TableSpec table, List<LogStage> stages, Function<TableSpec, Dataset<Row>> earlier) {
        Dataset<Row> marked = OF_ANY_SOURCE.contains(table.name())
                ? Duplicates.marked(union(stages, LogStage::rows), table.key(), List.of(MergedRecords.KNOWN_TIME))
                : union(stages, ToldRows::markedAlone);
        if (isCompared(table)) {
            marked = Duplicates.alsoIn(marked, earlier.apply(table), content(table), MergedRecords.KNOWN_TIME);
        }
        return new ToldRows(stages.get(0).isTimed(), marked);
    }

    private static Dataset<Row> union(List<LogStage> stages, Function<LogStage, Dataset<Row>> rows) {
        return stages.stream().map(rows).reduce(Dataset::unionByName).orElseThrow();
    }

    /** Whether rows of other ingests are asked for what they have told. */
    private static boolean isCompared(TableSpec table) {
        return OF_ANY_SOURCE.contains(table.name()) || table.name().equals(WorkOrders.TABLE.name());
    }

    private static Dataset<Row> markedAlone(LogStage stage) {
        Dataset<Row> rows = stage.rows();
        return switch (stage.kind()) {
            case EQUIPMENT -> Duplicates.marked(rows, List.of(Equipment.EQUIPMENT_ID), List.of());
            case COMPONENTS ->
                stage.keepsEachInstallation()
                        ? installations(rows)
                        : Duplicates.marked(rows, List.of(Components.COMPONENT_ID), List.of(Components.INSTALLED_AT));
            case WORK_ORDERS -> orders(rows);
            case OPERATIONS -> Duplicates.marked(rows, Operations.TABLE.key(), List.of());
            case CONDITIONS -> Duplicates.marked(rows, Conditions.TABLE.key(), List.of());
            case REMAINING_LIFE -> Duplicates.marked(rows, List.of(RemainingLife.EQUIPMENT_ID), List.of());
            case EVENTS, FAILURES, FEEDBACK, READINGS, WAVEFORMS ->
                throw new IllegalArgumentException(stage.kind() + " are not marked by source");
        };
    }

    /** Each installation is a row; an id that was installed more than once has the later times behind it. */
    static Dataset<Row> installations(Dataset<Row> rows) {
        Dataset<Row> first = Duplicates.marked(
                rows, List.of(Components.COMPONENT_ID, Components.INSTALLED_AT), List.of(Components.KNOWN_TIME));
        Column number = functions
                .row_number()
                .over(Window.partitionBy(Components.COMPONENT_ID, Duplicates.MERGED)
                        .orderBy(col(Components.INSTALLED_AT).asc_nulls_first()));
        Column time = functions.date_format(col(Components.INSTALLED_AT), "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        return first.withColumn("number", number)
                .withColumn(
                        Components.COMPONENT_ID,
                        functions
                                .when(col("number").gt(1), functions.concat_ws("@", col(Components.COMPONENT_ID), time))
                                .otherwise(col(Components.COMPONENT_ID)))
                .drop("number");
    }

    /** The same content told again, or another content under the same order at the same time, is a duplicate. */
    private static Dataset<Row> orders(Dataset<Row> rows) {
        String again = "told_again";
        Dataset<Row> first = Duplicates.marked(rows, orderContent(), List.of(WorkOrders.KNOWN_TIME))
                .withColumnRenamed(Duplicates.MERGED, again);
        List<String> key = new ArrayList<>(WorkOrders.TABLE.key());
        key.add(again);
        return Duplicates.marked(first, key, List.of())
                .withColumn(Duplicates.MERGED, col(Duplicates.MERGED).or(col(again)))
                .drop(again);
    }

    /** In what rows of other ingests are the same as those of this one. */
    static List<String> content(TableSpec table) {
        return table.name().equals(WorkOrders.TABLE.name()) ? orderContent() : table.key();
    }

    private static List<String> orderContent() {
        List<String> content = new ArrayList<>(List.of(WorkOrders.SCHEMA.fieldNames()));
        content.remove(WorkOrders.KNOWN_TIME);
        return content;
    }

    /** The rows that stay. */
    Dataset<Row> rows() {
        return marked.filter(not(col(Duplicates.MERGED))).drop(Duplicates.MERGED);
    }

    /** Whether its rows have a time of arrival, so that the books count on what was merged of them. */
    boolean isTimed() {
        return timed;
    }

    /** Rows of {@code merged_records}. */
    Dataset<Row> merged() {
        return MergedRecords.of(marked.filter(col(Duplicates.MERGED)));
    }

    /** Counts rows by what became of them, of all tables at once. */
    static void countInto(Accounting accounting, Collection<ToldRows> tables) {
        tables.stream()
                .map(told -> told.marked.select(MergedRecords.SOURCE, Duplicates.MERGED))
                .reduce(Dataset::unionByName)
                .ifPresent(all -> Duplicates.countInto(accounting, all));
    }

    /** Rows of other ingests that are in the table, and what they become. */
    record Earlier(Dataset<Row> staying, Dataset<Row> givingWay) {

        /** Of two tellings of the same, the one known first stays, whichever was ingested first. */
        static Earlier of(Dataset<Row> earlier, Dataset<Row> rows, TableSpec table) {
            String known = MergedRecords.KNOWN_TIME;
            Dataset<Row> givingWay = Duplicates.givingWay(earlier, rows, content(table), known);
            return new Earlier(Duplicates.staying(earlier, givingWay, content(table), known), givingWay);
        }
    }
}

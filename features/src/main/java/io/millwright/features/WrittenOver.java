package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.lake.Lake;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a slice leaves of the pieces of statistics that it is written over in part: rows of {@link FeatureStatistics} of what lies before and
 * behind it, taken from the rows of the groups as they are.
 *
 * @param reach from the beginning of the first of these pieces to the end of the last; the slice itself where none is left over
 * @param toldAnew of what is left of them
 * @param between other pieces that lie within this reach, as they are
 */
record WrittenOver(Slice reach, List<Row> toldAnew, List<Row> between) {

    WrittenOver {
        toldAnew = List.copyOf(toldAnew);
        between = List.copyOf(between);
    }

    /** Of features of a group that were told of together. */
    private record Piece(String group, Slice of) {}

    static WrittenOver by(Lake lake, Slice slice) {
        if (!lake.has(FeatureStatistics.TABLE)) {
            return new WrittenOver(slice, List.of(), List.of());
        }
        Dataset<Row> statistics = lake.read(FeatureStatistics.TABLE);
        Map<Piece, List<String>> pieces = new LinkedHashMap<>();
        Slice reach = slice;
        for (Row row : statistics
                .filter(FeatureStage.statisticsOf(slice))
                .select(FeatureStatistics.GROUP, FeatureStatistics.AFTER, FeatureStatistics.TO, FeatureStatistics.NAME)
                .collectAsList()) {
            Slice of = new Slice(
                    row.<Timestamp>getAs(1).getTime(), row.<Timestamp>getAs(2).getTime());
            pieces.computeIfAbsent(new Piece(row.getString(0), of), any -> new ArrayList<>())
                    .add(row.getString(3));
            reach = new Slice(Math.min(reach.afterMs(), of.afterMs()), Math.max(reach.toMs(), of.toMs()));
        }
        if (reach.equals(slice)) {
            return new WrittenOver(slice, List.of(), List.of());
        }
        List<Row> toldAnew = new ArrayList<>();
        pieces.forEach((piece, names) -> {
            toldAnew.addAll(
                    told(lake, piece.group(), names, new Slice(piece.of().afterMs(), slice.afterMs())));
            toldAnew.addAll(told(
                    lake,
                    piece.group(),
                    names,
                    new Slice(slice.toMs(), piece.of().toMs())));
        });
        Dataset<Row> between = statistics
                .filter(within(reach))
                .filter(functions.not(functions.expr(FeatureStage.statisticsOf(slice))));
        return new WrittenOver(reach, toldAnew, between.collectAsList());
    }

    /**
     * The predicate of all the statistics that are written.
     *
     * @param ofSlice of those that the slice is written over
     */
    String predicate(String ofSlice) {
        return toldAnew.isEmpty() && between.isEmpty() ? ofSlice : "(" + ofSlice + ") OR (" + within(reach) + ")";
    }

    private static String within(Slice reach) {
        return FeatureStatistics.AFTER + " >= " + Sql.timestamp(reach.afterMs()) + " AND " + FeatureStatistics.TO
                + " <= " + Sql.timestamp(reach.toMs());
    }

    /** None where the slice has no row. */
    private static List<Row> told(Lake lake, String group, List<String> names, Slice slice) {
        if (slice.afterMs() >= slice.toMs() || !lake.has(group)) {
            return List.of();
        }
        Dataset<Row> rows = lake.read(group).filter(slice.predicate(FeatureGroups.AS_OF));
        Set<String> there = Set.of(rows.columns());
        List<String> told = names.stream().filter(there::contains).toList();
        List<Column> columns =
                new ArrayList<>(List.of(functions.col(FeatureGroups.EQUIPMENT_ID), functions.col(FeatureGroups.AS_OF)));
        told.forEach(name -> columns.add(functions.col(name)));
        WrittenColumns seen = WrittenColumns.registered(lake.spark());
        JavaRDD<FeatureRow> looked =
                seen.observing(WideRows.rows(rows.select(columns.toArray(new Column[0]))), 0, told.size());
        looked.foreachPartition(items -> items.forEachRemaining(any -> {}));
        return seen.rows(group, told, slice);
    }
}

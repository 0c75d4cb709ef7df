package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureStatistics;
import io.millwright.features.tile.PackedBins;
import io.millwright.features.tile.Quartiles;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of the columns of a feature group, taken from its rows on their way into the table, by UTC month of {@code as_of}. An
 * accumulator, because nothing else sees rows while they are written; it takes each partition once, however often Spark computes it, in
 * any order.
 */
final class WrittenColumns extends AccumulatorV2<WrittenColumns.Part, WrittenColumns.Part> {

    /** What a task brings, by partition; Spark may look at it while the task puts it there. */
    private final ConcurrentSkipListMap<Integer, Part> brought = new ConcurrentSkipListMap<>();

    private Part sum = new Part();
    private final Set<Integer> added = new HashSet<>();

    private WrittenColumns() {}

    /** One that tasks of the session report to. */
    static WrittenColumns registered(SparkSession spark) {
        WrittenColumns columns = new WrittenColumns();
        spark.sparkContext().register(columns);
        return columns;
    }

    /** Of some partitions: months since the year 0 to what was written in each. */
    static final class Part implements Serializable {
        private final TreeMap<Long, Piece> pieces = new TreeMap<>();

        /** As small as it gets, to be sent. */
        private Part done() {
            pieces.values().forEach(piece -> Arrays.stream(piece.columns).forEach(ColumnSummary::bins));
            return this;
        }

        private void add(Part that) {
            that.pieces.forEach((month, piece) -> pieces.merge(month, piece, Piece::plus));
        }
    }

    private static final class Piece implements Serializable {
        private final ColumnSummary[] columns;
        private long rows;

        Piece(int width) {
            columns = new ColumnSummary[width];
            Arrays.setAll(columns, any -> new ColumnSummary());
        }

        void add(double[] value, int first) {
            rows++;
            for (int i = 0; i < columns.length; i++) {
                columns[i].add(value[first + i]);
            }
        }

        Piece plus(Piece that) {
            rows += that.rows;
            for (int i = 0; i < columns.length; i++) {
                columns[i].add(that.columns[i]);
            }
            return this;
        }
    }

    /**
     * The same rows, looked at as they pass.
     *
     * @param first position of the first number looked at
     * @param width how many are
     */
    JavaRDD<FeatureRow> observing(JavaRDD<FeatureRow> rows, int first, int width) {
        return rows.mapPartitionsWithIndex((partition, items) -> observing(partition, items, first, width), true);
    }

    private Iterator<FeatureRow> observing(int partition, Iterator<FeatureRow> rows, int first, int width) {
        Part part = new Part();
        return new Iterator<>() {
            private long monthEndsMs = Long.MIN_VALUE;
            private long monthStartsMs = Long.MAX_VALUE;
            private @Nullable Piece piece;

            @Override
            public boolean hasNext() {
                boolean more = rows.hasNext();
                if (!more) {
                    brought.computeIfAbsent(partition, any -> part.done());
                }
                return more;
            }

            @Override
            public FeatureRow next() {
                FeatureRow row = rows.next();
                of(row.asOfMs()).add(row.value(), first);
                return row;
            }

            private Piece of(long asOfMs) {
                Piece current = piece;
                if (current == null || asOfMs <= monthStartsMs || asOfMs > monthEndsMs) {
                    long month = month(asOfMs);
                    monthStartsMs = startMs(month);
                    monthEndsMs = startMs(month + 1);
                    current = part.pieces.computeIfAbsent(month, any -> new Piece(width));
                    piece = current;
                }
                return current;
            }
        };
    }

    /** A month holds its end, not its start, as slices do. */
    private static long month(long asOfMs) {
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(asOfMs - 1).atOffset(ZoneOffset.UTC));
        return 12L * month.getYear() + month.getMonthValue() - 1;
    }

    private static long startMs(long month) {
        return YearMonth.of((int) Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    /** Rows of {@link FeatureStatistics}. */
    List<Row> rows(FeaturePlan.Group group, Slice slice) {
        return rows(group.name(), group.columns(), slice);
    }

    /** The same of some columns of a group. */
    List<Row> rows(String group, List<String> names, Slice slice) {
        List<Row> rows = new ArrayList<>();
        sum.pieces.forEach((month, piece) -> {
            Timestamp after = new Timestamp(Math.max(slice.afterMs(), startMs(month)));
            Timestamp to = new Timestamp(Math.min(slice.toMs(), startMs(month + 1)));
            for (int i = 0; i < piece.columns.length; i++) {
                rows.add(row(names.get(i), group, after, to, piece.rows, piece.columns[i]));
            }
        });
        return rows;
    }

    private static Row row(String name, String group, Timestamp after, Timestamp to, long rows, ColumnSummary column) {
        Quartiles quartiles = column.quartiles();
        boolean none = column.known() == 0;
        return RowFactory.create(
                name,
                group,
                after,
                to,
                rows,
                rows - column.known(),
                orNull(column.mean()),
                orNull(column.sd()),
                none ? null : column.min(),
                orNull(quartiles.lower()),
                orNull(quartiles.median()),
                orNull(quartiles.upper()),
                none ? null : column.max(),
                PackedBins.of(column.bins()));
    }

    private static @Nullable Double orNull(double number) {
        return Double.isNaN(number) ? null : number;
    }

    @Override
    public boolean isZero() {
        return added.isEmpty() && brought.isEmpty();
    }

    @Override
    public WrittenColumns copy() {
        WrittenColumns copy = new WrittenColumns();
        copy.brought.putAll(brought);
        copy.sum = sum;
        copy.added.addAll(added);
        return copy;
    }

    @Override
    public void reset() {
        brought.clear();
        sum = new Part();
        added.clear();
    }

    @Override
    public void add(Part part) {
        throw new UnsupportedOperationException("parts come from observing rows");
    }

    @Override
    public void merge(AccumulatorV2<Part, Part> other) {
        ((WrittenColumns) other).brought.forEach((partition, part) -> {
            if (added.add(partition)) {
                sum.add(part);
            }
        });
    }

    /** Those that have been added. */
    @Override
    public Part value() {
        return sum;
    }
}

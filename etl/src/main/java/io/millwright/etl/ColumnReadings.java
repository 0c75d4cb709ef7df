package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Readings in typed columns (Parquet): a row of the input has the plan's columns in order, numbers as doubles; which file it is of,
 * Spark knows of the task. Cells stay primitive: no row objects, no boxing.
 */
final class ColumnReadings implements Serializable {

    /** How a column is read. */
    private enum As {
        TEXT,
        NUMBER,
        /** Microseconds since the epoch, UTC. */
        INSTANT,
        /** Microseconds of a wall clock. */
        LOCAL,
        /** Days since the epoch. */
        DAY
    }

    private final ReadingsPlan plan;
    private final ArrivalSpans spans;
    private final List<As> kinds;
    private final Map<String, String> paths;

    ColumnReadings(ReadingsPlan plan, StructType schema, SourceFiles files, ArrivalSpans spans) {
        this.plan = plan;
        this.spans = spans;
        List<As> found = new ArrayList<>();
        for (int i = 0; i < plan.columns.size(); i++) {
            StructField field = schema.fields()[i];
            found.add(kind(field.dataType()));
        }
        this.kinds = List.copyOf(found);
        this.paths = new HashMap<>();
        for (LandingFile file : files.readable()) {
            paths.put(new Path(file.path()).toUri().toString(), file.path());
        }
    }

    /** What a column of the file is read as: numbers become doubles, times stay, everything else is text. */
    static DataType readAs(DataType type) {
        if (type instanceof NumericType) {
            return DataTypes.DoubleType;
        }
        boolean isTime = type.equals(DataTypes.TimestampType)
                || type.equals(DataTypes.TimestampNTZType)
                || type.equals(DataTypes.DateType);
        return isTime ? type : DataTypes.StringType;
    }

    private static As kind(DataType type) {
        if (type.equals(DataTypes.DoubleType)) {
            return As.NUMBER;
        }
        if (type.equals(DataTypes.TimestampType)) {
            return As.INSTANT;
        }
        if (type.equals(DataTypes.TimestampNTZType)) {
            return As.LOCAL;
        }
        return type instanceof StringType ? As.TEXT : As.DAY;
    }

    RecordSink sink() {
        return new Rows();
    }

    private final class Rows implements RecordSink {
        private final ReadingsJudge judge = new ReadingsJudge(plan, spans);
        private final Moments moments = plan.moments.copy();
        private final As[] as = kinds.toArray(new As[0]);
        private final LastText machine = new LastText();
        private final LastText sensor = new LastText();
        private final CurrentFile file = new CurrentFile();
        private String path = "";

        @Override
        public ReadingsJudge judge() {
            return judge;
        }

        @Override
        public void accept(InternalRow row) {
            if (file.changed()) {
                path = paths.getOrDefault(file.path(), file.path());
            }
            long event = time(row, 1);
            long known = plan.hasArrival
                    ? time(row, 2)
                    : event == Moments.UNREADABLE ? Moments.UNREADABLE : event + plan.delayMs;
            if (!judge.open(path, steady(row, 0, machine), event, known, () -> raw(row))) {
                return;
            }
            int first = plan.firstValue();
            if (plan.wide) {
                for (int i = first; i < as.length; i++) {
                    cell(row, i, i - first);
                }
            } else {
                stacked(row, first);
            }
        }

        /** A record of one reading; a number stays one, because a way through text would cost more than all else. */
        private void stacked(InternalRow row, int name) {
            String of = steady(row, name, sensor);
            if (as[name + 1] == As.NUMBER && !row.isNullAt(name + 1)) {
                judge.stacked(of, row.getDouble(name + 1), () -> raw(row));
            } else {
                judge.stacked(of, text(row, name + 1), () -> raw(row));
            }
        }

        /** The text of a column that seldom changes. */
        private @Nullable String steady(InternalRow row, int i, LastText last) {
            return as[i] != As.TEXT || row.isNullAt(i) ? text(row, i) : last.of(row.getUTF8String(i));
        }

        private void cell(InternalRow row, int i, int channel) {
            if (row.isNullAt(i)) {
                return;
            }
            if (as[i] == As.NUMBER) {
                judge.number(channel, row.getDouble(i));
            } else {
                judge.text(channel, text(row, i));
            }
        }

        private long time(InternalRow row, int i) {
            if (row.isNullAt(i)) {
                return moments.parse(null);
            }
            return switch (as[i]) {
                case INSTANT -> Math.floorDiv(row.getLong(i), 1_000L);
                case LOCAL -> moments.ofLocal(Math.floorDiv(row.getLong(i), 1_000L));
                case DAY -> moments.ofLocal(row.getInt(i) * 86_400_000L);
                case NUMBER -> moments.ofNumber(row.getDouble(i));
                case TEXT -> moments.parse(row.getUTF8String(i).toString());
            };
        }

        private @Nullable String text(InternalRow row, int i) {
            if (row.isNullAt(i)) {
                return null;
            }
            return switch (as[i]) {
                case TEXT -> row.getUTF8String(i).toString();
                case NUMBER -> number(row.getDouble(i));
                case INSTANT ->
                    java.time.Instant.EPOCH
                            .plus(row.getLong(i), java.time.temporal.ChronoUnit.MICROS)
                            .toString();
                case LOCAL ->
                    java.time.LocalDateTime.of(1970, 1, 1, 0, 0)
                            .plus(row.getLong(i), java.time.temporal.ChronoUnit.MICROS)
                            .toString();
                case DAY -> java.time.LocalDate.ofEpochDay(row.getInt(i)).toString();
            };
        }

        /** Whole numbers without a point, so that machine 7 is called 7. */
        private String number(double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }

        private String raw(InternalRow row) {
            StringBuilder raw = new StringBuilder();
            for (int i = 0; i < as.length; i++) {
                String cell = text(row, i);
                raw.append(i == 0 ? "" : ",").append(cell == null ? "" : cell);
            }
            return raw.toString();
        }
    }
}

package io.millwright.lake.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One landing source: files of one kind, in one format, with a mapping from their columns to ours.
 *
 * @param name unique among the sources; appears in the accounting and in quarantine
 * @param path a file, folder or glob, local or {@code s3://}
 * @param delimiter of CSV; a single blank means any run of blanks
 * @param header names of the columns when the file has no header line; empty when the first line names them
 * @param notation how text is written
 * @param layout of readings only
 * @param time which column says when; empty for equipment and components
 * @param known how the arrival of a record is known
 * @param columns our column (or, in a wide layout, the sensor) to the file's column
 * @param constants our column to a value all rows of the source share, for example {@code kind: error}
 * @param where column of the file to the text it must have; records that have another are not of this source. Empty for readings and
 *     waveforms
 * @param endsInFailure readings of run-to-failure histories: each machine failed at the end of its last reading
 */
public record Source(
        String name,
        Kind kind,
        String path,
        Format format,
        String delimiter,
        List<String> header,
        Notation notation,
        Layout layout,
        Optional<TimeColumn> time,
        Optional<EquipmentColumn> equipment,
        Arrival known,
        Map<String, MappedColumn> columns,
        Map<String, String> constants,
        Map<String, String> where,
        boolean endsInFailure) {

    public Source {
        header = List.copyOf(header);
        columns = Map.copyOf(columns);
        constants = Map.copyOf(constants);
        where = Map.copyOf(where);
    }

    /** The same of other files, whose times may be written otherwise. */
    public Source at(String otherPath, Optional<TimeColumn> otherTime) {
        return new Source(
                name,
                kind,
                otherPath,
                format,
                delimiter,
                header,
                notation,
                layout,
                otherTime,
                equipment,
                known,
                columns,
                constants,
                where,
                endsInFailure);
    }

    /** What the rows of a source are. */
    public enum Kind {
        READINGS,
        WAVEFORMS,
        EQUIPMENT,
        COMPONENTS,
        EVENTS,
        FAILURES,
        WORK_ORDERS,
        OPERATIONS,
        /** What surrounds machines: weather and air of a site. */
        CONDITIONS,
        /** True remaining useful life of units cut off before failure, one value a line in the units' order. */
        REMAINING_LIFE,
        /** What people found who followed an alert. */
        FEEDBACK
    }

    public enum Format {
        CSV,
        JSON,
        PARQUET
    }

    public enum Layout {
        /** One column a sensor. */
        WIDE,
        /** One row a reading: {@code sensor} and {@code value} columns. */
        LONG
    }

    /**
     * The column that says when.
     *
     * @param format a {@link java.time.format.DateTimeFormatter} pattern, {@code iso}, {@code epoch_ms}, {@code epoch_s},
     *     or {@code cycle} for a counter
     * @param zone of times written without an offset
     */
    public record TimeColumn(String column, String format, ZoneId zone) {

        /** In place of a column: readings of a table without time. */
        public static final TimeColumn OF_ROW = new TimeColumn("", "row", ZoneOffset.UTC);

        /** In place of a column: what became of a row of a table without time. */
        public static final TimeColumn OF_OUTCOME = new TimeColumn("", "outcome", ZoneOffset.UTC);
    }

    /**
     * The column that names the machine, and what to write before its value so that ids of several files stay apart. Readings without a
     * column are of one machine, whose id is the prefix.
     */
    public record EquipmentColumn(String column, String prefix) {}

    /**
     * When a record became known: an arrival column, else its event time, of a component its installation, plus a delay.
     *
     * @param column read with the same format and zone rules as the time column
     */
    public record Arrival(Optional<String> column, Duration delay) {}

    /**
     * How text is written.
     *
     * @param encoding of CSV
     * @param decimal what parts decimals in numbers of CSV
     * @param missing what stands where there is no value, beside nothing at all
     */
    public record Notation(Charset encoding, char decimal, List<String> missing) {

        /** As most files are written. */
        public static final Notation PLAIN = new Notation(StandardCharsets.UTF_8, '.', List.of());

        public Notation {
            missing = List.copyOf(missing);
        }
    }

    /**
     * A column of the file.
     *
     * @param unit for a sensor, the unit it is delivered in; empty for the sensor's own
     * @param names of a column that names sensors: what stands there to the sensor that is meant; empty where sensors are called by
     *     their own names
     */
    public record MappedColumn(String column, Optional<String> unit, Map<String, NamedSensor> names) {

        public MappedColumn {
            names = Map.copyOf(names);
        }
    }

    /** A sensor that files call by another name, and the unit they deliver it in; empty for that of all values. */
    public record NamedSensor(String sensor, Optional<String> unit) {}

    /** Whether there may be none of its kind at all: nobody may have followed an alert yet. */
    public boolean mayBeAbsent() {
        return kind == Kind.FEEDBACK && isPattern();
    }

    /** Whether its path names files by a pattern, which may match none yet; a plain path names what must be there. */
    public boolean isPattern() {
        return path.matches(".*[*?\\[{].*");
    }
}

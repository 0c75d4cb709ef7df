package io.millwright.etl;

/** Why a record, a reading or a file stands in quarantine; the texts of {@code quarantine.reason}. */
public final class Reason {

    /** Outside the sensor's physical bounds, or infinite; of a burst, a speed no shaft turns at. */
    public static final String OUT_OF_BOUNDS = "out_of_bounds";

    /** Text where a number belongs, or no value where one is needed. */
    public static final String UNPARSABLE_VALUE = "unparsable_value";

    /** A time that does not follow the source's format, or none. */
    public static final String UNPARSABLE_TIME = "unparsable_time";

    /** It says it happened after it was known. */
    public static final String FUTURE = "future";

    /** Its machine is not in the equipment metadata, or it names none. */
    public static final String UNKNOWN_MACHINE = "unknown_machine";

    /** Its sensor is not declared. */
    public static final String UNKNOWN_SENSOR = "unknown_sensor";

    /** The wrong number of columns, broken quoting, or a last line that was cut off. */
    public static final String MALFORMED_RECORD = "malformed_record";

    /** A record of a log or of metadata without a value it cannot do without. */
    public static final String MISSING_VALUE = "missing_value";

    /** A file of which nothing can be read; it counts as one record. */
    public static final String UNREADABLE_FILE = "unreadable_file";

    private Reason() {}
}

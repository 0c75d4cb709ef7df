package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one sensor of one machine over one chunk of time as it became known in one delivery. Readings are in time
 * order, at most one an instant. The files have a column more, in which {@code ingest} keeps when each reading was known.
 */
public final class Series {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    /** Start of the chunk; a whole number of chunk lengths from the epoch. */
    public static final String CHUNK_START = "chunk_start";

    /** False where every reading was known by the end of its own tile; then {@code known_time} is the chunk's end. */
    public static final String LATE = "late";

    /** When late readings were known, rounded up to the tile grid. */
    public static final String KNOWN_TIME = "known_time";

    /** UTC date of the chunk's start; the partition. */
    public static final String DATE = "date";

    /** Milliseconds from the chunk's start, strictly increasing. */
    public static final String OFFSET_MS = "offset_ms";

    /** As delivered, in the sensor's unit; finite. */
    public static final String VALUE = "value";

    /** The values features may use: corrected or filtered, NaN where kept out; null where all are as delivered. Decided causally. */
    public static final String CLEAN = "clean";

    /** Number of readings. */
    public static final String N = "n";

    /** Number of readings the sensor's period promises for the chunk. */
    public static final String EXPECTED_N = "expected_n";

    public static final String MIN = "min";

    public static final String MAX = "max";

    public static final String MEAN = "mean";

    /** Longest stretch without a reading inside the chunk, its edges included. */
    public static final String LONGEST_GAP_MS = "longest_gap_ms";

    /** Longest stretch of one unchanged value. */
    public static final String FLAT_MS = "flat_ms";

    /** Landing source of the delivery. */
    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(CHUNK_START, DataTypes.TimestampType, false)
            .add(LATE, DataTypes.BooleanType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(DATE, DataTypes.DateType, false)
            .add(OFFSET_MS, DataTypes.createArrayType(DataTypes.IntegerType, false), false)
            .add(VALUE, DataTypes.createArrayType(DataTypes.DoubleType, false), false)
            .add(CLEAN, DataTypes.createArrayType(DataTypes.DoubleType, false), true)
            .add(N, DataTypes.IntegerType, false)
            .add(EXPECTED_N, DataTypes.IntegerType, false)
            .add(MIN, DataTypes.DoubleType, false)
            .add(MAX, DataTypes.DoubleType, false)
            .add(MEAN, DataTypes.DoubleType, false)
            .add(LONGEST_GAP_MS, DataTypes.IntegerType, false)
            .add(FLAT_MS, DataTypes.IntegerType, false)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE = new TableSpec(
            "series", SCHEMA, List.of(DATE), List.of(EQUIPMENT_ID, SENSOR, CHUNK_START, LATE, KNOWN_TIME, SOURCE));

    private Series() {}
}

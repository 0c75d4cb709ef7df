package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one burst of one vibration axis.
 */
public final class Waveforms {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    public static final String START_TIME = "start_time";

    /** When it arrived, exactly. */
    public static final String KNOWN_TIME = "known_time";

    /** UTC date of the start; the partition. */
    public static final String DATE = "date";

    public static final String SAMPLING_HZ = "sampling_hz";

    /** In the sensor's unit, evenly spaced. */
    public static final String SAMPLES = "samples";

    public static final String RMS = "rms";

    /** Largest absolute sample. */
    public static final String PEAK = "peak";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(START_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(DATE, DataTypes.DateType, false)
            .add(SAMPLING_HZ, DataTypes.DoubleType, false)
            .add(SAMPLES, DataTypes.createArrayType(DataTypes.FloatType, false), false)
            .add(RMS, DataTypes.DoubleType, false)
            .add(PEAK, DataTypes.DoubleType, false)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("waveforms", SCHEMA, List.of(DATE), List.of(EQUIPMENT_ID, SENSOR, START_TIME, KNOWN_TIME));

    private Waveforms() {}
}

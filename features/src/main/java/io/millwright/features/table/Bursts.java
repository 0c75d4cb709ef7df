package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the time-domain summary of one vibration burst of one axis. */
public final class Bursts {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    public static final String START_TIME = "start_time";

    public static final String KNOWN_TIME = "known_time";

    /** UTC month of the start; the partition. */
    public static final String MONTH = "month";

    public static final String SAMPLING_HZ = "sampling_hz";

    /** In the sensor's unit, about the mean of the burst. */
    public static final String RMS = "rms";

    /** Largest absolute deviation from the mean. */
    public static final String PEAK = "peak";

    /** Peak over RMS. */
    public static final String CREST_FACTOR = "crest_factor";

    /** 3 for a normal distribution. */
    public static final String KURTOSIS = "kurtosis";

    public static final String SKEWNESS = "skewness";

    /** RMS of first differences over twice the RMS, in [0, 1]: 0 for slow, 1 for alternating samples. */
    public static final String HIGH_FREQUENCY_SHARE = "high_frequency_share";

    /** The columns that summarise the samples, in the order of {@code BurstSummary}. */
    public static final List<String> NUMBERS =
            List.of(RMS, PEAK, CREST_FACTOR, KURTOSIS, SKEWNESS, HIGH_FREQUENCY_SHARE);

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(START_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(MONTH, DataTypes.StringType, false)
            .add(SAMPLING_HZ, DataTypes.DoubleType, false)
            .add(RMS, DataTypes.DoubleType, true)
            .add(PEAK, DataTypes.DoubleType, true)
            .add(CREST_FACTOR, DataTypes.DoubleType, true)
            .add(KURTOSIS, DataTypes.DoubleType, true)
            .add(SKEWNESS, DataTypes.DoubleType, true)
            .add(HIGH_FREQUENCY_SHARE, DataTypes.DoubleType, true);

    public static final TableSpec TABLE =
            new TableSpec("bursts", SCHEMA, List.of(MONTH), List.of(EQUIPMENT_ID, SENSOR, START_TIME, KNOWN_TIME));

    private Bursts() {}
}

package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one burst of one vibration axis.
 */
public final class Waveforms {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    public static final String START_TIME = "start_time";

    /** When it arrived, exactly; never before its last sample was taken, see {@link io.millwright.lake.BurstEnd}. */
    public static final String KNOWN_TIME = "known_time";

    /** UTC date of the start; the partition. */
    public static final String DATE = "date";

    public static final String SAMPLING_HZ = "sampling_hz";

    /**
     * In the sensor's unit, evenly spaced: 4 bytes a sample, IEEE 754, little endian ({@code numpy.frombuffer(samples, '<f4')}); see
     * {@link #encoded} and {@link #decoded}. Bytes are copied where an array would be written and read sample by sample.
     */
    public static final String SAMPLES = "samples";

    public static final String RMS = "rms";

    /** Largest absolute sample. */
    public static final String PEAK = "peak";

    public static final String SOURCE = "source";

    /**
     * Turns of the shaft a second as the burst's own record has them, 0 where it stood; null where it does not say.
     */
    public static final String SHAFT_SPEED_HZ = "shaft_speed_hz";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(START_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(DATE, DataTypes.DateType, false)
            .add(SAMPLING_HZ, DataTypes.DoubleType, false)
            .add(SAMPLES, DataTypes.BinaryType, false)
            .add(RMS, DataTypes.DoubleType, false)
            .add(PEAK, DataTypes.DoubleType, false)
            .add(SOURCE, DataTypes.StringType, false)
            .add(SHAFT_SPEED_HZ, DataTypes.DoubleType, true);

    public static final TableSpec TABLE = new TableSpec(
            "waveforms",
            SCHEMA,
            List.of(DATE),
            List.of(EQUIPMENT_ID, SENSOR, START_TIME, KNOWN_TIME),
            Set.of(SHAFT_SPEED_HZ));

    private Waveforms() {}

    /** Samples as they are stored. */
    public static byte[] encoded(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples);
        return bytes.array();
    }

    /** Stored samples as numbers. */
    public static float[] decoded(byte[] stored) {
        float[] samples = new float[stored.length / Float.BYTES];
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
        return samples;
    }
}

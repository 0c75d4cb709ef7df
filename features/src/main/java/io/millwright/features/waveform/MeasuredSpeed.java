package io.millwright.features.waveform;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How fast a shaft turned at a burst: as the burst's own record says, else by the newest reading of a sensor that tells its speed, else
 * not measured. Then the name plate says it, see {@link NamePlate#turning}.
 */
public final class MeasuredSpeed {

    private MeasuredSpeed() {}

    /**
     * Turns a second, 0 where the shaft stood; NaN where it was not measured.
     *
     * @param ownHz what the burst's own record says, NaN where it does not
     * @param sensor null where the fleet has none
     * @param readings of the sensor that tell the burst's speed, see {@link SpeedSensor#last}
     */
    public static double hz(double ownHz, @Nullable SpeedSensor sensor, Stream<SpeedReading> readings) {
        if (sensor == null || !Double.isNaN(ownHz)) {
            return ownHz;
        }
        return sensor.hzPerUnit()
                * readings.reduce(SpeedReading.NONE, SpeedReading::orNewer).value();
    }
}

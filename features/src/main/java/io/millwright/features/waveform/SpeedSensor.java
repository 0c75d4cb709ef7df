package io.millwright.features.waveform;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import java.io.Serializable;
import java.util.Optional;

/**
 * The sensor that tells how fast a machine's shaft turns: at a burst by its last reading strictly before the burst's end, of those that
 * came in time or that had arrived when the burst did. A burst is used from a whole number of tiles on, and by then whatever came in
 * time and was read before its end is known, so this looks into no future.
 *
 * @param name of the sensor
 * @param hzPerUnit turns a second in one of its unit
 * @param oldestMs a reading that was made longer before the burst's end says nothing
 */
public record SpeedSensor(String name, double hzPerUnit, long oldestMs) implements Serializable {

    private static final double PER_MINUTE = 1.0 / 60;

    /** The one a pipeline file names, which knows its unit; readings may be as old as a tile, or two of the sensor's periods. */
    public static Optional<SpeedSensor> of(PipelineConfig config) {
        return config.features().shaftSpeedSensor().flatMap(config::sensor).map(sensor -> of(config, sensor));
    }

    /**
     * Of some readings the one that tells the speed at a burst; {@link SpeedReading#NONE} where none does.
     *
     * @param endMs when the burst was over
     * @param knownMs when it arrived
     */
    public SpeedReading last(SpeedChunk chunk, long endMs, long knownMs) {
        SpeedReading last = SpeedReading.NONE;
        if (chunk.late() && chunk.knownMs() > knownMs) {
            return last;
        }
        for (int i = 0; i < chunk.offsetMs().length; i++) {
            long atMs = chunk.startMs() + chunk.offsetMs()[i];
            double value = chunk.value()[i];
            if (atMs < endMs && atMs >= endMs - oldestMs && !Double.isNaN(value)) {
                last = last.orNewer(new SpeedReading(atMs, !chunk.late(), value));
            }
        }
        return last;
    }

    private static SpeedSensor of(PipelineConfig config, SensorSpec sensor) {
        boolean perSecond = sensor.unit().equals("Hz") || sensor.unit().equals("1/s");
        return new SpeedSensor(
                sensor.name(),
                perSecond ? 1 : PER_MINUTE,
                Math.max(
                        config.features().tile().toMillis(), 2 * sensor.period().toMillis()));
    }
}

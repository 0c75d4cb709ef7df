package io.millwright.features.waveform;

import java.io.Serializable;
import java.util.List;

/**
 * Which burst features there are, in the order of the columns.
 *
 * @param sensors axes, in order
 * @param windowsMs of the trailing means, ascending
 * @param windowNames beside them
 * @param baselineMs length of the machine's first stretch, its own normal; 0 for none
 * @param units beside the sensors
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record WaveformPlan(
        List<String> sensors, long[] windowsMs, List<String> windowNames, long baselineMs, List<String> units)
        implements Serializable {

    /** Numbers of a burst that are published for the latest burst and as means, by position in the summary. */
    static final int[] PUBLISHED = {0, 1, 2, 3, 5};

    /** Their names. */
    public static final List<String> NAMES = List.of("rms", "peak", "crest_factor", "kurtosis", "high_frequency_share");

    public int width() {
        int perSensor = PUBLISHED.length * (1 + windowsMs.length) + (baselineMs > 0 ? windowsMs.length : 0);
        return sensors.size() * perSensor;
    }
}

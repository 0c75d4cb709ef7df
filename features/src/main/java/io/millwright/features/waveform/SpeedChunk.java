package io.millwright.features.waveform;

/**
 * Readings of a {@link SpeedSensor} that became known together.
 *
 * @param offsetMs after the start, ascending
 * @param value beside them; NaN is no reading
 * @param late false where each reading came in time
 * @param knownMs when late readings arrived
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Primitive arrays, never shared for writing: boxed lists would cost the speed.
public record SpeedChunk(long startMs, int[] offsetMs, double[] value, boolean late, long knownMs) {}

package io.millwright.lake;

/** When a burst of vibration is over: nobody can know it earlier, whatever a clock says. */
public final class BurstEnd {

    private BurstEnd() {}

    /** The first millisecond by which all samples were taken; the start where the rate is no positive number. */
    public static long ms(long startMs, int samples, double samplingHz) {
        double lengthMs = Math.ceil(1000.0 * samples / samplingHz);
        return samplingHz > 0 && Double.isFinite(lengthMs) ? startMs + (long) lengthMs : startMs;
    }
}

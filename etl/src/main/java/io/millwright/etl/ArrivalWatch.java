package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Watches how long the readings of one sensor take to arrive. Where they suddenly all take longer by the same time, the
 * machine's clock is behind; held-back deliveries differ in that their delays shrink reading by reading.
 */
final class ArrivalWatch implements Serializable {

    private static final int SHORTEST = 12;
    private static final long SMALLEST_SHIFT_MS = 300_000;
    private static final long STEADY_MS = 120_000;

    private double usualMs = Double.NaN;
    private long stretchFromMs;
    private long stretchLastMs;
    private long stretchDelayMs;
    private int stretchLength;
    private final List<Finding> findings = new ArrayList<>();

    void next(long timeMs, long delayMs) {
        if (Double.isNaN(usualMs)) {
            usualMs = delayMs;
        }
        boolean shifted = delayMs - usualMs > SMALLEST_SHIFT_MS;
        if (shifted && stretchLength > 0 && Math.abs((double) delayMs - stretchDelayMs) < STEADY_MS) {
            stretchLength++;
            stretchLastMs = timeMs;
            return;
        }
        close();
        if (shifted) {
            stretchFromMs = timeMs;
            stretchLastMs = timeMs;
            stretchDelayMs = delayMs;
            stretchLength = 1;
        } else {
            usualMs += 0.05 * (delayMs - usualMs);
        }
    }

    private void close() {
        if (stretchLength >= SHORTEST) {
            findings.add(new Finding(
                    "",
                    Finding.CLOCK_SKEW,
                    stretchFromMs,
                    stretchLastMs + 1,
                    String.format(
                            Locale.ROOT,
                            "arrives %.1f minutes after the time it gives, usually %.1f",
                            stretchDelayMs / 60_000.0,
                            usualMs / 60_000.0),
                    Finding.REPORTED));
        }
        stretchLength = 0;
    }

    List<Finding> end() {
        close();
        return findings;
    }
}

package io.millwright.etl;

import java.io.Serializable;

/**
 * How long a sensor has repeated one value, and whether that is a habit of it. A run is suspicious where a sensor that changes
 * as often as this one did would not bring it about by chance. Zero is a machine at rest, not a stuck sensor; so is a value
 * that was held for long before.
 */
final class FlatRun implements Serializable {

    private static final int SHORTEST = 12;
    private static final double LOG_CHANCE = Math.log(1e-6);
    private static final int WARM_UP_PAIRS = 100;
    private static final int REMEMBERED = 8;

    private final double[] heldBefore = new double[REMEMBERED];
    private int held;
    private long pairs;
    private long equalPairs;
    private double value = Double.NaN;
    private int length;
    private long sinceMs;

    FlatRun() {}

    FlatRun(FlatRun other) {
        System.arraycopy(other.heldBefore, 0, heldBefore, 0, REMEMBERED);
        held = other.held;
        pairs = other.pairs;
        equalPairs = other.equalPairs;
        value = other.value;
        length = other.length;
        sinceMs = other.sinceMs;
    }

    /** Takes the next reading, as delivered. */
    void next(long timeMs, double reading) {
        if (reading == value) {
            length++;
            return;
        }
        end();
        value = reading;
        length = 1;
        sinceMs = timeMs;
    }

    private void end() {
        if (length == 0) {
            return;
        }
        boolean suspicious = isSuspicious();
        if (length >= SHORTEST && !isHabit()) {
            heldBefore[held++ % REMEMBERED] = value;
        }
        if (!suspicious) {
            equalPairs += length - 1;
            pairs += length;
        }
    }

    boolean isSuspicious() {
        return length >= SHORTEST && pairs >= WARM_UP_PAIRS && value != 0 && length >= unlikely() && !isHabit();
    }

    private double unlikely() {
        return LOG_CHANCE / Math.log((equalPairs + 1.0) / (pairs + 2.0));
    }

    private boolean isHabit() {
        for (int i = 0; i < Math.min(held, REMEMBERED); i++) {
            if (heldBefore[i] == value) {
                return true;
            }
        }
        return false;
    }

    double value() {
        return value;
    }

    int length() {
        return length;
    }

    long sinceMs() {
        return sinceMs;
    }

    /** Share of readings so far that repeated the one before, suspicious runs left out. */
    double repeats() {
        return pairs == 0 ? 0 : (double) equalPairs / pairs;
    }
}

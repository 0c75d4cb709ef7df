package io.millwright.pipeline.monitor;

/**
 * One reason to train again.
 *
 * @param name {@code schedule}, {@code drift}, {@code calibration}, {@code event_precision}, {@code new_failures}, {@code new_type} or
 *     {@code definitions}
 * @param fired whether its limit is reached
 * @param asks whether that asks for a training now: not where the same reason asked not long ago
 * @param value what is held against the limit; NaN where it is not known
 * @param why one sentence, whether it fired or not
 */
record Trigger(String name, boolean fired, boolean asks, double value, double limit, String why) {

    /** The same, silent for now. */
    Trigger resting(String because) {
        return new Trigger(name, fired, false, value, limit, why + "; " + because);
    }
}

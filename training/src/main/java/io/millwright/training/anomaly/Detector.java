package io.millwright.training.anomaly;

/** One way to tell unusual rows. */
interface Detector {

    String name();

    /**
     * Learns what is normal.
     *
     * @param normal rows of normal time; some may be contaminated
     */
    Fitted fit(Deviations normal, long seed);

    /** A detector that knows what is normal. */
    @FunctionalInterface
    interface Fitted {
        /** One a row: the larger, the stranger, on a scale of its own; NaN where the detector cannot tell. */
        double[] scores(Deviations rows);

        /** Of some rows only, which is cheaper unless rows are compared with each other. */
        default double[] scores(Deviations rows, int[] wanted) {
            return scores(rows.select(wanted));
        }
    }
}

package io.millwright.training.anomaly;

/** A detector that looks at each row by itself, whatever machine it is of. */
interface PointDetector {

    String name();

    /**
     * Learns what is normal.
     *
     * @param normal rows of equal length, at least {@link PerType#FEWEST_ROWS}
     */
    FittedPoints fit(double[][] normal, long seed);

    /** Knows what is normal. */
    @FunctionalInterface
    interface FittedPoints {
        /** One a row: the larger, the stranger. */
        double[] scores(double[][] rows);
    }
}

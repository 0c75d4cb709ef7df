package io.millwright.evaluation.rul;

/**
 * PHM08 asymmetric score: late predictions cost more than early ones.
 *
 * @see "Saxena et al., Damage Propagation Modeling for Aircraft Engine Run-to-Failure Simulation, PHM 2008"
 */
public final class NasaScore {

    private static final double EARLY_CYCLES = 13;
    private static final double LATE_CYCLES = 10;

    private NasaScore() {}

    /**
     * Cost of one prediction.
     *
     * @param errorCycles predicted minus true RUL, in cycles; positive is late
     * @return cost >= 0, dimensionless, 0 only for a perfect prediction
     */
    public static double of(double errorCycles) {
        return Math.expm1(errorCycles < 0 ? -errorCycles / EARLY_CYCLES : errorCycles / LATE_CYCLES);
    }
}

package io.millwright.fleet;

/**
 * One component's story from the onset of a degradation to its end. Times are hours since the start of the history and may
 * lie before it or after its end.
 *
 * @param mode what the failure log will say
 * @param hasPrecursor whether any sensor shows it; {@code onset} equals {@code end} if not
 * @param onset first hour of the degradation
 * @param end the failure, or the early replacement that prevented it
 * @param failed whether it ended in a failure
 * @param repaired end of the repair or replacement
 * @param planned the hour at which it would have failed; equals {@code end} for a failure
 * @param amplitude deviation at the failure in deviation units, for a sensor of weight one
 * @param residue share of the amplitude that stays after an imperfect repair, fading over weeks
 */
record Episode(
        FailureMode mode,
        boolean hasPrecursor,
        double onset,
        double end,
        boolean failed,
        double repaired,
        double planned,
        double amplitude,
        double residue) {

    /** Degradation at an hour, from 0 (healthy) to 1 (failed). */
    double degradation(double hour, Scenario scenario) {
        if (!hasPrecursor || hour <= onset || hour >= end) {
            return 0;
        }
        if (scenario == Scenario.PLANTED_PRECURSOR) {
            return 1;
        }
        return Math.pow((hour - onset) / (planned - onset), mode.curvature);
    }
}

package io.millwright.training;

import java.time.Instant;
import java.util.List;

/**
 * A fleet at one moment.
 *
 * @param machines that were heard of, each by its newest row
 * @param silent machines of which nothing is said, since what is known of them is too old
 * @param livesCalibrated whether intervals of remaining life were calibrated; true where the model says none
 */
public record ScoredFleet(List<ScoredMachine> machines, List<Silent> silent, boolean livesCalibrated) {

    public ScoredFleet {
        machines = List.copyOf(machines);
        silent = List.copyOf(silent);
    }

    /**
     * A machine that has sent nothing for so long that its rows ended longer ago than they go on without readings.
     *
     * @param asOf of its newest row
     * @param since its last readings are of this moment, or at most one row later
     */
    public record Silent(String equipmentId, String site, Instant asOf, Instant since) {}
}

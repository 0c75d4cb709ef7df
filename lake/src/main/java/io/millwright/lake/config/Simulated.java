package io.millwright.lake.config;

import java.util.Map;

/**
 * What {@code generate} makes; the rooms that read landing files never see it.
 *
 * @param path the landing folder it writes
 * @param truthPath where the truth goes, out of the pipeline's reach
 * @param scenario {@code default}, {@code no-signal} or {@code planted-precursor}
 * @param faultRates data fault to a multiple of its default rate; 0 switches it off
 */
public record Simulated(
        String path,
        String truthPath,
        int machines,
        int days,
        long seed,
        String scenario,
        double failuresPerMachineYear,
        Map<String, Double> faultRates) {

    /** A file in the landing folder from before the first file of a fleet until after its last. */
    public static final String UNFINISHED = "_unfinished";

    public Simulated {
        faultRates = Map.copyOf(faultRates);
    }
}

package io.millwright.worklist;

import io.millwright.lake.config.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line of the list: one component of one machine (or the machine, where the component is empty) at one {@code as_of}.
 *
 * @param rank from 1 by expected saving per crew hour; what is planned first, what crew hours did not allow after it; empty for
 *     lines that ask for no work
 * @param health of the component, 0 to 100
 * @param rulLowHours NaN where unknown, as the other two
 * @param latestStart later than this the failure may come first
 * @param slot when to do it, as an interval; empty where nothing is to be done or crew hours did not allow it
 * @param expectedSaving against waiting for the failure, in the currency of the costs
 */
public record WorklistRow(
        OptionalInt rank,
        Tier tier,
        Status status,
        String site,
        String equipmentId,
        String component,
        String mode,
        Severity severity,
        double health,
        double pFail,
        double horizonHours,
        double rulLowHours,
        double rulMedianHours,
        double rulHighHours,
        List<String> reasons,
        String action,
        double crewHours,
        String parts,
        double partsLeadHours,
        Optional<Instant> latestStart,
        Optional<Interval> slot,
        double expectedSaving,
        Instant asOf,
        String modelVersion) {

    public WorklistRow {
        reasons = List.copyOf(reasons);
    }

    /** From and to, both as instants. */
    public record Interval(Instant from, Instant to) {}

    /** Work worth doing for which there were no crew hours. */
    public boolean leftUndone() {
        return rank.isPresent() && slot.isEmpty();
    }

    WorklistRow ranked(int newRank) {
        return new WorklistRow(
                OptionalInt.of(newRank),
                tier,
                status,
                site,
                equipmentId,
                component,
                mode,
                severity,
                health,
                pFail,
                horizonHours,
                rulLowHours,
                rulMedianHours,
                rulHighHours,
                reasons,
                action,
                crewHours,
                parts,
                partsLeadHours,
                latestStart,
                slot,
                expectedSaving,
                asOf,
                modelVersion);
    }
}

package io.millwright.pipeline.score;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code worklist.json}: the work list with everything the report shows around it.
 *
 * @param modelVersion of the registry; like candidate and target empty text where nothing is foretold
 * @param promoted whether that model is the champion; otherwise the list is a candidate's and says so
 * @param waits whether only a person's approval is missing to make it champion
 * @param rows in rank order: work that fits, work left undone, work already planned, what is only worth watching, unusual machines, and
 *     machines without readings
 * @param sites what crews can do and what is asked of them
 * @param risks of systems, sites and the fleet
 */
public record WorkListFile(
        Instant asOf,
        String modelVersion,
        String candidate,
        boolean promoted,
        boolean waits,
        String target,
        double horizonHours,
        double minimumLeadHours,
        double threshold,
        List<Row> rows,
        List<SiteLoad> sites,
        List<Health> health,
        List<GroupRisk> risks) {

    public WorkListFile {
        rows = List.copyOf(rows);
        sites = List.copyOf(sites);
        health = List.copyOf(health);
        risks = List.copyOf(risks);
    }

    /**
     * One component of one machine.
     *
     * @param rank from 1; 0 where nothing is to be done now
     * @param decision {@code do}, {@code left undone}, {@code already planned}, {@code watch}, {@code cleared}, {@code unusual} or {@code
     *     no readings}
     * @param slot start of the low-load slot it is given; null for none
     */
    public record Row(
            int rank,
            String decision,
            String tier,
            String status,
            String site,
            String equipmentId,
            String type,
            String component,
            String mode,
            String severity,
            double health,
            double pFail,
            double horizonH,
            double rulLowH,
            double rulMedianH,
            double rulHighH,
            List<String> reasons,
            String action,
            double crewHours,
            String parts,
            double partsLeadH,
            @Nullable Instant latestStart,
            @Nullable Instant slot,
            double expectedSaving) {

        public Row {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Crew hours of one site over the horizon: there, given to work on the list, and missing for work left undone.
     *
     * @param health mean of its machines, 0 to 100
     * @param undoneSaving expected saving lost with the work left undone
     */
    public record SiteLoad(
            String site, double health, double crewHours, double planned, double leftUndone, double undoneSaving) {}

    /** Health of a machine, 0 (failing) to 100 (as new), of its weakest component, and of all its components by name. */
    public record Health(
            String equipmentId,
            String site,
            String type,
            double health,
            String weakestComponent,
            double pFail,
            Map<String, Double> components) {}

    /**
     * Machines taken together.
     *
     * @param level {@code system}, {@code site} or {@code fleet}
     * @param system empty text above that level
     * @param pFail that any of them fails within the horizon, as if they failed independently
     * @param expectedMachines that fail within the horizon
     */
    public record GroupRisk(
            String level, String site, String system, int machines, double pFail, double expectedMachines) {}
}

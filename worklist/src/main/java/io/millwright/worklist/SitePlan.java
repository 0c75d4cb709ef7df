package io.millwright.worklist;

/**
 * How one site's crew hours are used on the days that are planned. Work whose parts come after those days stands on the list
 * with its slot, and is not in here: it takes none of these hours, so counting it would show crews busy on days they are free.
 *
 * @param crewHours there are on the planned days besides what standing orders take
 * @param plannedHours in slots on those days; 0 where all work waits for parts beyond them
 * @param plannedSaving expected saving of the work in those slots
 * @param savingBound no plan within these hours can save more (linear relaxation)
 * @param shadowPricePerHour what one more crew hour would save
 * @param undoneJobs worth doing, but without crew hours
 * @param undoneSaving expected saving lost with them
 */
public record SitePlan(
        String site,
        double health,
        double crewHours,
        double plannedHours,
        double plannedSaving,
        double savingBound,
        double shadowPricePerHour,
        int undoneJobs,
        double undoneSaving) {}

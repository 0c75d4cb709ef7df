package io.millwright.worklist;

/**
 * How one site's crew hours are used on the days that are planned; work that waits for parts beyond them is not in here.
 *
 * @param crewHours there are
 * @param plannedHours in slots
 * @param plannedSaving expected saving of the work in slots
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

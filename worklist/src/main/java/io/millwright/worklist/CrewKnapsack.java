package io.millwright.worklist;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What crew hours are worth when there are too few: jobs by expected saving per hour, the last one taken in part (the linear
 * relaxation of the knapsack, solved exactly by that order).
 *
 * @param bound no choice of whole jobs within the hours can save more
 * @param shadowPricePerHour what one more crew hour would save, 0 where all jobs fit
 * @see "Dantzig, Discrete-Variable Extremum Problems, Operations Research 1957"
 */
record CrewKnapsack(double bound, double shadowPricePerHour) {

    /** A job by its two numbers; hours positive. */
    record Item(double saving, double hours) {
        double savingPerHour() {
            return saving / hours;
        }
    }

    /** Items that save nothing are not worth an hour and left out. */
    static CrewKnapsack relaxed(Collection<Item> items, double hours) {
        List<Item> byWorth = items.stream()
                .filter(item -> item.saving() > 0)
                .sorted(Comparator.comparingDouble(Item::savingPerHour).reversed())
                .toList();
        double left = hours;
        double saving = 0;
        for (Item item : byWorth) {
            if (item.hours() > left) {
                return new CrewKnapsack(saving + left * item.savingPerHour(), item.savingPerHour());
            }
            left -= item.hours();
            saving += item.saving();
        }
        return new CrewKnapsack(saving, 0);
    }
}

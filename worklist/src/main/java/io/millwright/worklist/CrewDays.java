package io.millwright.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Free crew hours of one site on the days after {@code as_of}; a day is 24 hours from there. */
final class CrewDays {

    private static final double SLACK = 1e-9;

    private final Instant asOf;
    private final double hoursPerDay;
    private final double[] free;

    CrewDays(Instant asOf, int days, double hoursPerDay) {
        this.asOf = asOf;
        this.hoursPerDay = hoursPerDay;
        this.free = new double[days];
        Arrays.fill(free, hoursPerDay);
    }

    double totalHours() {
        return hoursPerDay * free.length;
    }

    Instant end() {
        return asOf.plus(Duration.ofDays(free.length));
    }

    /**
     * Takes the hours from the day of {@code start}, or, for work longer than a crew day, from that day and those after it.
     *
     * @return whether there were enough; if not, nothing is taken
     */
    boolean book(Instant start, double hours) {
        int first = (int) (Duration.between(asOf, start).toHours() / 24);
        int days = hours <= hoursPerDay + SLACK || hoursPerDay <= 0 ? 1 : (int) Math.ceil(hours / hoursPerDay - SLACK);
        if (first < 0 || first + days > free.length || freeFrom(first, days) + SLACK < hours) {
            return false;
        }
        double left = hours;
        for (int day = first; day < first + days; day++) {
            double taken = Math.min(left, free[day]);
            free[day] -= taken;
            left -= taken;
        }
        return true;
    }

    private double freeFrom(int first, int days) {
        return Arrays.stream(free, first, first + days).sum();
    }
}

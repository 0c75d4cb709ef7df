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

    double freeHours() {
        return freeFrom(0, free.length);
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
        int first = dayOf(start);
        int days = daysOf(hours);
        if (first < 0 || first + days > free.length || freeFrom(first, days) + SLACK < hours) {
            return false;
        }
        take(first, first + days, hours);
        return true;
    }

    /**
     * Takes the hours of work whose time is fixed from the same days, as many as they have left. Work of before the first day or after
     * the last takes none.
     */
    void bookFixed(Instant start, double hours) {
        int first = dayOf(start);
        if (!start.isBefore(asOf) && first < free.length) {
            take(first, Math.min(first + daysOf(hours), free.length), hours);
        }
    }

    private int dayOf(Instant start) {
        return (int) (Duration.between(asOf, start).toHours() / 24);
    }

    private int daysOf(double hours) {
        return hours <= hoursPerDay + SLACK || hoursPerDay <= 0 ? 1 : (int) Math.ceil(hours / hoursPerDay - SLACK);
    }

    private void take(int first, int end, double hours) {
        double left = hours;
        for (int day = first; day < end; day++) {
            double taken = Math.min(left, free[day]);
            free[day] -= taken;
            left -= taken;
        }
    }

    private double freeFrom(int first, int days) {
        return Arrays.stream(free, first, first + days).sum();
    }
}

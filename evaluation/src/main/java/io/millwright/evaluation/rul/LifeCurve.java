package io.millwright.evaluation.rul;

import java.util.List;

/**
 * The share of machines like one that live on.
 *
 * @param surviving at the ends of equal intervals up to the cap, falling from 1 on; at least one
 * @param cap in the unit of the lives, above 0
 */
public record LifeCurve(List<Double> surviving, double cap) {

    public LifeCurve {
        if (surviving.isEmpty() || !(cap > 0)) {
            throw new IllegalArgumentException(
                    "a curve needs an interval and a cap > 0, got " + surviving.size() + " and " + cap);
        }
        surviving = List.copyOf(surviving);
    }

    /** Chance to live longer than a time in [0, cap], on a straight line between the ends of its interval. */
    public double at(double time) {
        double position = Math.max(0, Math.min(1, time / cap)) * surviving.size();
        int interval = Math.min(surviving.size() - 1, (int) position);
        double from = interval == 0 ? 1 : surviving.get(interval - 1);
        return from + (position - interval) * (surviving.get(interval) - from);
    }
}

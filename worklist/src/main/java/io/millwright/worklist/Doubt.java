package io.millwright.worklist;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which machines are most worth a look for what the model would learn. A model learns most where it is least sure (uncertainty sampling:
 * Lewis and Gale, "A sequential algorithm for training text classifiers", SIGIR 1994), and little from the second look at the same
 * kind of case, so the kinds take turns.
 */
public final class Doubt {

    private static final double LOG_2 = Math.log(2);

    private Doubt() {}

    /**
     * A machine that may be looked at.
     *
     * @param kind of case, for example equipment type and failure mode
     * @param probability calibrated, in [0, 1]
     */
    public record Case(String equipmentId, String kind, double probability) {

        /** Entropy in bits: 0 where the model is sure, 1 at a probability of a half. */
        public double bits() {
            return entropy(probability) + entropy(1 - probability);
        }

        private static double entropy(double p) {
            return p <= 0 ? 0 : -p * Math.log(p) / LOG_2;
        }
    }

    /** The cases in the order in which a look teaches most: the most doubtful of every kind, then the second of every kind, and so on. */
    public static List<Case> mostTelling(List<Case> cases, int atMost) {
        List<Case> doubtful = new ArrayList<>(cases);
        doubtful.sort(Comparator.comparingDouble(Case::bits).reversed().thenComparing(Case::equipmentId));
        Map<String, Integer> seen = new HashMap<>();
        Map<Case, Integer> turn = new HashMap<>();
        doubtful.forEach(each -> turn.put(each, seen.merge(each.kind(), 1, Integer::sum)));
        doubtful.sort(Comparator.comparingInt(each -> turn.getOrDefault(each, Integer.MAX_VALUE)));
        return List.copyOf(doubtful.subList(0, Math.min(atMost, doubtful.size())));
    }
}

package io.millwright.training.explain;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What moved a row's score, in numbers.
 *
 * @param pushes of each family, positive towards failure, in the model's own unit; a line of a spectrum stands for itself, see
 *     {@link Feature#part}. Empty where the model cannot say.
 */
public record Signature(SortedMap<String, Double> pushes) {

    public Signature {
        pushes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(pushes));
    }

    /** The same direction gives 1 whatever the size, the opposite -1; 0 where either is without any push. */
    public double cosine(Signature other) {
        double product = 0;
        for (Map.Entry<String, Double> push : pushes.entrySet()) {
            product += push.getValue() * other.pushes.getOrDefault(push.getKey(), 0.0);
        }
        double lengths = length() * other.length();
        return lengths == 0 ? 0 : product / lengths;
    }

    private double length() {
        double squares = 0;
        for (double push : pushes.values()) {
            squares += push * push;
        }
        return Math.sqrt(squares);
    }
}

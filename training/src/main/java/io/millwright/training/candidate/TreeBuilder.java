package io.millwright.training.candidate;

import java.util.ArrayList;
import java.util.List;

/** Flattens a tree of any library, parent before children, left before right. */
final class TreeBuilder {

    private final List<Integer> feature = new ArrayList<>();
    private final List<Double> threshold = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> right = new ArrayList<>();
    private final List<Double> value = new ArrayList<>();

    /** Adds a node and returns its number; children are tied to it by {@link #split}. */
    int node(double nodeValue) {
        feature.add(-1);
        threshold.add(0.0);
        left.add(-1);
        right.add(-1);
        value.add(nodeValue);
        return feature.size() - 1;
    }

    void split(int node, int onFeature, double atThreshold, int leftChild, int rightChild) {
        feature.set(node, onFeature);
        threshold.set(node, atThreshold);
        left.set(node, leftChild);
        right.set(node, rightChild);
    }

    void value(int node, double nodeValue) {
        value.set(node, nodeValue);
    }

    double valueOf(int node) {
        return value.get(node);
    }

    Tree build() {
        return new Tree(ints(feature), doubles(threshold), ints(left), ints(right), doubles(value));
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

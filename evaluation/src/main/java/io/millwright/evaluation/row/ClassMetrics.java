package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Figures of a classifier of several classes, from what was true and what was said, row by row. */
public final class ClassMetrics {

    private final List<String> truths;
    private final List<String> said;
    private final int classes;
    private final int[] truth;
    private final int[] answer;

    /** What was said instead, and how often. */
    public record Confusion(String truth, String said, long rows) {}

    /** @throws IllegalArgumentException where the lists differ in length or are empty */
    public ClassMetrics(List<String> truths, List<String> said) {
        if (truths.size() != said.size() || truths.isEmpty()) {
            throw new IllegalArgumentException(truths.size() + " truths, " + said.size() + " answers");
        }
        this.truths = List.copyOf(truths);
        this.said = List.copyOf(said);
        TreeSet<String> all = new TreeSet<>(truths);
        all.addAll(said);
        List<String> names = List.copyOf(all);
        this.classes = names.size();
        this.truth = places(truths, names);
        this.answer = places(said, names);
    }

    private static int[] places(List<String> names, List<String> ordered) {
        Map<String, Integer> places = new TreeMap<>();
        for (String name : ordered) {
            places.put(name, places.size());
        }
        return names.stream().mapToInt(places::get).toArray();
    }

    /** Share of rows whose class was said, in [0, 1]. */
    public double accuracy() {
        long right = 0;
        for (int row = 0; row < truth.length; row++) {
            right += truth[row] == answer[row] ? 1 : 0;
        }
        return (double) right / truth.length;
    }

    /**
     * F1 of every class that is true somewhere, 2 TP / (rows of it + rows said to be it), weighted by its rows; in [0, 1]. Scikit-learn's
     * {@code f1_score(average="weighted")}.
     */
    public double weightedF1() {
        int[] once = new int[truth.length];
        Arrays.fill(once, 1);
        return weightedF1(once);
    }

    /**
     * The same over rows that come in clusters.
     *
     * @param clusters the machine of each row
     */
    public ClusterMetric weightedF1(List<String> clusters) {
        List<String> names = List.copyOf(new TreeSet<>(clusters));
        int[] cluster = places(clusters, names);
        return ClusterMetric.of(
                names.size(),
                truth.length,
                multiplicity -> weightedF1(
                        Arrays.stream(cluster).map(of -> multiplicity[of]).toArray()));
    }

    private double weightedF1(int[] times) {
        long[] ofClass = new long[classes];
        long[] both = new long[classes];
        long[] answered = new long[classes];
        long rows = 0;
        for (int row = 0; row < truth.length; row++) {
            rows += times[row];
            ofClass[truth[row]] += times[row];
            answered[answer[row]] += times[row];
            both[truth[row]] += truth[row] == answer[row] ? times[row] : 0;
        }
        double sum = 0;
        for (int of = 0; of < classes; of++) {
            if (ofClass[of] > 0) {
                sum += ofClass[of] * 2.0 * both[of] / (ofClass[of] + answered[of]);
            }
        }
        return rows == 0 ? Double.NaN : sum / rows;
    }

    /** What is most often taken for what, the most frequent first. */
    public List<Confusion> confusions(int atMost) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (int row = 0; row < truth.length; row++) {
            if (truth[row] != answer[row]) {
                counts.computeIfAbsent(truths.get(row), any -> new TreeMap<>()).merge(said.get(row), 1L, Long::sum);
            }
        }
        List<Confusion> confusions = new ArrayList<>();
        counts.forEach((of, others) -> others.forEach((other, rows) -> confusions.add(new Confusion(of, other, rows))));
        confusions.sort(Comparator.comparingLong(Confusion::rows).reversed());
        return List.copyOf(confusions.subList(0, Math.min(atMost, confusions.size())));
    }
}

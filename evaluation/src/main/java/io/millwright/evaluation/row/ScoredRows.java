package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Predictions as columns, ordered by (subject, as_of). A row is one subject at one {@code as_of} with its score (a probability
 * where a probability figure is asked for) and its label.
 *
 * <p>The subject is what raises alerts: a machine, or one component of it. The machine is the cluster of every bootstrap. Figures
 * are over labelled rows only; with no positive label they are undefined.
 */
public final class ScoredRows {

    private final List<String> machines;
    private final List<String> subjects;
    private final int[] machine;
    private final int[] subject;
    private final long[] asOfMillis;
    private final double[] score;
    private final Label[] label;

    private ScoredRows(
            List<String> machines,
            List<String> subjects,
            int[] machine,
            int[] subject,
            long[] asOfMillis,
            double[] score,
            Label[] label) {
        this.machines = machines;
        this.subjects = subjects;
        this.machine = machine;
        this.subject = subject;
        this.asOfMillis = asOfMillis;
        this.score = score;
        this.label = label;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The rows of several evaluations as one, for example of all folds; a (subject, as_of) may be in one of them only. */
    public static ScoredRows pooled(Collection<ScoredRows> parts) {
        Builder builder = builder();
        parts.forEach(part -> builder.addAll(part, ""));
        return builder.build();
    }

    /** As {@link #pooled}, of parts dealt anew several times: a (subject, as_of) may be in several of them, and counts in each. */
    public static ScoredRows repeated(List<ScoredRows> parts) {
        Builder builder = builder();
        for (int i = 0; i < parts.size(); i++) {
            builder.addAll(parts.get(i), "/" + i);
        }
        return builder.build();
    }

    public int size() {
        return score.length;
    }

    /** The distinct machines, sorted; the position in this list is the cluster number in {@link ClusterMetric}. */
    public List<String> machines() {
        return machines;
    }

    public String machine(int row) {
        return machines.get(machine[row]);
    }

    public String subject(int row) {
        return subjects.get(subject[row]);
    }

    public long asOfMillis(int row) {
        return asOfMillis[row];
    }

    public double score(int row) {
        return score[row];
    }

    public Label label(int row) {
        return label[row];
    }

    public ScoredRows where(IntPredicate row) {
        Builder builder = builder();
        for (int i = 0; i < size(); i++) {
            if (row.test(i)) {
                builder.add(machine(i), subject(i), asOfMillis[i], score[i], label[i]);
            }
        }
        return builder.build();
    }

    /** The rows of each machine, in the order of {@link #machines}. */
    public List<ScoredRows> byMachine() {
        List<Builder> parts = machines.stream().map(any -> builder()).toList();
        for (int i = 0; i < size(); i++) {
            parts.get(machine[i]).add(machine(i), subject(i), asOfMillis[i], score[i], label[i]);
        }
        return parts.stream().map(Builder::build).toList();
    }

    public ScoredRows labelled() {
        return where(row -> label[row] != Label.UNLABELLED);
    }

    /** The same rows under another score, for example a baseline's. */
    public ScoredRows rescored(RowScore newScore) {
        double[] scores = new double[size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = finite(newScore.score(machine(i), subject(i), asOfMillis[i]), subject(i), asOfMillis[i]);
        }
        return new ScoredRows(machines, subjects, machine, subject, asOfMillis, scores, label);
    }

    /** The same rows, each score times a factor that follows from who and when. */
    public ScoredRows times(RowScore factor) {
        double[] scores = new double[size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] =
                    finite(score[i] * factor.score(machine(i), subject(i), asOfMillis[i]), subject(i), asOfMillis[i]);
        }
        return new ScoredRows(machines, subjects, machine, subject, asOfMillis, scores, label);
    }

    /** A score that follows from who and when. */
    @FunctionalInterface
    public interface RowScore {
        double score(String machine, String subject, long asOfMillis);
    }

    /** Share of positives among labelled rows; n = labelled rows. */
    public ClusterMetric prevalence() {
        return RowMetrics.of(labelled()).prevalence();
    }

    public RowMetrics metrics() {
        return RowMetrics.of(labelled());
    }

    double[] scores() {
        return score;
    }

    boolean[] positives() {
        boolean[] positive = new boolean[size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = label[i] == Label.POSITIVE;
        }
        return positive;
    }

    int[] clusterOfRow() {
        return machine;
    }

    private static double finite(double score, String subject, long asOfMillis) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException(
                    "a score must be a number, got NaN for " + subject + " at " + asOfMillis);
        }
        return score;
    }

    /** Takes rows in any order. */
    public static final class Builder {

        private final List<String> machineOfRow = new ArrayList<>();
        private final List<String> subjectOfRow = new ArrayList<>();
        private long[] asOfMillis = new long[64];
        private double[] score = new double[64];
        private final List<Label> label = new ArrayList<>();

        private Builder() {}

        /** @param suffix of the subjects' names, which tells the same subject of several parts apart */
        private void addAll(ScoredRows part, String suffix) {
            for (int row = 0; row < part.size(); row++) {
                add(
                        part.machine(row),
                        part.subject(row) + suffix,
                        part.asOfMillis(row),
                        part.score(row),
                        part.label(row));
            }
        }

        /** A row whose subject is the machine. */
        public Builder add(String machine, long asOfMillis, double score, Label label) {
            return add(machine, machine, asOfMillis, score, label);
        }

        /** A row of one subject of a machine; a NaN score is refused. */
        public Builder add(String machine, String subject, long asOfMillis, double score, Label label) {
            int row = machineOfRow.size();
            if (row == this.score.length) {
                this.asOfMillis = Arrays.copyOf(this.asOfMillis, 2 * row);
                this.score = Arrays.copyOf(this.score, 2 * row);
            }
            machineOfRow.add(machine);
            subjectOfRow.add(subject);
            this.asOfMillis[row] = asOfMillis;
            this.score[row] = finite(score, subject, asOfMillis);
            this.label.add(label);
            return this;
        }

        /** Throws if a (subject, as_of) occurs twice, or a subject belongs to two machines. */
        public ScoredRows build() {
            List<String> machines = List.copyOf(new TreeSet<>(machineOfRow));
            List<String> subjects = List.copyOf(new TreeSet<>(subjectOfRow));
            int n = machineOfRow.size();
            int[] machineIndex = Columns.indexed(machineOfRow, machines);
            int[] subjectIndex = Columns.indexed(subjectOfRow, subjects);
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Arrays.sort(
                    order,
                    Comparator.<Integer>comparingInt(i -> subjectIndex[i]).thenComparingLong(i -> asOfMillis[i]));
            ScoredRows rows = new ScoredRows(
                    machines,
                    subjects,
                    Columns.permuted(machineIndex, order),
                    Columns.permuted(subjectIndex, order),
                    Columns.permuted(asOfMillis, order),
                    Columns.permuted(score, order),
                    Arrays.stream(order).map(label::get).toArray(Label[]::new));
            rows.requireOneRowPerSubjectAndTime();
            return rows;
        }
    }

    private void requireOneRowPerSubjectAndTime() {
        for (int i = 1; i < size(); i++) {
            if (subject[i] != subject[i - 1]) {
                continue;
            }
            if (machine[i] != machine[i - 1]) {
                throw new IllegalArgumentException(
                        "subject " + subject(i) + " belongs to two machines, " + machine(i - 1) + " and " + machine(i));
            }
            if (asOfMillis[i] == asOfMillis[i - 1]) {
                throw new IllegalArgumentException("two rows of " + subject(i) + " at " + asOfMillis[i]);
            }
        }
    }
}

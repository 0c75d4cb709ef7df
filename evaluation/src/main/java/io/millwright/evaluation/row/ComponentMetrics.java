package io.millwright.evaluation.row;

import io.millwright.evaluation.ClusterMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Figures of who says which components will fail, row by row. A row is true of every component that fails, of {@link #NONE} where none
 * does; what is said likewise. With one component a row at most, these are the usual figures of a classifier of several classes.
 */
public final class ComponentMetrics {

    public static final String NONE = "none";

    private final List<String> classes;
    private final int rows;
    /** By cluster, then class. */
    private final Counts[][] counts;

    /**
     * One row.
     *
     * @param machine the cluster
     * @param truth components that failed; empty where none did
     * @param said likewise
     */
    public record Row(String machine, Set<String> truth, Set<String> said) {
        public Row {
            truth = orNone(truth);
            said = orNone(said);
        }

        private static Set<String> orNone(Set<String> components) {
            return components.isEmpty() ? Set.of(NONE) : Set.copyOf(components);
        }
    }

    /**
     * Rows of one class.
     *
     * @param truth rows it is true of
     * @param said rows it was said of
     * @param right both
     */
    public record Counts(long truth, long said, long right) {
        private static final Counts NOTHING = new Counts(0, 0, 0);

        private Counts plus(Counts other, int times) {
            return new Counts(truth + times * other.truth, said + times * other.said, right + times * other.right);
        }

        /** NaN where it was never said. */
        double precision() {
            return said == 0 ? Double.NaN : (double) right / said;
        }

        /** NaN where it is never true. */
        double recall() {
            return truth == 0 ? Double.NaN : (double) right / truth;
        }

        /** Harmonic mean of both; NaN where it is neither true nor said. */
        double f1() {
            return truth + said == 0 ? Double.NaN : 2.0 * right / (truth + said);
        }
    }

    /** @throws IllegalArgumentException without rows */
    public ComponentMetrics(Collection<Row> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no rows");
        }
        TreeSet<String> machines = new TreeSet<>();
        TreeSet<String> components = new TreeSet<>();
        for (Row row : rows) {
            machines.add(row.machine());
            components.addAll(row.truth());
            components.addAll(row.said());
        }
        components.remove(NONE);
        List<String> names = new ArrayList<>(components);
        names.add(0, NONE);
        this.classes = List.copyOf(names);
        this.rows = rows.size();
        List<String> clusters = List.copyOf(machines);
        this.counts = new Counts[clusters.size()][classes.size()];
        for (Counts[] of : counts) {
            Arrays.fill(of, Counts.NOTHING);
        }
        rows.forEach(row -> add(counts[clusters.indexOf(row.machine())], row));
    }

    private void add(Counts[] of, Row row) {
        for (int c = 0; c < of.length; c++) {
            boolean truth = row.truth().contains(classes.get(c));
            boolean said = row.said().contains(classes.get(c));
            of[c] = of[c].plus(new Counts(truth ? 1 : 0, said ? 1 : 0, truth && said ? 1 : 0), 1);
        }
    }

    /** {@link #NONE}, then every component that is true or was said somewhere, in order. */
    public List<String> classes() {
        return classes;
    }

    public Counts counts(String name) {
        int[] once = new int[counts.length];
        Arrays.fill(once, 1);
        return summed(place(name), once);
    }

    /** Mean F1 of the classes that are true somewhere, {@link #NONE} among them; n = rows. */
    public ClusterMetric macroF1() {
        int[] present = classes.stream()
                .filter(name -> counts(name).truth() > 0)
                .mapToInt(this::place)
                .toArray();
        return ClusterMetric.of(counts.length, rows, times -> Arrays.stream(present)
                .mapToDouble(c -> summed(c, times).f1())
                .filter(f1 -> !Double.isNaN(f1))
                .average()
                .orElse(Double.NaN));
    }

    /** Of one class; n = rows it was said of. */
    public ClusterMetric precision(String name) {
        return figure(name, counts(name).said(), Counts::precision);
    }

    /** Of one class; n = rows it is true of. */
    public ClusterMetric recall(String name) {
        return figure(name, counts(name).truth(), Counts::recall);
    }

    /** Of one class; n = rows it is true of. */
    public ClusterMetric f1(String name) {
        return figure(name, counts(name).truth(), Counts::f1);
    }

    private ClusterMetric figure(String name, long n, ToDoubleFunction<Counts> of) {
        int c = place(name);
        return ClusterMetric.of(counts.length, n, times -> of.applyAsDouble(summed(c, times)));
    }

    private int place(String name) {
        int place = classes.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("no class " + name + " among " + classes);
        }
        return place;
    }

    private Counts summed(int c, int[] times) {
        Counts sum = Counts.NOTHING;
        for (int cluster = 0; cluster < counts.length; cluster++) {
            sum = sum.plus(counts[cluster][c], times[cluster]);
        }
        return sum;
    }
}

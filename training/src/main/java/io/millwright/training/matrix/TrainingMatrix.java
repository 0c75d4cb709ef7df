package io.millwright.training.matrix;

import io.millwright.lake.MillwrightException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Features in memory. A row is one machine at one {@code as_of}, in the order of (equipment, as_of); a column is one feature;
 * NaN says that the feature could not be computed.
 *
 * <p>Values are single precision, as the boosted trees take them: 45,000 rows of 300 features are 54 MB. A selection of rows shares them
 * with the matrix it was selected from, because folds within folds would otherwise hold a million rows several times.
 */
public final class TrainingMatrix {

    /** No array of Java is longer. */
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private final List<String> columns;
    private final List<String> machines;
    private final int[] machineOfRow;
    private final long[] asOfMillis;
    /** Where the values of a row are, in rows of {@link #values}. */
    private final int[] placeOfRow;

    private final float[] values;

    private TrainingMatrix(
            List<String> columns,
            List<String> machines,
            int[] machineOfRow,
            long[] asOfMillis,
            int[] placeOfRow,
            float[] values) {
        this.columns = columns;
        this.machines = machines;
        this.machineOfRow = machineOfRow;
        this.asOfMillis = asOfMillis;
        this.placeOfRow = placeOfRow;
        this.values = values;
    }

    /** With values of its own, row after row. */
    private TrainingMatrix(
            List<String> columns, List<String> machines, int[] machineOfRow, long[] asOfMillis, float[] values) {
        this(
                columns,
                machines,
                machineOfRow,
                asOfMillis,
                IntStream.range(0, machineOfRow.length).toArray(),
                values);
    }

    /**
     * Puts rows into key order.
     *
     * @param rows any order, at most one of each machine and {@code as_of}
     * @throws MillwrightException where they are too many, or two are of the same machine and moment
     */
    public static TrainingMatrix of(List<String> columns, List<FeatureRow> rows) {
        List<FeatureRow> sorted = rows.stream().sorted().toList();
        List<String> machines = List.copyOf(
                new TreeSet<>(sorted.stream().map(FeatureRow::machine).toList()));
        Map<String, Integer> number = numbered(machines);
        int[] machineOfRow = new int[sorted.size()];
        long[] asOfMillis = new long[sorted.size()];
        float[] values = values(sorted.size(), columns.size());
        for (int row = 0; row < sorted.size(); row++) {
            FeatureRow source = sorted.get(row);
            if (source.values().length != columns.size()) {
                throw new IllegalArgumentException("a row must have " + columns.size() + " values, got "
                        + source.values().length + " for " + source.machine());
            }
            if (row > 0 && sorted.get(row - 1).compareTo(source) == 0) {
                throw MillwrightException.data("the training set has two rows of machine " + source.machine()
                        + " at " + java.time.Instant.ofEpochMilli(source.asOfMillis())
                        + "; run the features job again");
            }
            machineOfRow[row] = number.getOrDefault(source.machine(), 0);
            asOfMillis[row] = source.asOfMillis();
            System.arraycopy(source.values(), 0, values, row * columns.size(), columns.size());
        }
        return new TrainingMatrix(List.copyOf(columns), machines, machineOfRow, asOfMillis, values);
    }

    /** Room for so many rows, which one array must hold. */
    private static float[] values(int rows, int width) {
        if ((long) rows * width > MOST_VALUES) {
            throw MillwrightException.configuration("the training set has " + rows + " rows of " + width
                    + " features, more than the " + MOST_VALUES + " values that can be trained on at once; give"
                    + " features.as_of.every a longer step, or fewer features.windows or features.statistics");
        }
        return new float[rows * width];
    }

    private static Map<String, Integer> numbered(List<String> names) {
        Map<String, Integer> number = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            number.put(names.get(i), i);
        }
        return number;
    }

    public int rows() {
        return machineOfRow.length;
    }

    public List<String> columns() {
        return columns;
    }

    public int width() {
        return columns.size();
    }

    /** Distinct ids, sorted; may hold machines that have no row in a selection. */
    public List<String> machines() {
        return machines;
    }

    public String machine(int row) {
        return machines.get(machineOfRow[row]);
    }

    /** Place of the row's machine in {@link #machines}. */
    public int machineNumber(int row) {
        return machineOfRow[row];
    }

    public long asOfMillis(int row) {
        return asOfMillis[row];
    }

    public float value(int row, int column) {
        return values[placeOfRow[row] * columns.size() + column];
    }

    /** All values, row after row: a copy where the rows are a selection, else the array itself, which is read only. */
    public float[] rowMajor() {
        return isWhole() ? values : copied();
    }

    private boolean isWhole() {
        return rows() * width() == values.length && IntStream.range(0, rows()).allMatch(row -> placeOfRow[row] == row);
    }

    private float[] copied() {
        int width = width();
        float[] copy = values(rows(), width);
        for (int row = 0; row < rows(); row++) {
            copyRow(row, copy, row * width);
        }
        return copy;
    }

    private void copyRow(int row, float[] into, int at) {
        System.arraycopy(values, placeOfRow[row] * width(), into, at, width());
    }

    /** One column's values, a copy. */
    public float[] column(int column) {
        float[] copy = new float[rows()];
        for (int row = 0; row < copy.length; row++) {
            copy[row] = value(row, column);
        }
        return copy;
    }

    /** The given rows, in the given order, which must keep the key order. Values are shared, not copied. */
    public TrainingMatrix select(int[] rows) {
        int[] machine = new int[rows.length];
        long[] asOf = new long[rows.length];
        int[] place = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            machine[i] = machineOfRow[rows[i]];
            asOf[i] = asOfMillis[rows[i]];
            place[i] = placeOfRow[rows[i]];
        }
        return new TrainingMatrix(columns, machines, machine, asOf, place, values);
    }

    /**
     * The named columns in the named order; this very matrix where that is what it has.
     *
     * @throws MillwrightException where a model asks for a feature the table does not have
     */
    public TrainingMatrix withColumns(List<String> names) {
        if (names.equals(columns)) {
            return this;
        }
        Map<String, Integer> place = numbered(columns);
        int[] source = new int[names.size()];
        for (int i = 0; i < source.length; i++) {
            Integer found = place.get(names.get(i));
            if (found == null) {
                throw MillwrightException.data("the training set has no feature '" + names.get(i)
                        + "', which the model was trained on; run the features job with the model's configuration");
            }
            source[i] = found;
        }
        float[] selected = values(rows(), source.length);
        for (int row = 0; row < rows(); row++) {
            for (int i = 0; i < source.length; i++) {
                selected[row * source.length + i] = value(row, source[i]);
            }
        }
        return new TrainingMatrix(List.copyOf(names), machines, machineOfRow, asOfMillis, selected);
    }

    /** The same rows with one more column in front. */
    public TrainingMatrix withFirstColumn(String name, double[] column) {
        int width = width() + 1;
        float[] wider = values(rows(), width);
        for (int row = 0; row < rows(); row++) {
            wider[row * width] = (float) column[row];
            copyRow(row, wider, row * width + 1);
        }
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(columns);
        return new TrainingMatrix(List.copyOf(names), machines, machineOfRow, asOfMillis, wider);
    }

    /**
     * The same rows with more columns behind.
     *
     * @param more one row a row, one column a name
     */
    public TrainingMatrix withLastColumns(List<String> names, double[][] more) {
        int width = width() + names.size();
        float[] wider = values(rows(), width);
        for (int row = 0; row < rows(); row++) {
            copyRow(row, wider, row * width);
            for (int i = 0; i < names.size(); i++) {
                wider[row * width + width() + i] = (float) more[row][i];
            }
        }
        List<String> all = new ArrayList<>(columns);
        all.addAll(names);
        return new TrainingMatrix(List.copyOf(all), machines, machineOfRow, asOfMillis, wider);
    }

    /** The same rows with every value replaced, for tests and audits. */
    public TrainingMatrix mapped(ValueChange change) {
        float[] changed = copied();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = change.apply(i / width(), i % width(), changed[i]);
        }
        return new TrainingMatrix(columns, machines, machineOfRow, asOfMillis, changed);
    }

    /** A new value for a cell. */
    @FunctionalInterface
    public interface ValueChange {
        float apply(int row, int column, float value);
    }
}

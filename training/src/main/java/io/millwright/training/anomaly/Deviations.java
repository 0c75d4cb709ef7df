package io.millwright.training.anomaly;

import io.millwright.training.matrix.TrainingMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * Indicators in units of the machine's own normal.
 *
 * @param keys machine and {@code as_of} of each row
 * @param types equipment type of each row
 * @param sites of each row
 * @param regimes of each row, {@link Indicators#NO_REGIME} where not known
 * @param z robust z-scores, row by indicator, cut off at {@value #LIMIT}; 0 where the value or the normal is not known
 * @param beyond how far outside the quartiles, in their distance, row by indicator; 0 inside
 * @param known whether any indicator of the row is known
 */
@SuppressWarnings("ArrayRecordComponent") // columns beside a matrix; identity is never asked for
record Deviations(
        TrainingMatrix keys,
        String[] types,
        String[] sites,
        int[] regimes,
        double[][] z,
        double[][] beyond,
        boolean[] known) {

    static final double LIMIT = 20;

    static Deviations of(Indicators rows, Normals normals) {
        int n = rows.matrix().rows();
        int width = normals.width();
        Deviations deviations = new Deviations(
                rows.matrix(),
                new String[n],
                new String[n],
                new int[n],
                new double[n][width],
                new double[n][width],
                new boolean[n]);
        for (int row = 0; row < n; row++) {
            deviations.types[row] = rows.type(row);
            deviations.sites[row] = rows.site(row);
            deviations.regimes[row] = rows.regime(row);
            for (int column = 0; column < width; column++) {
                Normal normal =
                        normals.of(rows.matrix().machine(row), deviations.types[row], deviations.regimes[row], column);
                double value = rows.matrix().value(row, column);
                deviations.z[row][column] = z(value, normal);
                deviations.beyond[row][column] = beyond(value, normal);
                deviations.known[row] |= !Double.isNaN(value) && normal.count() > 0;
            }
        }
        return deviations;
    }

    private static double z(double value, Normal normal) {
        if (Double.isNaN(value) || normal.count() == 0) {
            return 0;
        }
        double distance = value - normal.median();
        if (normal.spread() > 0) {
            return Math.max(-LIMIT, Math.min(LIMIT, distance / normal.spread()));
        }
        return LIMIT * Math.signum(distance);
    }

    private static double beyond(double value, Normal normal) {
        double outside = Math.max(normal.low() - value, value - normal.high());
        if (!(outside > 0)) {
            return 0;
        }
        double width = normal.high() - normal.low();
        return width > 0 ? Math.min(LIMIT, outside / width) : LIMIT;
    }

    int rows() {
        return z.length;
    }

    Deviations select(int[] rows) {
        return new Deviations(
                keys.select(rows),
                Arrays.stream(rows).mapToObj(row -> types[row]).toArray(String[]::new),
                Arrays.stream(rows).mapToObj(row -> sites[row]).toArray(String[]::new),
                Arrays.stream(rows).map(row -> regimes[row]).toArray(),
                picked(z, rows),
                picked(beyond, rows),
                picked(known, rows));
    }

    private static boolean[] picked(boolean[] all, int[] rows) {
        boolean[] picked = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = all[rows[i]];
        }
        return picked;
    }

    private static double[][] picked(double[][] all, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> all[row]).toArray(double[][]::new);
    }

    /** The same rows as if one sensor were at its normal, in the given rows only. */
    Deviations withoutSensor(String sensor, List<String> sensors, boolean[] inRow) {
        double[][] otherZ = z.clone();
        double[][] otherBeyond = beyond.clone();
        for (int row = 0; row < rows(); row++) {
            if (inRow[row]) {
                otherZ[row] = z[row].clone();
                otherBeyond[row] = beyond[row].clone();
                for (int column = 0; column < sensors.size(); column++) {
                    if (sensors.get(column).equals(sensor)) {
                        otherZ[row][column] = 0;
                        otherBeyond[row][column] = 0;
                    }
                }
            }
        }
        return new Deviations(keys, types, sites, regimes, otherZ, otherBeyond, known);
    }
}

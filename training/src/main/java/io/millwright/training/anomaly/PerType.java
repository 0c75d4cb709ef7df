package io.millwright.training.anomaly;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One {@link PointDetector} for each equipment type with enough rows; other types get one fitted on the whole fleet. */
final class PerType implements Detector {

    static final int FEWEST_ROWS = 50;

    private final PointDetector points;

    PerType(PointDetector points) {
        this.points = points;
    }

    @Override
    public String name() {
        return points.name();
    }

    @Override
    public Fitted fit(Deviations normal, long seed) {
        Map<String, PointDetector.FittedPoints> byType = new TreeMap<>();
        for (String type : new TreeSet<>(List.of(normal.types()))) {
            int[] own = ofType(normal, type);
            if (own.length >= FEWEST_ROWS) {
                byType.put(type, points.fit(normal.select(own).z(), seed));
            }
        }
        boolean typesDiffer = byType.size() != new TreeSet<>(List.of(normal.types())).size();
        PointDetector.FittedPoints fleet =
                typesDiffer && normal.rows() >= FEWEST_ROWS ? points.fit(normal.z(), seed) : PerType::cannotTell;
        return rows -> scores(rows, byType, fleet);
    }

    private static double[] scores(
            Deviations rows, Map<String, PointDetector.FittedPoints> byType, PointDetector.FittedPoints fleet) {
        double[] scores = new double[rows.rows()];
        for (String type : new TreeSet<>(List.of(rows.types()))) {
            int[] own = ofType(rows, type);
            double[] ofType =
                    byType.getOrDefault(type, fleet).scores(rows.select(own).z());
            for (int i = 0; i < own.length; i++) {
                scores[own[i]] = ofType[i];
            }
        }
        return scores;
    }

    private static double[] cannotTell(double[][] rows) {
        double[] scores = new double[rows.length];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }

    private static int[] ofType(Deviations rows, String type) {
        return IntStream.range(0, rows.rows())
                .filter(row -> rows.types()[row].equals(type))
                .toArray();
    }
}

package io.millwright.training.candidate;

import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Robust z-score: how far the recent mean of any condition sensor lies from the machine's own median, in scaled median absolute
 * deviations; the largest over the sensors. The normal is fitted on the training rows of the machine; a machine without enough of them
 * is compared with the fleet.
 */
final class RobustZPolicy implements Candidate {

    private static final int FEWEST_ROWS = 20;
    private static final int PARTS = 4;
    private static final String MEAN = "__mean";

    private final List<String> sensors;

    RobustZPolicy(List<String> sensors) {
        this.sensors = List.copyOf(sensors);
    }

    @Override
    public String name() {
        return "robust_z";
    }

    @Override
    public boolean probabilistic() {
        return false;
    }

    @Override
    public FittedModel fit(TrainingMatrix rows, FailureLabels labels, long seed) {
        TrainingMatrix recent = rows.withColumns(recentMeans(rows.columns()));
        List<Integer> usable = new ArrayList<>();
        List<PolicyModel.Normal> fleet = new ArrayList<>();
        for (int column = 0; column < recent.width(); column++) {
            Optional<PolicyModel.Normal> normal = PolicyModel.Normal.of(recent.column(column), FEWEST_ROWS);
            if (normal.isPresent()) {
                usable.add(column);
                fleet.add(normal.get());
            }
        }
        TrainingMatrix watched = recent.withColumns(
                usable.stream().map(column -> recent.columns().get(column)).toList());
        return new PolicyModel(new PolicyModel.State(watched.columns(), byMachine(watched, fleet), fleet));
    }

    private static Map<String, List<PolicyModel.Normal>> byMachine(
            TrainingMatrix rows, List<PolicyModel.Normal> fleet) {
        Map<String, List<Integer>> rowsOf = new TreeMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            rowsOf.computeIfAbsent(rows.machine(row), any -> new ArrayList<>()).add(row);
        }
        Map<String, List<PolicyModel.Normal>> normals = new TreeMap<>();
        rowsOf.forEach((machine, own) -> {
            TrainingMatrix selected =
                    rows.select(own.stream().mapToInt(Integer::intValue).toArray());
            List<PolicyModel.Normal> ofMachine = new ArrayList<>();
            for (int column = 0; column < rows.width(); column++) {
                ofMachine.add(PolicyModel.Normal.of(selected.column(column), FEWEST_ROWS)
                        .orElse(fleet.get(column)));
            }
            normals.put(machine, ofMachine);
        });
        return normals;
    }

    /** The mean over the shortest window of each sensor, as the columns name it. */
    private List<String> recentMeans(List<String> columns) {
        Map<String, String> shortest = new LinkedHashMap<>();
        for (String sensor : sensors) {
            columns.stream()
                    .filter(column -> column.startsWith(sensor + "__") && column.endsWith(MEAN))
                    .findFirst()
                    .ifPresent(column -> shortest.put(sensor, column));
        }
        return List.copyOf(shortest.values());
    }

    @Override
    public CrossFit crossFit(TrainingMatrix period, FailureLabels labels, List<InnerFold> folds, long seed) {
        return new CrossFit(outOfTime(period, labels, seed), fit(period, labels, seed), List.of());
    }

    /**
     * Scores of a quarter of the period by normals of the rest of it. A normal lies near the rows it was taken from, so thresholds chosen on
     * those would be too low for the days to come. Rows that all are of one moment have no other to be held against.
     */
    private double[] outOfTime(TrainingMatrix period, FailureLabels labels, long seed) {
        long[] moments = IntStream.range(0, period.rows())
                .mapToLong(period::asOfMillis)
                .sorted()
                .distinct()
                .toArray();
        if (moments.length < PARTS) {
            return fit(period, labels, seed).scores(period);
        }
        int[] partOf = IntStream.range(0, period.rows())
                .map(row -> Arrays.binarySearch(moments, period.asOfMillis(row)) * PARTS / moments.length)
                .toArray();
        double[] scores = new double[period.rows()];
        for (int part = 0; part < PARTS; part++) {
            int own = part;
            int[] scored = IntStream.range(0, scores.length)
                    .filter(row -> partOf[row] == own)
                    .toArray();
            int[] others = IntStream.range(0, scores.length)
                    .filter(row -> partOf[row] != own)
                    .toArray();
            double[] ofPart =
                    fit(period.select(others), labels.select(others), seed).scores(period.select(scored));
            for (int i = 0; i < scored.length; i++) {
                scores[scored[i]] = ofPart[i];
            }
        }
        return scores;
    }
}

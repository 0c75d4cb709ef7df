package io.millwright.pipeline.audit;

import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.FailureLabels;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * L12: no feature gives the answer away, and none is the name of a machine.
 *
 * <p>A feature that alone separates positive from healthy rows is named to be looked at. It may be one good sensor; but a sensor does not
 * know where the horizon was set. A feature that tells the first row inside the horizon from the last before it, too, knows the failure, and
 * fails. Where there are too few such pairs to say so, one that separates without a fault fails.
 *
 * <p>A feature that is another number for every machine and never changes is a name. It fails where it tells machines it was not learned
 * from: where those next to each other by it fail alike.
 */
final class Proxies {

    private static final double TOO_GOOD = 0.95;
    private static final double WITHOUT_FAULT = 0.9995;
    private static final int FEWEST_PAIRS = 5;
    private static final int FEWEST_MACHINES = 10;
    private static final int DRAWS = 999;
    private static final int NAMED = 3;

    private final TrainingMatrix matrix;
    private final FailureLabels labels;
    private final int[] atHorizon;

    private Proxies(TrainingMatrix matrix, FailureLabels labels) {
        this.matrix = matrix;
        this.labels = labels;
        this.atHorizon = atHorizon(matrix, labels);
    }

    static AuditOutcome of(Lake lake, PipelineConfig config) {
        Optional<TargetSpec.Failure> headline = config.targets().headline();
        if (headline.isEmpty() || !lake.has(TrainingSet.NAME) || !lake.has(Labels.TABLE)) {
            return new AuditOutcome.NotApplicable("there is no failure target with a training set");
        }
        TrainingData data = TrainingData.of(lake, List.of(headline.get().name()));
        FailureLabels labels = data.failures().get(headline.get().name());
        if (labels == null || labels.count(1) == 0 || labels.count(0) == 0) {
            return new AuditOutcome.NotApplicable("there are no positive or no healthy rows");
        }
        return new Proxies(data.matrix(), labels).outcome();
    }

    /**
     * A feature by itself.
     *
     * @param area under the curve over all labelled rows
     * @param atHorizon the same over the pairs of rows on both sides of the horizon's start; NaN where there are too few
     */
    private record Found(String feature, double area, double atHorizon) {

        boolean isTooGood() {
            return area > TOO_GOOD;
        }

        boolean knowsTheFailure() {
            return isTooGood() && (Double.isNaN(atHorizon) ? area > WITHOUT_FAULT : atHorizon > TOO_GOOD);
        }

        String text() {
            return feature
                    + String.format(Locale.ROOT, " %.3f", area)
                    + (isTooGood() && !Double.isNaN(atHorizon)
                            ? String.format(Locale.ROOT, " (%.3f at the start of the horizon)", atHorizon)
                            : "");
        }
    }

    private AuditOutcome outcome() {
        List<Found> found = IntStream.range(0, matrix.width())
                .mapToObj(this::found)
                .sorted(Comparator.comparing(Found::knowsTheFailure)
                        .thenComparing(Found::area)
                        .reversed())
                .limit(NAMED)
                .toList();
        String best = found.stream().map(Found::text).collect(Collectors.joining(", "));
        if (found.stream().anyMatch(Found::knowsTheFailure)) {
            return new AuditOutcome.Failed(
                    0,
                    "a feature alone separates positive from healthy rows better than a sensor can, "
                            + (Double.isNaN(found.get(0).atHorizon())
                                    ? "without a fault"
                                    : "the first row inside the horizon from the last before it, too")
                            + ", so it knows the failure (areas under the curve): " + best);
        }
        List<String> names = IntStream.range(0, matrix.width())
                .filter(this::isName)
                .mapToObj(matrix.columns()::get)
                .toList();
        List<String> telling = names.stream()
                .filter(name -> tellsOfOthers(matrix.columns().indexOf(name)))
                .toList();
        if (!telling.isEmpty()) {
            return new AuditOutcome.Failed(
                    0,
                    "a feature that never changes and is another number for every machine is a name, and machines named"
                            + " alike fail alike, so a model learns who fails and not how; leave it out: "
                            + String.join(", ", telling.subList(0, Math.min(NAMED, telling.size()))));
        }
        String ofNames = names.isEmpty()
                ? "none is the name of a machine"
                : names.size() + " name the machine and tell nothing of others, " + names.get(0) + " among them";
        return new AuditOutcome.Passed(
                0,
                found.stream().anyMatch(Found::isTooGood)
                        ? "FLAGGED, see what it is made of: a feature alone has an area under the curve above "
                                + TOO_GOOD
                                + ", but does not know where the horizon starts, as a good sensor does not: " + best
                                + "; "
                                + ofNames
                        : "of " + matrix.width() + " features none alone has an area under the curve above " + TOO_GOOD
                                + "; the largest: " + best + "; " + ofNames);
    }

    private Found found(int column) {
        float[] values = matrix.column(column);
        double area = areaUnderCurve(values, labels);
        if (area <= TOO_GOOD || atHorizon.length < 2 * FEWEST_PAIRS) {
            return new Found(matrix.columns().get(column), area, Double.NaN);
        }
        float[] near = new float[atHorizon.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = values[atHorizon[i]];
        }
        return new Found(matrix.columns().get(column), area, areaUnderCurve(near, labels.select(atHorizon)));
    }

    /** Of every machine the last healthy and the first positive row, where one follows the other. */
    private static int[] atHorizon(TrainingMatrix matrix, FailureLabels labels) {
        return IntStream.range(1, matrix.rows())
                .filter(row -> labels.positive(row)
                        && labels.label()[row - 1] == 0
                        && matrix.machineNumber(row) == matrix.machineNumber(row - 1))
                .flatMap(row -> IntStream.of(row - 1, row))
                .toArray();
    }

    private boolean isName(int column) {
        float[] values = matrix.column(column);
        TreeMap<Integer, Float> ofMachine = new TreeMap<>();
        for (int row = 0; row < values.length; row++) {
            Float before = ofMachine.putIfAbsent(matrix.machineNumber(row), values[row]);
            if (Float.isNaN(values[row]) || (before != null && before != values[row])) {
                return false;
            }
        }
        return matrix.rows() > ofMachine.size()
                && ofMachine.size() >= FEWEST_MACHINES
                && new TreeSet<>(ofMachine.values()).size() == ofMachine.size();
    }

    /** Whether machines next to each other by a name fail alike more often than when the failures are dealt to them anew. */
    private boolean tellsOfOthers(int column) {
        float[] values = matrix.column(column);
        TreeMap<Float, Boolean> failedByName = new TreeMap<>();
        for (int row = 0; row < values.length; row++) {
            failedByName.merge(values[row], labels.positive(row), Boolean::logicalOr);
        }
        List<Boolean> failed = new ArrayList<>(failedByName.values());
        long alike = alike(failed);
        Random random = new Random(AuditSettings.STANDARD.seed());
        for (int draw = 0; draw < DRAWS; draw++) {
            Collections.shuffle(failed, random);
            if (alike(failed) >= alike) {
                return false;
            }
        }
        return true;
    }

    private static long alike(List<Boolean> failed) {
        return IntStream.range(1, failed.size())
                .filter(i -> failed.get(i).equals(failed.get(i - 1)))
                .count();
    }

    /** Of a feature used either way round; unknown values are left out, ties count half. */
    static double areaUnderCurve(float[] values, FailureLabels labels) {
        int[] rows = IntStream.range(0, values.length)
                .filter(row -> labels.labelled(row) && !Float.isNaN(values[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> values[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double rankSum = 0;
        long positives = 0;
        for (int from = 0; from < rows.length; ) {
            int to = from;
            while (to < rows.length && values[rows[to]] == values[rows[from]]) {
                to++;
            }
            double rank = (from + to + 1) / 2.0;
            for (int i = from; i < to; i++) {
                if (labels.positive(rows[i])) {
                    rankSum += rank;
                    positives++;
                }
            }
            from = to;
        }
        long healthy = rows.length - positives;
        if (positives == 0 || healthy == 0) {
            return 0.5;
        }
        double area = (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * healthy);
        return Math.max(area, 1 - area);
    }
}

package io.millwright.training;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.split.Part;
import io.millwright.evaluation.split.TimeFold;
import io.millwright.training.fitted.FittedFeatures;
import io.millwright.training.fitted.FittedSpecs;
import io.millwright.training.matrix.SeverityLabels;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One pair of training period and test.
 *
 * @param number from 1 for tests in time order; 0 for the final model, and for what the anomaly stage says of now
 * @param train rows with {@code as_of} inside it may be learned from
 * @param test rows with {@code as_of} inside it are predicted, never learned from
 * @param trainMachines machines that may be learned from
 * @param testMachines machines that are tested; empty for the final model
 */
record OuterFold(
        int number, Axis axis, TimeWindow train, TimeWindow test, Set<String> trainMachines, Set<String> testMachines) {

    OuterFold {
        trainMachines = Set.copyOf(trainMachines);
        testMachines = Set.copyOf(testMachines);
    }

    /** Rows of the training period, those whose label reaches into the test among them. */
    int[] period(TrainingMatrix rows) {
        return rows(rows, row -> train.contains(rows.asOfMillis(row)) && trainMachines.contains(rows.machine(row)));
    }

    /** Features fitted on the training period. */
    FittedFeatures fitted(TrainingMatrix rows, FittedSpecs specs) {
        return specs.equals(FittedSpecs.NONE)
                ? FittedFeatures.NONE
                : FittedFeatures.fit(rows.select(period(rows)), specs);
    }

    int[] testRows(TrainingMatrix rows) {
        return rows(rows, row -> test.contains(rows.asOfMillis(row)) && testMachines.contains(rows.machine(row)));
    }

    private static int[] rows(TrainingMatrix rows, IntPredicate wanted) {
        return IntStream.range(0, rows.rows()).filter(wanted).toArray();
    }

    /** Whether a label that looks this far ahead is known when the test begins: else the row is purged from learning. */
    boolean knowsLabel(long asOfMillis, Duration horizon) {
        return !byTime() || new TimeFold(train, test, horizon, Duration.ZERO).part("", asOfMillis) == Part.TRAIN;
    }

    /** Severities are written down after the repair: those that were not when the test begins may not be learned from. */
    SeverityLabels known(SeverityLabels severities) {
        return byTime() ? severities.knownBy(test.from().toEpochMilli()) : severities;
    }

    boolean byTime() {
        return axis == Axis.TIME || axis.isHeldOut();
    }
}

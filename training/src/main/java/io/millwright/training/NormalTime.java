package io.millwright.training;

import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.config.TargetSpec;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The normal rows of a fold's training period, cut in two by time.
 *
 * @param fitted row numbers that detectors are fitted on
 * @param calibrated row numbers of the rest, for ranks and thresholds
 * @param calibration the time of that rest
 */
@SuppressWarnings("ArrayRecordComponent") // row numbers; identity is never asked for
record NormalTime(int[] fitted, int[] calibrated, TimeWindow calibration) {

    static NormalTime of(OuterFold fold, WatchedRows watched, TargetSpec.Anomaly wanted, TrainingSpec spec) {
        TrainingMatrix matrix = watched.data().matrix();
        int[] normal = AnomalyRun.normalRows(fold, watched.data(), spec.targets());
        TimeWindow period = fold.train();
        long cut = period.to().toEpochMilli()
                - (long) (wanted.calibrationShare() * period.length().toMillis());
        return new NormalTime(
                where(normal, row -> matrix.asOfMillis(row) < cut),
                where(normal, row -> matrix.asOfMillis(row) >= cut),
                new TimeWindow(Instant.ofEpochMilli(Math.max(period.from().toEpochMilli(), cut)), period.to()));
    }

    /** Whether there is a row of either. */
    boolean enough() {
        return fitted.length > 0 && calibrated.length > 0;
    }

    private static int[] where(int[] rows, IntPredicate wanted) {
        return Arrays.stream(rows).filter(wanted).toArray();
    }
}

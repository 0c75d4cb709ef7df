package io.millwright.pipeline.monitor;

import io.millwright.evaluation.Estimate;
import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.event.Outcome;
import io.millwright.evaluation.row.Label;
import io.millwright.quality.drift.EventRate;
import java.time.Instant;
import java.util.Collection;

/**
 * What became of the lists of one stretch of time, over rows whose outcome is known: are as many failures as were foretold, and how many
 * alerts were right.
 *
 * @param from first moment of the stretch
 * @param rows machines on lists, with a label
 * @param positives of them those a failure followed
 * @param failures behind the positive rows, each counted once
 * @param expected sum of the probabilities
 * @param rowsPerFailure on how many lists one failure is foretold, where all is regular; at least 1
 * @param hits alerts that a failure followed in time
 * @param falseAlarms alerts that none followed
 */
record Matured(
        Instant from,
        long rows,
        long positives,
        long failures,
        double expected,
        double rowsPerFailure,
        long hits,
        long falseAlarms) {

    static Matured of(Instant from, Collection<ListedRow> rows, Collection<Episode> alerts, double rowsPerFailure) {
        long positives =
                rows.stream().filter(row -> row.label() == Label.POSITIVE).count();
        return new Matured(
                from,
                rows.stream().filter(row -> row.label() != Label.UNLABELLED).count(),
                positives,
                rows.stream()
                        .filter(row -> row.label() == Label.POSITIVE)
                        .map(row -> row.machine() + ' ' + row.failureMillis())
                        .distinct()
                        .count(),
                rows.stream()
                        .filter(row -> row.label() != Label.UNLABELLED)
                        .mapToDouble(ListedRow::probability)
                        .sum(),
                rowsPerFailure,
                count(alerts, Outcome.HIT),
                count(alerts, Outcome.FALSE_ALARM));
    }

    private static long count(Collection<Episode> alerts, Outcome outcome) {
        return alerts.stream().filter(alert -> alert.outcome() == outcome).count();
    }

    /** Calibration in the large: positive rows over their expected number; NaN where none were expected. */
    double observedOverExpected() {
        return expected > 0 ? positives / expected : Double.NaN;
    }

    /**
     * 95 % interval of it, Poisson's on the failures behind the rows: the rows of one failure are one surprise, and on so many rows the
     * interval would be far too narrow.
     */
    double observedOverExpectedLow() {
        return EventRate.of(failures, 1).low() / expectedFailures();
    }

    double observedOverExpectedHigh() {
        return EventRate.of(failures, 1).high() / expectedFailures();
    }

    private double expectedFailures() {
        double each = failures > 0 ? (double) positives / failures : rowsPerFailure;
        return expected > 0 ? expected / each : Double.NaN;
    }

    long judgedAlerts() {
        return hits + falseAlarms;
    }

    /** Hits over judged alerts. */
    Estimate eventPrecision() {
        return Estimate.ofShare(hits, judgedAlerts());
    }
}

package io.millwright.training.candidate;

import java.util.List;

/**
 * One try of a search.
 *
 * @param number from 1; the first is the standard configuration
 * @param logLosses on each fold of machines left out on which it was judged
 * @param averagePrecisions likewise; NaN on a fold without a failure
 * @param rounds at which the loss was lowest, mean over the folds; 0 for a family without rounds
 * @param seconds its fits took
 * @param chosen whether the model was fitted by it
 */
public record Trial(
        int number,
        Configuration configuration,
        List<Double> logLosses,
        List<Double> averagePrecisions,
        double rounds,
        double seconds,
        boolean chosen) {

    public Trial {
        logLosses = List.copyOf(logLosses);
        averagePrecisions = List.copyOf(averagePrecisions);
    }

    /** On which it was judged. */
    public int folds() {
        return logLosses.size();
    }

    /** Mean over the folds. */
    public double logLoss() {
        return mean(logLosses);
    }

    /** Mean over the folds that have a failure; NaN where none has. */
    public double averagePrecision() {
        return mean(averagePrecisions.stream()
                .filter(figure -> !Double.isNaN(figure))
                .toList());
    }

    /** Added up in order, so that it is the same wherever it is taken; NaN without any. */
    static double mean(List<Double> figures) {
        double sum = 0;
        for (double figure : figures) {
            sum += figure;
        }
        return sum / figures.size();
    }
}

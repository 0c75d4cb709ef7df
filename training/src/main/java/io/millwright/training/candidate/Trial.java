package io.millwright.training.candidate;

/**
 * One try of a search.
 *
 * @param number from 1; the first is the standard configuration
 * @param folds of machines left out on which it was judged
 * @param logLoss on those machines, mean over the folds
 * @param averagePrecision on those machines, mean over the folds that have a failure; NaN where none has
 * @param rounds at which the loss was lowest, mean over the folds; 0 for a family without rounds
 * @param seconds its fits took
 * @param chosen whether the model was fitted by it
 */
public record Trial(
        int number,
        Configuration configuration,
        int folds,
        double logLoss,
        double averagePrecision,
        double rounds,
        double seconds,
        boolean chosen) {}

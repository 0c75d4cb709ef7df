package io.millwright.training.candidate;

/**
 * One try of a search.
 *
 * @param number from 1; the first are the standard settings
 * @param folds of machines left out on which it was judged
 * @param logLoss on those machines, mean over the folds
 * @param rounds at which it was lowest, mean over the folds
 * @param seconds its fits took
 * @param chosen whether the model was fitted by it
 */
public record Trial(
        int number,
        BoostingSettings settings,
        int folds,
        double logLoss,
        double rounds,
        double seconds,
        boolean chosen) {}

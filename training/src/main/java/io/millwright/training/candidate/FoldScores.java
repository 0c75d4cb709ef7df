package io.millwright.training.candidate;

/**
 * What a model says of machines it was not fitted on.
 *
 * @param scores one for each row of the fold's test
 * @param rounds of boosting after which the loss there was lowest; 0 for a model without rounds
 * @param model what scored them
 */
@SuppressWarnings("ArrayRecordComponent") // a column beside a matrix; identity is never asked for
record FoldScores(double[] scores, int rounds, Explained model) {}

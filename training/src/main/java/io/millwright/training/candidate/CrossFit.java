package io.millwright.training.candidate;

/**
 * A model, and how it scores rows of machines it was not fitted on.
 *
 * @param outOfFold one score for each row of the training period
 * @param model fitted on the whole period
 */
@SuppressWarnings("ArrayRecordComponent") // a column beside a matrix; identity is never asked for
public record CrossFit(double[] outOfFold, FittedModel model) {}

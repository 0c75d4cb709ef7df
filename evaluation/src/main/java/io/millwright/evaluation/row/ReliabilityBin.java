package io.millwright.evaluation.row;

/**
 * One point of the reliability curve: rows of about the same predicted probability.
 *
 * @param meanPredicted mean probability of the bin
 * @param observedShare share of positives in the bin
 * @param n rows in the bin, at least 1
 */
public record ReliabilityBin(double meanPredicted, double observedShare, long n) {}

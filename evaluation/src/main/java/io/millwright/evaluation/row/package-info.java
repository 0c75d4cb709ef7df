/**
 * Judging single rows: ranking (average precision) and probabilities (Brier score, log loss, calibration), on columns of scores and
 * labels.
 *
 * <p>Invariant: an unlabelled row is in no figure, rows with equal scores are never told apart, and no figure here is an accuracy.
 */
@NullMarked
package io.millwright.evaluation.row;

import org.jspecify.annotations.NullMarked;

/**
 * From scores to probabilities that can be taken at their word, fitted on predictions for machines the model never saw.
 *
 * <p>Invariant: a calibrator never changes the order of two scores, and never says 0 or 1.
 */
@NullMarked
package io.millwright.training.calibration;

import org.jspecify.annotations.NullMarked;

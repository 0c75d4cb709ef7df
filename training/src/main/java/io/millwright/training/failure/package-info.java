/**
 * Failure targets: one candidate on one training period becomes scores, probabilities, and a model that can say which mode.
 *
 * <p>Invariant: test rows are scored after everything is fitted, and their labels are never handed over.
 */
@NullMarked
package io.millwright.training.failure;

import org.jspecify.annotations.NullMarked;

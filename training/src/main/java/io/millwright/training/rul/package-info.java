/**
 * Remaining useful life: capped boosted regression with conformal intervals, and a Weibull model to compare with.
 *
 * <p>Invariant: intervals are calibrated on one row of each life, predicted by models that never saw its machine.
 */
@NullMarked
package io.millwright.training.rul;

import org.jspecify.annotations.NullMarked;

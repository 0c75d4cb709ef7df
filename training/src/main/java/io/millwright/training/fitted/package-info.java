/**
 * Fitted features: what needs the rows of a training period to be computed at all. Each is fitted on the training rows of a fold to a plain
 * value, applied to whatever the fold's models see, and kept in the model package, so that scoring applies what training did.
 *
 * <p>Invariant: a fitted feature sees no row of its fold's test and no label; the cross-validation inside a training period shares one fit.
 */
@NullMarked
package io.millwright.training.fitted;

import org.jspecify.annotations.NullMarked;

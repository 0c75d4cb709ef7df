/**
 * Who competes: policies without learning, linear and forest baselines, boosted trees, and what a search among them finds; each fits on rows it is given and keeps what it
 * fitted as a plain value that serialises to the same bytes every time.
 *
 * <p>Invariant: a candidate sees training rows only, and a fitted model needs no Spark to score.
 */
@NullMarked
package io.millwright.training.candidate;

import org.jspecify.annotations.NullMarked;

/**
 * Judging remaining useful life: errors, the NASA score, intervals and their coverage, and the conformal correction that earns them.
 *
 * <p>Invariant: a figure never hides its protocol (capped or not, which rows), and a correction is never fitted on the rows it is
 * judged on.
 */
@NullMarked
package io.millwright.evaluation.rul;

import org.jspecify.annotations.NullMarked;

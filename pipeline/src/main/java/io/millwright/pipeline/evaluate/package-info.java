/**
 * The glue between tables and judgement: reads predictions, labels and what happened, hands plain values to the evaluation
 * room, and writes {@code metrics.json} and {@code evaluation.json}; then registers the champion with its card.
 *
 * <p>Invariant: no threshold, candidate or policy is chosen on a test window, no figure is written without its count, and a
 * test window is never looked at twice unnoticed.
 */
@NullMarked
package io.millwright.pipeline.evaluate;

import org.jspecify.annotations.NullMarked;

/**
 * Whether the champion still does what it was promoted for, and whether that asks for a training: what became of its own lists, and the
 * reasons to train again.
 *
 * <p>Invariant: only what was known at the end of the interval counts; an outcome that could still change is left out, and no clock is
 * asked.
 */
@NullMarked
package io.millwright.pipeline.monitor;

import org.jspecify.annotations.NullMarked;

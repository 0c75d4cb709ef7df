/**
 * One class a job: what it does in a few lines, and a {@code main} of its own for {@code spark-submit}.
 *
 * <p>Invariant: a job only reads, calls one room, and says what came out. None asks the clock for data.
 */
@NullMarked
package io.millwright.pipeline.jobs;

import org.jspecify.annotations.NullMarked;

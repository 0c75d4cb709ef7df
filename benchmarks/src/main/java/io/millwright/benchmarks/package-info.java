/**
 * How long Millwright's stages take on data that peers are given too.
 *
 * <p>Invariant: what is timed is what a job runs, and all it writes stays on disk.
 */
@NullMarked
package io.millwright.benchmarks;

import org.jspecify.annotations.NullMarked;

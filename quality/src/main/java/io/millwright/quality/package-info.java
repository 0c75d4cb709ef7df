/**
 * Rules, gate and drift: is this table fit to compute from? Rules are DQDL text beside the table they guard, run by Deequ;
 * outcomes are rows of a table with history.
 *
 * <p>Invariant: quality never changes a table it judges, never reads the clock, and never passes a rule it did not run.
 */
@NullMarked
package io.millwright.quality;

import org.jspecify.annotations.NullMarked;

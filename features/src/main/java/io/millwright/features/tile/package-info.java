/**
 * Mergeable summaries of one sensor over one tile of time, and the one order in which they are merged. Plain Java: numbers
 * in, numbers out.
 *
 * <p>Invariant: nothing here knows Spark, a table, a machine or an {@code as_of}.
 */
@NullMarked
package io.millwright.features.tile;

import org.jspecify.annotations.NullMarked;

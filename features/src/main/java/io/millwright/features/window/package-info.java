/**
 * Windows as merges of tiles: what was known of a sensor at {@code as_of}, and the statistics of it. Plain Java: the same
 * code computes one row or a fleet's.
 *
 * <p>Invariant: a window is {@code [as_of - w, as_of)}; a tile that is not over, or a piece that had not arrived by
 * {@code as_of}, is never merged, and nothing here knows Spark or a table.
 */
@NullMarked
package io.millwright.features.window;

import org.jspecify.annotations.NullMarked;

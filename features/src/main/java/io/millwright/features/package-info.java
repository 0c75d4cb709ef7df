/**
 * From clean tables to feature groups, labels and training sets: tiles, windows of merged tiles, context, regimes, bursts.
 *
 * <p>Invariant: a feature at {@code as_of} reads no reading at or after it, no record at or after it, and nothing that
 * arrived later; only labels look ahead, and no label is ever a column of a feature table.
 */
@NullMarked
package io.millwright.features;

import org.jspecify.annotations.NullMarked;

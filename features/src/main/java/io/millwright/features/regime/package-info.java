/**
 * Operating regimes: k-means on the settings, then a z-score of each condition sensor inside its regime, before tiling.
 *
 * <p>Invariant: the state is fitted on training readings only, and the interval it was fitted on is part of it; a reading is
 * placed by settings made and known no later than itself, a row by the last settings known at its moment.
 */
@NullMarked
package io.millwright.features.regime;

import org.jspecify.annotations.NullMarked;

/**
 * What sensors of one machine say about each other, over windows: ratios, differences, correlations, what a model of the machine's own
 * baseline does not explain, distances from it. Plain Java over {@link io.millwright.features.window.KnownSensors}.
 *
 * <p>Invariant: nothing is fitted but on the machine's own baseline, as far as it was over and known by {@code as_of}.
 */
@NullMarked
package io.millwright.features.relation;

import org.jspecify.annotations.NullMarked;

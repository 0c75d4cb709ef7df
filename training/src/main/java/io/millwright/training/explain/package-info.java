/**
 * Why a machine scores as it does, in words a technician can check: contributions of features summed by family, each told with the value,
 * the machine's own normal and the unit.
 *
 * <p>Invariant: only what pushes towards failure is told, and nothing is told that the row does not hold.
 */
@NullMarked
package io.millwright.training.explain;

import org.jspecify.annotations.NullMarked;

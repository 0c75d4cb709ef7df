/**
 * What a model learns from, as primitive arrays on the driver: feature rows in key order, and beside them what became of the
 * machine.
 *
 * <p>Invariant: nothing here fits anything; a row never knows a label.
 */
@NullMarked
package io.millwright.training.matrix;

import org.jspecify.annotations.NullMarked;

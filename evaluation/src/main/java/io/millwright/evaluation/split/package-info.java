/**
 * Which rows train and which rows test.
 *
 * <p>Invariant: no fold ever gives a row to training whose label window reaches into its test window, nor one machine to both
 * sides of a split by machine, and nothing here depends on the order in which rows or machines are given.
 */
@NullMarked
package io.millwright.evaluation.split;

import org.jspecify.annotations.NullMarked;

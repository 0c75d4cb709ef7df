/**
 * How predictions are judged: estimates with intervals, splits, row, event and remaining-useful-life metrics, costs, promotion and looks.
 *
 * <p>Invariant: nothing here loads a model, reads a table, asks the clock or has heard of Spark. Predictions and what happened
 * come in as plain values; every figure goes out with its interval and the number of things it rests on, and a figure that is
 * undefined is said to be undefined.
 */
@NullMarked
package io.millwright.evaluation;

import org.jspecify.annotations.NullMarked;

/**
 * From a training set to a champion that can be scored, explained and rebuilt: folds, candidates, calibration, remaining life, packages and
 * the registry.
 *
 * <p>Invariant: nothing fitted ever sees a row of its own test; no figure of merit is computed here (that is evaluation's), and no choice
 * is made on a test.
 */
@NullMarked
package io.millwright.training;

import org.jspecify.annotations.NullMarked;

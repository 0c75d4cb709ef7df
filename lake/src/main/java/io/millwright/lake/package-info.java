/**
 * The tables: where they live, how they are read, replaced, versioned and compared, and the errors every room speaks.
 *
 * <p>Invariant: the lake knows no other room. It never parses landing files, computes a feature or trains a model, and
 * nothing in it reads the clock for data.
 */
@NullMarked
package io.millwright.lake;

import org.jspecify.annotations.NullMarked;

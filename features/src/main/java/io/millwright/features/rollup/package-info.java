/**
 * Features of components and machines, summed up for the machine, the line and the site they belong to, at one moment. Plain Java.
 *
 * <p>Invariant: only rows of the same {@code as_of} meet, each of which knows nothing later.
 */
@NullMarked
package io.millwright.features.rollup;

import org.jspecify.annotations.NullMarked;

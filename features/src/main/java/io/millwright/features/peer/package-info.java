/**
 * A machine among machines alike: rank and robust z-score of what the time domain says of each at one moment. Plain Java.
 *
 * <p>Invariant: only rows of the same {@code as_of} meet, each of which knows nothing later; a machine's own past is not looked at
 * again.
 */
@NullMarked
package io.millwright.features.peer;

import org.jspecify.annotations.NullMarked;

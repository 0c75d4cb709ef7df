/**
 * What logs, plans, metadata and the sensors that tell of duty say of a machine at {@code as_of}. Plain Java over one machine's records
 * and, for parts that wander, where their serials were before.
 *
 * <p>Invariant: a record of the past counts only where it happened strictly before {@code as_of} and was known by it; only a
 * plan may speak of the time ahead, and only one published by {@code as_of}.
 */
@NullMarked
package io.millwright.features.context;

import org.jspecify.annotations.NullMarked;

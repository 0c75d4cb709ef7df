/**
 * Schemas and column names of the tables this room publishes, one class a table.
 *
 * <p>Invariant: only names, types and documentation; no reading, writing or computing.
 */
@NullMarked
package io.millwright.features.table;

import org.jspecify.annotations.NullMarked;

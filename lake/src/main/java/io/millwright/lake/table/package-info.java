/**
 * Schemas and column names of the lake's tables, one class a table. A column name is written as a literal here and nowhere
 * else.
 *
 * <p>Invariant: only names, types and documentation; no reading, writing or computing.
 */
@NullMarked
package io.millwright.lake.table;

import org.jspecify.annotations.NullMarked;

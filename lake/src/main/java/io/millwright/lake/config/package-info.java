/**
 * The pipeline file as validated records: what {@code pipeline.yaml} says, and nothing it does not say.
 *
 * <p>Invariant: a record that exists is valid. Reading never touches Spark, the lake or the landing files; an error names
 * the file, the line, the key, the value and what would be right.
 */
@NullMarked
package io.millwright.lake.config;

import org.jspecify.annotations.NullMarked;

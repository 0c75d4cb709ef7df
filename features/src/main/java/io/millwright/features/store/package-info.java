/**
 * Feature groups to an offline feature store of SageMaker's layout: which columns a group there has, which rows a commit of a table
 * adds to it, and what its files are called; in the table format Glue, or as commits of an Iceberg table. Where the rows go is behind
 * {@link io.millwright.features.store.OfflineStore}.
 *
 * <p>Invariant: the tables of the lake are the truth; a store only gets rows, and no job takes a feature from it. The clock is
 * never asked: a table's version decides every row, and every byte of a file we name.
 */
@NullMarked
package io.millwright.features.store;

import org.jspecify.annotations.NullMarked;

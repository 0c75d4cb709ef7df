/**
 * Feature groups to an offline feature store of SageMaker's layout: which columns a group there has, which rows a commit of a table
 * adds to it, and what its files are called. Where the files go is behind {@link io.millwright.features.store.OfflineStore}.
 *
 * <p>Invariant: the tables of the lake are the truth; a store only gets rows, and none of it is ever read back by a job. The clock is
 * never asked: a table's version decides every byte of a file.
 */
@NullMarked
package io.millwright.features.store;

import org.jspecify.annotations.NullMarked;

/**
 * From predictions to work: health, alerts that are not repeated, and what the crews should do first.
 *
 * <p>Invariant: nothing here predicts, and no order, schedule or list that became known after {@code as_of} has a say; what crew
 * hours do not allow is shown, never dropped.
 */
@NullMarked
package io.millwright.worklist;

import org.jspecify.annotations.NullMarked;

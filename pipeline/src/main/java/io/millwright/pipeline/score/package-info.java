/**
 * From the champion's predictions at one moment to the list a crew works by: health, ranking under crew hours, slots, status
 * against the last list.
 *
 * <p>Invariant: nothing known after {@code as_of} reaches a list, and a model that was not promoted is never shown as one that was.
 */
@NullMarked
package io.millwright.pipeline.score;

import org.jspecify.annotations.NullMarked;

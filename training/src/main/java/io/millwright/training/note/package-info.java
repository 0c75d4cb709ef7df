/**
 * What a technician's note is about, learned from notes whose answer is known: {@code [note, answer] -> terms -> classifier}. Plain Java
 * but for the linear machines, which are liblinear's.
 *
 * <p>Invariant: every choice is made on notes earlier than those it is judged by.
 */
@NullMarked
package io.millwright.training.note;

import org.jspecify.annotations.NullMarked;

/**
 * Where models live after training: packages that carry all they were made of, versions, approval and the champion.
 *
 * <p>Invariant: a registered package never changes; a version is there as a whole or not at all.
 */
@NullMarked
package io.millwright.training.registry;

import org.jspecify.annotations.NullMarked;

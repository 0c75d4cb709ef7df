/**
 * Features of one's own: what a class of yours has to be ({@link io.millwright.features.own.OwnFeature}), and what it is given ({@link
 * io.millwright.features.own.KnownMachine}).
 *
 * <p>Invariant: a class is given what was known of one machine at {@code as_of} and nothing else, so it cannot know the future.
 */
@NullMarked
package io.millwright.features.own;

import org.jspecify.annotations.NullMarked;

/**
 * What each feature means, in words, beside its name.
 *
 * <p>Invariant: no numbers of any machine; the catalogue follows from the pipeline file and the fleet's metadata alone.
 */
@NullMarked
package io.millwright.features.catalogue;

import org.jspecify.annotations.NullMarked;

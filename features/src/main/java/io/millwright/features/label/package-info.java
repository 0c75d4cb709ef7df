/**
 * What happened after {@code as_of}: the answers models are trained on. Plain Java over one machine's failures and orders.
 *
 * <p>Invariant: a row whose answer is not known for certain is unlabelled, never 0; nothing here becomes a feature.
 */
@NullMarked
package io.millwright.features.label;

import org.jspecify.annotations.NullMarked;

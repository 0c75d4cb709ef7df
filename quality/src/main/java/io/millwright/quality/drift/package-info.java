/**
 * Drift between a reference and a current period: how far the distribution of a feature, and the rate of failures, moved.
 * Everything is computed on one value per machine, because the rows of a machine resemble each other and a test on rows
 * would see drift everywhere.
 *
 * <p>Invariant: plain Java but for {@link io.millwright.quality.drift.Monitor}, which reads the values from a table; no row
 * counts twice, no random number without a seed.
 */
@NullMarked
package io.millwright.quality.drift;

import org.jspecify.annotations.NullMarked;

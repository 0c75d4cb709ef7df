/**
 * Vibration bursts: one burst to numbers ({@link io.millwright.features.waveform.BurstSummary}), many bursts to a row
 * ({@link io.millwright.features.waveform.WaveformFeatures}). Spectra belong beside {@code BurstSummary}, as further numbers
 * of one burst.
 *
 * <p>Invariant: a burst counts only where it started before {@code as_of} and was known by it.
 */
@NullMarked
package io.millwright.features.waveform;

import org.jspecify.annotations.NullMarked;

/**
 * Vibration bursts: one burst to numbers ({@link io.millwright.features.waveform.BurstAnalyser}), in the time domain ({@code
 * BurstSummary}), from its spectrum and from the spectrum of its envelope ({@code BurstSpectrum}); many bursts to a row ({@link
 * io.millwright.features.waveform.WaveformFeatures}).
 *
 * <p>Invariant: a burst counts only where it started before {@code as_of} and was known by it; the numbers of a burst depend on that
 * burst and on the machine's name plate, nothing else.
 */
@NullMarked
package io.millwright.features.waveform;

import org.jspecify.annotations.NullMarked;

/**
 * Unusual behaviour, told without labels: indicators are put in units of each machine's own normal (of the regime it runs in,
 * where regimes are fitted), several detectors score them, and their ranks are averaged, because raw scores of different detectors have
 * nothing in common.
 *
 * <pre>
 * features -> indicators -> deviations (machine's own normal) -> detectors -> ranks on normal time -> anomaly score, threshold
 * </pre>
 *
 * <p>Invariant: normals, detectors, ranks and threshold come from rows of the training period only; no label is needed, and where there
 * are labels they only take known failures out of the normal time.
 */
@NullMarked
package io.millwright.training.anomaly;

import org.jspecify.annotations.NullMarked;

/**
 * Judging alerts against failures: episodes, detection with lead, false alarms, exposure, cost, operating points, baseline policies.
 *
 * <p>Invariant: nothing learnt from a failure after its zone helps to detect it, no alert inside a repair window counts for or
 * against anyone, and an alert whose outcome nobody saw is called undetermined, never false.
 */
@NullMarked
package io.millwright.evaluation.event;

import org.jspecify.annotations.NullMarked;

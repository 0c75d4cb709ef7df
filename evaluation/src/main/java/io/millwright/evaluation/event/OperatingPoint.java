package io.millwright.evaluation.event;

import io.millwright.evaluation.TimeWindow;

/**
 * A threshold with the reason for it.
 *
 * @param name {@link OperatingPoints#COST_OPTIMAL}, {@link OperatingPoints#ALERT_BUDGET} or {@link OperatingPoints#PRECISION_85}
 * @param threshold alert at or above it; positive infinity never alerts
 * @param chosenOn the data it was chosen on, earlier than any test it is used for
 * @param attained whether those data show what the name promises
 * @param reason what they show, and where that is not the promise what the threshold was taken for instead; one sentence, no full stop
 */
public record OperatingPoint(String name, double threshold, TimeWindow chosenOn, boolean attained, String reason) {}

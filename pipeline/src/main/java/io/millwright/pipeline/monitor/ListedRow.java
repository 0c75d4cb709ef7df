package io.millwright.pipeline.monitor;

import io.millwright.evaluation.row.Label;

/**
 * What a list said of one machine, and what became of it.
 *
 * @param asOfMillis of the machine's newest row when the list was made
 * @param probability of a failure in the zone of the headline target
 * @param decision the probability with its ties broken, which thresholds are held against
 * @param failureMillis of the failure that makes the label positive; anything where it is not
 */
record ListedRow(
        String machine, long asOfMillis, double probability, double decision, Label label, long failureMillis) {}

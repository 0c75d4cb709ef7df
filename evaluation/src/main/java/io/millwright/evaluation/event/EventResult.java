package io.millwright.evaluation.event;

/**
 * What became of one failure.
 *
 * @param detected an episode started in its zone
 * @param leadHours failure minus start of the first such episode, 0 when missed
 * @param alertedLate missed, but an episode started between zone and failure
 */
public record EventResult(
        String subject, String machine, FailureEvent event, boolean detected, double leadHours, boolean alertedLate) {}

package io.millwright.evaluation.event;

/** What an alert episode turned out to be. */
public enum Outcome {
    /** Starts in the zone of a failure. */
    HIT,
    /** Starts after a zone but not after its failure: too late to act on, neither hit nor false alarm. */
    LATE,
    /** No failure within the horizon, and the subject was watched, unreplaced, through all of it. */
    FALSE_ALARM,
    /** No failure within the horizon, but the watch ended, the part was replaced, or the time is excused. */
    UNDETERMINED
}

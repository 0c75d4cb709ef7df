package io.millwright.fleet;

/** Which fleet is simulated: the believable one, or one of its two controls. */
public enum Scenario {
    /** Five failure modes with precursors, sudden failures, excursions, maintenance. */
    DEFAULT,
    /** Negative control: failures at a constant hazard, no sensor knows anything of them; excursions remain. */
    NO_SIGNAL,
    /** Positive control: every failure is announced by its full signature, at once, at one known lead. */
    PLANTED_PRECURSOR
}

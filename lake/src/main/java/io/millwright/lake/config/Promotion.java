package io.millwright.lake.config;

/** Who makes a model champion that the promotion rule has no objection to. One it objects to is always left to a person. */
public enum Promotion {
    /** The job that registers it. */
    AUTOMATIC,
    /** A person, who approves it first. */
    MANUAL
}

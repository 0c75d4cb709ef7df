package io.millwright.evaluation.split;

/** One way to part rows into training and test. */
public sealed interface Fold permits TimeFold, GroupFold {

    Part part(String machine, long asOfMillis);

    /** Short and unique among the folds of a split, for logs and reports. */
    String name();
}

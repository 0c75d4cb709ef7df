package io.millwright.evaluation.row;

import org.jspecify.annotations.Nullable;

/** What is known about a row's future; unlabelled is not negative. */
public enum Label {
    NEGATIVE,
    POSITIVE,
    UNLABELLED;

    /** From a column that holds 0, 1 or null. */
    public static Label of(@Nullable Number zeroOrOne) {
        if (zeroOrOne == null || Double.isNaN(zeroOrOne.doubleValue())) {
            return UNLABELLED;
        }
        double value = zeroOrOne.doubleValue();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("a label is 0, 1 or null, got " + zeroOrOne);
        }
        return value == 1 ? POSITIVE : NEGATIVE;
    }
}

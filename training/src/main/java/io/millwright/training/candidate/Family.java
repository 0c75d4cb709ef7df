package io.millwright.training.candidate;

import java.util.Arrays;
import java.util.List;

/** Families of models a search tries; each is a candidate of its own, too. */
public enum Family {
    BOOSTED("xgboost", 120),
    LOGISTIC("logistic", 30),
    FOREST("tribuo_forest", 12);

    private final String candidate;
    private final int mostKept;

    Family(String candidate, int mostKept) {
        this.candidate = candidate;
        this.mostKept = mostKept;
    }

    /** Its name among the candidates. */
    public String candidate() {
        return candidate;
    }

    /** Features a trial that screens them keeps at most; linear models and forests take few by themselves. */
    int mostKept() {
        return mostKept;
    }

    /** Boosted trees, whose standard settings begin every search, and those others that are among the candidates. */
    static List<Family> among(List<String> candidates) {
        return Arrays.stream(values())
                .filter(family -> family == BOOSTED || candidates.contains(family.candidate))
                .toList();
    }
}

package io.millwright.training.candidate;

import java.util.List;

/**
 * What a search may try inside a training period.
 *
 * @param trials configurations; 0 for no search
 * @param families boosted trees first
 */
public record Search(int trials, List<Family> families) {

    public Search {
        families = List.copyOf(families);
    }

    /**
     * A search over the families whose candidates are among those of the run, and over boosted trees always.
     *
     * @param trials 0 for no search
     */
    public static Search of(int trials, List<String> candidates) {
        return new Search(trials, Family.among(candidates));
    }
}

package io.millwright.training.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a model came from, as far as its package does not say it.
 *
 * @param lake folder of the tables whose versions the manifest names, as a URI
 * @param searches of its whole run; none where none was asked for
 */
public record ModelOrigin(String lake, List<Search> searches) {

    /**
     * The tries of one search.
     *
     * @param fold before whose test it was made; 0 for the final model's
     * @param at time of the commit of its table
     * @param tries in order
     */
    public record Search(int fold, String target, String candidate, Instant at, List<Try> tries) {

        public Search {
            tries = List.copyOf(tries);
        }
    }

    /**
     * One try.
     *
     * @param number from 1
     * @param words what it varied that is no number, by name
     * @param settings numbers it varied, by name
     * @param figures by name: how good it was, and what it cost
     * @param chosen whether the model was fitted by it
     */
    public record Try(
            int number,
            Map<String, String> words,
            Map<String, Double> settings,
            Map<String, Double> figures,
            boolean chosen) {

        public Try {
            words = new LinkedHashMap<>(words);
            settings = new LinkedHashMap<>(settings);
            figures = new LinkedHashMap<>(figures);
        }
    }

    public ModelOrigin {
        searches = List.copyOf(searches);
    }

    /** A table of the lake at a version, in Delta's own words: Spark and Delta read it by this path. */
    public String table(String name, long version) {
        return lake + "/" + name + "@v" + version;
    }
}

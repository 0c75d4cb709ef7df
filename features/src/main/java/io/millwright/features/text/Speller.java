package io.millwright.features.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/**
 * Takes a word nobody knows for the known word it is nearest to: within one edit from four letters on, within two from eight
 * on, where an edit inserts, deletes or replaces a letter or swaps two neighbours; the first letter is trusted. Of several
 * equally near ones the first in the alphabet is taken.
 */
final class Speller {

    private static final int SHORTEST = 4;
    private static final int SHORTEST_FOR_TWO = 8;

    private final Terms.Stems stemmer = new Terms.Stems();
    private final Set<String> stems = new HashSet<>();
    private final Map<Character, List<String>> byFirstLetter = new TreeMap<>();
    private final Map<String, String> corrected = new ConcurrentHashMap<>();

    /** @param known words spelt right, in small letters; their regular inflections are known, too */
    Speller(Collection<String> known) {
        Set<String> forms = new TreeSet<>();
        for (String word : known) {
            stems.add(stemmer.stem(word));
            forms.addAll(Inflections.of(word));
        }
        for (String form : forms) {
            byFirstLetter
                    .computeIfAbsent(form.charAt(0), any -> new ArrayList<>())
                    .add(form);
        }
    }

    /** The word itself where it is known, is no word, or is near none. */
    String corrected(String word) {
        if (word.length() < SHORTEST || !word.chars().allMatch(Character::isLetter)) {
            return word;
        }
        return corrected.computeIfAbsent(word, this::nearest);
    }

    private String nearest(String word) {
        List<String> candidates = byFirstLetter.getOrDefault(word.charAt(0), List.of());
        if (stems.contains(stemmer.stem(word)) || candidates.contains(word)) {
            return word;
        }
        LevenshteinAutomata edits = new LevenshteinAutomata(word, true);
        int most = word.length() < SHORTEST_FOR_TWO ? 1 : 2;
        for (int n = 1; n <= most; n++) {
            CharacterRunAutomaton within = new CharacterRunAutomaton(edits.toAutomaton(n));
            for (String candidate : candidates) {
                if (Math.abs(candidate.length() - word.length()) <= n && within.run(candidate)) {
                    return candidate;
                }
            }
        }
        return word;
    }
}

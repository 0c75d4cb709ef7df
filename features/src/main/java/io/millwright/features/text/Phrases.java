package io.millwright.features.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the phrases of a dictionary among words, from left to right, the longest first; found ones do not overlap. */
final class Phrases {

    private final Map<List<String>, String> meanings = new HashMap<>();
    private int longest;

    /**
     * @param spellings meaning to phrases; of two meanings with one phrase the first in the map's order has it
     * @param words a phrase to its words
     */
    Phrases(Map<String, ? extends Collection<String>> spellings, Function<String, List<String>> words) {
        spellings.forEach((meaning, phrases) -> phrases.forEach(phrase -> add(words.apply(phrase), meaning)));
    }

    /** The same of phrases that end in a verb or its like, in whichever form. */
    static Phrases inflected(
            Map<String, ? extends Collection<String>> spellings, Function<String, List<String>> words) {
        Phrases all = new Phrases(spellings, words);
        spellings.forEach((meaning, phrases) -> phrases.stream()
                .flatMap(phrase -> Inflections.ofLast(phrase).stream())
                .forEach(form -> all.add(words.apply(form), meaning)));
        return all;
    }

    private void add(List<String> words, String meaning) {
        if (!words.isEmpty()) {
            meanings.putIfAbsent(words, meaning);
            longest = Math.max(longest, words.size());
        }
    }

    /** A phrase at {@code [from, to)} of the words. */
    record Found(int from, int to, String meaning) {
        boolean liesInLonger(Found other) {
            return other.from <= from && to <= other.to && to - from < other.to - other.from;
        }
    }

    /** Found phrases but those that are part of a longer one of another kind: a pillow block blocks nothing. */
    static List<Found> outside(List<Found> found, List<Found> others) {
        return found.stream()
                .filter(phrase -> others.stream().noneMatch(phrase::liesInLonger))
                .toList();
    }

    List<Found> in(List<String> words) {
        List<Found> found = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            Optional<Found> here = at(words, at);
            here.ifPresent(found::add);
            at = here.map(Found::to).orElse(at + 1);
        }
        return found;
    }

    /** The longest phrase that begins at a word. */
    Optional<Found> at(List<String> words, int at) {
        for (int to = Math.min(words.size(), at + longest); to > at; to--) {
            String meaning = meanings.get(words.subList(at, to));
            if (meaning != null) {
                return Optional.of(new Found(at, to, meaning));
            }
        }
        return Optional.empty();
    }
}

package io.millwright.features.text;

import java.util.List;

/** Regular forms of an English word; forms nobody writes do no harm. */
final class Inflections {

    private static final int SHORTEST = 4;

    private Inflections() {}

    /** The word itself and its forms in -s, -ed and -ing; a word of fewer than four letters stays alone. */
    static List<String> of(String word) {
        if (word.length() < SHORTEST) {
            return List.of(word);
        }
        String root = word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
        return List.of(word, word + "s", root + "ed", root + "ing");
    }

    /** A phrase with each form of its last word. */
    static List<String> ofLast(String phrase) {
        int last = phrase.lastIndexOf(' ') + 1;
        String before = phrase.substring(0, last);
        return of(phrase.substring(last)).stream().map(before::concat).toList();
    }
}

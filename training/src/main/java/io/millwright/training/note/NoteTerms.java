package io.millwright.training.note;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes as vectors: words and pairs of words, and pieces of words of 2 to 5 characters, which see through misspellings and abbreviations.
 * Each half is weighted by (1 + ln tf) (1 + ln((1 + n) / (1 + df))) and has length 1, as scikit-learn's {@code TfidfVectorizer} with
 * {@code sublinear_tf} does it. A term no note had while fitting says nothing.
 */
final class NoteTerms {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern BETWEEN_BLANKS = Pattern.compile("\\S+");
    private static final int SHORTEST_PIECE = 2;
    private static final int LONGEST_PIECE = 5;

    private final Vocabulary words;
    private final Vocabulary pieces;

    /**
     * A term while fitting.
     *
     * @param place in a vector, from 0
     * @param rarity 1 + ln((1 + n) / (1 + df))
     */
    private record Term(int place, double rarity) {}

    private record Vocabulary(Map<String, Term> terms) {

        static Vocabulary of(List<Map<String, Integer>> counted) {
            Map<String, Integer> notes = new TreeMap<>();
            counted.forEach(terms -> terms.keySet().forEach(term -> notes.merge(term, 1, Integer::sum)));
            Map<String, Term> terms = new HashMap<>();
            notes.forEach((term, having) ->
                    terms.put(term, new Term(terms.size(), Math.log((1.0 + counted.size()) / (1.0 + having)) + 1)));
            return new Vocabulary(terms);
        }

        /** Place to weight, of length 1; empty where no term is known. */
        Map<Integer, Double> weighted(Map<String, Integer> counts, int offset) {
            Map<Integer, Double> weights = new TreeMap<>();
            counts.forEach((word, count) -> {
                Term term = terms.get(word);
                if (term != null) {
                    weights.put(term.place() + offset, (1 + Math.log(count)) * term.rarity());
                }
            });
            double length = Math.sqrt(weights.values().stream()
                    .mapToDouble(weight -> weight * weight)
                    .sum());
            weights.replaceAll((place, weight) -> weight / length);
            return weights;
        }
    }

    private NoteTerms(Vocabulary words, Vocabulary pieces) {
        this.words = words;
        this.pieces = pieces;
    }

    static NoteTerms of(List<String> notes) {
        return new NoteTerms(
                Vocabulary.of(notes.stream().map(NoteTerms::words).toList()),
                Vocabulary.of(notes.stream().map(NoteTerms::pieces).toList()));
    }

    /** Number of terms. */
    int width() {
        return words.terms().size() + pieces.terms().size();
    }

    /** Place of a term, from 0, to its weight, in order of place. */
    Map<Integer, Double> vector(String note) {
        Map<Integer, Double> vector = new LinkedHashMap<>(words.weighted(words(note), 0));
        vector.putAll(pieces.weighted(pieces(note), words.terms().size()));
        return vector;
    }

    private static Map<String, Integer> words(String note) {
        List<String> inOrder = found(WORD, note);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < inOrder.size(); i++) {
            counts.merge(inOrder.get(i), 1, Integer::sum);
            if (i > 0) {
                counts.merge(inOrder.get(i - 1) + " " + inOrder.get(i), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Of words with a blank before and after, so that beginnings and endings are pieces of their own; marks are kept. */
    private static Map<String, Integer> pieces(String note) {
        Map<String, Integer> counts = new HashMap<>();
        for (String word : found(BETWEEN_BLANKS, note)) {
            String padded = " " + word + " ";
            for (int length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++) {
                for (int start = 0; start + length <= padded.length(); start++) {
                    counts.merge(padded.substring(start, start + length), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private static List<String> found(Pattern what, String note) {
        List<String> found = new ArrayList<>();
        Matcher matcher = what.matcher(note.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}

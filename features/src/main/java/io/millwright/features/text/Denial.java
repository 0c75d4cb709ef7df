package io.millwright.features.text;

import io.millwright.features.text.Phrases.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which words of a note are denied, after NegEx: a word that denies reaches to the end of its clause, at most {@value #REACH}
 * words. Unlike there, a denied action ends it, and a clause ends at a comma unless a list with "or" goes on behind it.
 *
 * @see "Chapman et al., A Simple Algorithm for Identifying Negated Findings and Diseases in Discharge Summaries, 2001"
 */
final class Denial {

    private static final int REACH = 6;
    private static final List<String> ALTERNATIVES = List.of("or", "nor");

    private final Phrases ofNoun;
    private final Phrases ofVerb;
    private final Phrases behind;
    private final Phrases clauseWords;

    /** @param words a phrase to its words */
    Denial(NoteLexicon.Denials denials, Function<String, List<String>> words) {
        this.ofNoun = new Phrases(Map.of("noun", denials.ofNoun()), words);
        this.ofVerb = new Phrases(Map.of("verb", denials.ofVerb()), words);
        this.behind = new Phrases(Map.of("behind", denials.behind()), words);
        this.clauseWords = new Phrases(Map.of("clause", denials.clause()), words);
    }

    /** The words cut into clauses, without marks. */
    List<List<String>> clauses(List<String> words) {
        List<List<String>> clauses = new ArrayList<>();
        List<String> clause = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (NoteAnalyzer.isMark(word)
                    ? ends(words, i)
                    : clauseWords.at(words, i).isPresent()) {
                clauses.add(clause);
                clause = new ArrayList<>();
            }
            if (!NoteAnalyzer.isMark(word)) {
                clause.add(word);
            }
        }
        clauses.add(clause);
        return clauses;
    }

    /** Whether a mark ends a clause: a comma does not where alternatives follow before the next mark but commas. */
    private static boolean ends(List<String> words, int mark) {
        if (!words.get(mark).equals(",")) {
            return true;
        }
        for (int i = mark + 1; i < words.size() && !isStrongMark(words.get(i)); i++) {
            if (ALTERNATIVES.contains(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStrongMark(String word) {
        return NoteAnalyzer.isMark(word) && !word.equals(",");
    }

    /** Drops a mode that begins with a denial where the next mode follows at once: "no oil leak" is no lack of oil. */
    List<Found> withoutDenialOfTheNext(List<Found> found, List<String> clause, Phrases modes) {
        return found.stream()
                .filter(mode -> !deniesAt(clause, mode.from())
                        || modes.at(clause, mode.to()).isEmpty())
                .toList();
    }

    /** For each word of a clause, whether it is denied; a denial inside a mode ("not start") denies nothing else. */
    boolean[] denied(List<String> clause, List<Found> modes, List<Found> actions) {
        boolean[] denied = new boolean[clause.size()];
        boolean[] ofMode = new boolean[clause.size()];
        modes.forEach(mode -> Arrays.fill(ofMode, mode.from(), mode.to(), true));
        for (Found denial : behind.in(clause)) {
            if (denial.to() == clause.size() && !ofMode[denial.from()]) {
                Arrays.fill(denied, 0, denial.from(), true);
            }
        }
        for (Found denial : ofNoun.in(clause)) {
            if (!ofMode[denial.from()]) {
                Arrays.fill(denied, denial.to(), Math.min(clause.size(), denial.to() + REACH), true);
            }
        }
        for (Found denial : ofVerb.in(clause)) {
            if (!ofMode[denial.from()]) {
                int end = Math.min(clause.size(), denial.to() + REACH);
                int action = actions.stream()
                        .filter(found -> found.from() >= denial.to())
                        .mapToInt(Found::to)
                        .min()
                        .orElse(end);
                Arrays.fill(denied, denial.to(), Math.min(end, action), true);
            }
        }
        return denied;
    }

    private boolean deniesAt(List<String> clause, int at) {
        return ofNoun.at(clause, at).isPresent() || ofVerb.at(clause, at).isPresent();
    }
}

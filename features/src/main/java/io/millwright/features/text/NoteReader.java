package io.millwright.features.text;

import io.millwright.features.text.Phrases.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads technicians' notes: abbreviations are written out, misspellings corrected, endings removed, and failure modes, components,
 * actions and urgency recognised unless they are denied. The same note and lexicon give the same reading. Building one costs some
 * milliseconds.
 */
public final class NoteReader {

    private final NoteAnalyzer analyzer;
    private final Phrases modes;
    private final Phrases components;
    private final Phrases actions;
    private final Phrases urgent;
    private final Denial denial;

    public NoteReader(NoteLexicon lexicon) {
        this.analyzer = new NoteAnalyzer(lexicon);
        this.modes = Phrases.inflected(lexicon.modes(), analyzer::words);
        this.components = new Phrases(lexicon.components(), analyzer::words);
        this.actions = Phrases.inflected(lexicon.actions(), analyzer::words);
        this.urgent = Phrases.inflected(Map.of("urgent", lexicon.urgent()), analyzer::words);
        this.denial = new Denial(lexicon.denials(), analyzer::words);
    }

    /** Reads one note; an empty one speaks of nothing. */
    public ReadNote read(String note) {
        List<String> all = new ArrayList<>();
        SortedSet<String> ofModes = new TreeSet<>();
        SortedSet<String> ofComponents = new TreeSet<>();
        SortedSet<String> ofActions = new TreeSet<>();
        boolean isUrgent = false;
        for (List<String> clause : denial.clauses(analyzer.words(note))) {
            List<Found> componentsHere = components.in(clause);
            List<Found> actionsHere = Phrases.outside(actions.in(clause), componentsHere);
            List<Found> modesHere =
                    denial.withoutDenialOfTheNext(Phrases.outside(modes.in(clause), componentsHere), clause, modes);
            List<Found> urgentHere = Phrases.outside(urgent.in(clause), componentsHere);
            boolean[] denied = denial.denied(clause, modesHere, actionsHere);
            all.addAll(clause);
            addAffirmed(modesHere, denied, ofModes);
            addAffirmed(actionsHere, denied, ofActions);
            componentsHere.forEach(found -> ofComponents.add(found.meaning()));
            isUrgent |= urgentHere.stream().anyMatch(found -> !denied[found.from()]);
        }
        return new ReadNote(List.copyOf(all), ofModes, ofComponents, ofActions, isUrgent);
    }

    private static void addAffirmed(List<Found> found, boolean[] denied, SortedSet<String> meanings) {
        found.stream().filter(phrase -> !denied[phrase.from()]).forEach(phrase -> meanings.add(phrase.meaning()));
    }
}

package io.millwright.features.text;

import java.util.List;
import java.util.SortedSet;

/**
 * What a note says. A thing that is denied ("no leak found") is not among what it speaks of; a component is, whatever is denied
 * of it.
 *
 * @param words in their order and normal form, without marks
 * @param modes failure modes it speaks of
 * @param components it speaks of
 * @param actions it speaks of
 * @param urgent whether it says that something cannot wait
 */
public record ReadNote(
        List<String> words,
        SortedSet<String> modes,
        SortedSet<String> components,
        SortedSet<String> actions,
        boolean urgent) {}

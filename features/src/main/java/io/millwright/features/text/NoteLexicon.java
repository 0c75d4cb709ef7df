package io.millwright.features.text;

import io.millwright.lake.Sha256;
import io.millwright.lake.config.FeatureSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words a reader of notes knows. Spellings are words or short phrases in small letters; endings need not be listed.
 *
 * @param abbreviations spelling to what it stands for
 * @param modes failure mode to its spellings; so are the others
 * @param urgent spellings that say that something cannot wait
 * @param known further words that are spelt right
 */
public record NoteLexicon(
        SortedMap<String, String> abbreviations,
        SortedMap<String, List<String>> modes,
        SortedMap<String, List<String>> components,
        SortedMap<String, List<String>> actions,
        List<String> urgent,
        Denials denials,
        List<String> known)
        implements Serializable {

    private static final String ENGLISH = "maintenance-english.txt";

    /**
     * Words that deny.
     *
     * @param ofNoun what follows in the clause is denied
     * @param ofVerb likewise, but only up to an action: what could not be repaired is still there
     * @param behind what stands before it in the clause is denied
     * @param clause words a new clause begins behind
     */
    public record Denials(List<String> ofNoun, List<String> ofVerb, List<String> behind, List<String> clause)
            implements Serializable {}

    /** The English of maintenance crews; the words stand in a resource beside this class. */
    public static NoteLexicon english() {
        try (InputStream in = NoteLexicon.class.getResourceAsStream(ENGLISH)) {
            if (in == null) {
                throw new IllegalStateException(ENGLISH + " is not beside the class");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NoteLexicon read(BufferedReader lines) {
        Map<String, SortedMap<String, String>> sections = new TreeMap<>();
        String section = "";
        for (String line : lines.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                sections.computeIfAbsent(section, any -> new TreeMap<>())
                        .put(
                                line.substring(0, equals).strip(),
                                line.substring(equals + 1).strip());
            }
        }
        SortedMap<String, List<String>> denials = spellings(sections, "negation");
        return new NoteLexicon(
                sections.getOrDefault("abbreviations", new TreeMap<>()),
                spellings(sections, "modes"),
                spellings(sections, "components"),
                spellings(sections, "actions"),
                spellings(sections, "urgent").getOrDefault("urgent", List.of()),
                new Denials(
                        denials.getOrDefault("of_noun", List.of()),
                        denials.getOrDefault("of_verb", List.of()),
                        denials.getOrDefault("behind", List.of()),
                        denials.getOrDefault("clause", List.of())),
                spellings(sections, "words").getOrDefault("known", List.of()));
    }

    private static SortedMap<String, List<String>> spellings(
            Map<String, SortedMap<String, String>> sections, String section) {
        SortedMap<String, List<String>> spellings = new TreeMap<>();
        sections.getOrDefault(section, new TreeMap<>())
                .forEach((meaning, list) -> spellings.put(
                        meaning,
                        Arrays.stream(list.split(",")).map(String::strip).toList()));
        return spellings;
    }

    /** With the words of a pipeline file added; a meaning both have keeps the spellings of both. */
    public NoteLexicon plus(FeatureSpec.Dictionary dictionary) {
        SortedMap<String, String> allAbbreviations = new TreeMap<>(abbreviations);
        dictionary.abbreviations().forEach((spelling, word) -> allAbbreviations.put(small(spelling), small(word)));
        return new NoteLexicon(
                allAbbreviations,
                merged(modes, dictionary.modes()),
                merged(components, dictionary.components()),
                actions,
                joined(urgent, dictionary.urgent()),
                denials,
                joined(known, dictionary.words()));
    }

    /** With components a fleet has; one that is not known is recognised by its own name. */
    public NoteLexicon naming(Collection<String> ofFleet) {
        SortedMap<String, List<String>> all = new TreeMap<>(components);
        for (String component : ofFleet) {
            String name = small(component).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
            all.put(component, joined(components.getOrDefault(small(component), List.of()), List.of(name)));
        }
        return new NoteLexicon(abbreviations, modes, all, actions, urgent, denials, known);
    }

    /** Eight hexadecimal digits that change when any word does. */
    public String version() {
        return Sha256.hex(toString()).substring(0, 8);
    }

    private static SortedMap<String, List<String>> merged(
            SortedMap<String, List<String>> own, Map<String, List<String>> more) {
        SortedMap<String, List<String>> all = new TreeMap<>(own);
        more.forEach((meaning, spellings) ->
                all.merge(meaning, joined(spellings, List.of()), (first, second) -> joined(first, second)));
        return all;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all.stream().map(NoteLexicon::small).distinct().toList();
    }

    private static String small(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}

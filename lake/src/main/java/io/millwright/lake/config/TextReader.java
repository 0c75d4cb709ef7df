package io.millwright.lake.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** From the tree below {@code features.text} to its records. */
final class TextReader {

    private TextReader() {}

    static FeatureSpec.Text text(YamlNode node, List<Duration> windows) {
        node.allowing("windows", "modes", "actions", "dictionary");
        return new FeatureSpec.Text(
                node.optional("windows")
                        .map(some -> PipelineReader.someOf(some, windows))
                        .orElse(windows),
                node.optional("modes").map(TextReader::names).orElse(List.of()),
                node.optional("actions").map(TextReader::names).orElse(List.of()),
                node.optional("dictionary").map(TextReader::dictionary).orElse(FeatureSpec.Dictionary.NONE));
    }

    private static List<String> names(YamlNode node) {
        return node.list().stream().map(PipelineReader::name).toList();
    }

    private static FeatureSpec.Dictionary dictionary(YamlNode node) {
        node.allowing("abbreviations", "modes", "components", "urgent", "words");
        return new FeatureSpec.Dictionary(
                words(node.optional("abbreviations"), TextReader::spelling),
                words(node.optional("modes").map(TextReader::withColumnNames), TextReader::spellings),
                words(node.optional("components"), TextReader::spellings),
                node.optional("urgent").map(TextReader::spellings).orElse(List.of()),
                node.optional("words").map(TextReader::spellings).orElse(List.of()));
    }

    private static <T> Map<String, T> words(Optional<YamlNode> node, Function<YamlNode, T> value) {
        Map<String, T> words = new TreeMap<>();
        node.ifPresent(found -> found.entries().forEach((word, meaning) -> words.put(word, value.apply(meaning))));
        return words;
    }

    private static YamlNode withColumnNames(YamlNode node) {
        node.entries().forEach((mode, spellings) -> PipelineReader.requireColumnName(mode, spellings));
        return node;
    }

    private static List<String> spellings(YamlNode node) {
        List<String> spellings = new ArrayList<>();
        node.list().forEach(item -> spellings.add(spelling(item)));
        return spellings;
    }

    private static String spelling(YamlNode node) {
        String spelling = node.string();
        if (spelling.chars().noneMatch(Character::isLetterOrDigit)) {
            throw node.error("'" + spelling + "' is no word; write a word or a short phrase, for example 'oil leak'");
        }
        return spelling;
    }
}

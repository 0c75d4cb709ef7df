package io.millwright.features.text;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;

/**
 * A note to words: {@code "Repl. brg, no leeks" -> repl brg , no leeks -> replace bearing , no leeks -> replace bearing , no
 * leaks -> replace bearing , no leak}. Marks that end a clause stay as words of their own.
 */
final class NoteAnalyzer extends Analyzer {

    /** Short pairs such as l/h, numbers with a unit, words, and what ends a clause. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}{1,2}[/&]\\p{L}{1,6}(?![\\p{L}\\p{N}])"
                    + "|\\d+(?:\\.\\d+)?\\p{L}*|\\p{L}[\\p{L}\\p{N}]*(?:'\\p{L}+)?|[.,;:!?]|(?<=\\s)-+>?(?=\\s)|->");

    private static final Pattern CURLY_APOSTROPHE = Pattern.compile("[\u2019\u00b4`]");

    private final SynonymMap abbreviations;
    private final Pattern abbreviationWithDot;
    private final Speller speller;

    NoteAnalyzer(NoteLexicon lexicon) {
        this.abbreviations = synonyms(lexicon.abbreviations());
        this.abbreviationWithDot = Pattern.compile(lexicon.abbreviations().keySet().stream()
                .filter(spelling -> spelling.chars().allMatch(Character::isLetter))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?i)(?<![\\p{L}\\p{N}])(", ")\\.(?!\\d)")));
        this.speller = new Speller(words(lexicon));
    }

    /** The words of a note in order, in their normal form, with marks that end a clause. */
    List<String> words(String note) {
        return Terms.of(this, note);
    }

    /** Whether a word of a note is a mark that ends a clause. */
    static boolean isMark(String word) {
        return !Character.isLetterOrDigit(word.charAt(0));
    }

    @Override
    protected Reader initReader(String field, Reader reader) {
        Reader straight = new PatternReplaceCharFilter(CURLY_APOSTROPHE, "'", reader);
        return new PatternReplaceCharFilter(abbreviationWithDot, "$1 ", straight);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer tokens = new PatternTokenizer(TOKEN, 0);
        TokenStream words = new ASCIIFoldingFilter(new LowerCaseFilter(tokens));
        if (abbreviations.fst != null) {
            words = new SynonymGraphFilter(words, abbreviations, true);
        }
        return new TokenStreamComponents(tokens, new KStemFilter(new SpellingFilter(words, speller)));
    }

    /** Every word that is spelt right, marks and numbers aside. */
    private static Set<String> words(NoteLexicon lexicon) {
        return Stream.of(
                        lexicon.abbreviations().values().stream(),
                        Stream.of(lexicon.modes(), lexicon.components(), lexicon.actions())
                                .flatMap(meanings -> meanings.values().stream())
                                .flatMap(List::stream),
                        lexicon.urgent().stream(),
                        lexicon.denials().ofNoun().stream(),
                        lexicon.denials().ofVerb().stream(),
                        lexicon.denials().behind().stream(),
                        lexicon.denials().clause().stream(),
                        lexicon.known().stream())
                .flatMap(spellings -> spellings)
                .flatMap(spelling -> Stream.of(spelling.split("[^\\p{L}']+")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SynonymMap synonyms(SortedMap<String, String> abbreviations) {
        SynonymMap.Builder builder = new SynonymMap.Builder(true);
        try (Analyzer plain = new PlainAnalyzer()) {
            abbreviations.forEach((spelling, words) ->
                    builder.add(phrase(Terms.of(plain, spelling)), phrase(Terms.of(plain, words)), false));
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CharsRef phrase(List<String> words) {
        return SynonymMap.Builder.join(words.toArray(new String[0]), new CharsRefBuilder());
    }

    /** Only cuts and makes letters small. */
    private static final class PlainAnalyzer extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer tokens = new PatternTokenizer(TOKEN, 0);
            return new TokenStreamComponents(tokens, new ASCIIFoldingFilter(new LowerCaseFilter(tokens)));
        }
    }
}

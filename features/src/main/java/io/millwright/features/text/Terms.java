package io.millwright.features.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** What an analyzer makes of a text, as a list. */
final class Terms {

    private Terms() {}

    static List<String> of(Analyzer analyzer, String text) {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("note", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }

    /** One word without its ending. */
    static final class Stems extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            KeywordTokenizer whole = new KeywordTokenizer();
            return new TokenStreamComponents(whole, new KStemFilter(whole));
        }

        String stem(String word) {
            return of(this, word).get(0);
        }
    }
}

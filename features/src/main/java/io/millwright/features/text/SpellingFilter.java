package io.millwright.features.text;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Corrects each word of a stream. */
final class SpellingFilter extends TokenFilter {

    private final Speller speller;
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    SpellingFilter(TokenStream input, Speller speller) {
        super(input);
        this.speller = speller;
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        String word = term.toString();
        String right = speller.corrected(word);
        if (!right.equals(word)) {
            term.setEmpty().append(right);
        }
        return true;
    }
}

package io.millwright.etl;

import io.millwright.lake.config.Source;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a source writes text, as a task takes it along. */
record Notation(String encoding, char decimal, Set<String> missing) implements Serializable {

    Notation {
        missing = Set.copyOf(missing);
    }

    static Notation of(Source source) {
        Source.Notation notation = source.notation();
        return new Notation(notation.encoding().name(), notation.decimal(), Set.copyOf(notation.missing()));
    }

    String text(byte[] bytes) {
        return new String(bytes, Charset.forName(encoding));
    }

    /** A line or file without the byte-order mark that programs of Windows put before it. */
    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Whether a cell says that there is no value. */
    boolean isMissing(@Nullable String cell) {
        return !missing.isEmpty() && missing.contains(cell == null ? "" : cell.strip());
    }

    /** The number, NaN where the text is none. Beside a decimal comma, a point would part thousands, so such text is none. */
    double number(String text) {
        if (decimal == '.') {
            return Numbers.parse(text);
        }
        return text.indexOf('.') >= 0 ? Double.NaN : Numbers.parse(text.replace(decimal, '.'));
    }
}

package io.millwright.etl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The records of JSON, an object a line or one array of them, as the cells of chosen columns. Not safe for several threads. */
final class JsonCells {

    /** Of an array that breaks off, so many characters are kept. */
    private static final int EXCERPT = 1_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> columns;
    private final @Nullable String[] chosen;

    /** Takes the records one after the other. */
    interface Taker {

        /** What is no object. */
        void malformed(String raw);

        /**
         * An object.
         *
         * @param cells in the order of the columns, null where there is none; used again for the next object
         */
        void object(@Nullable String[] cells, Supplier<String> raw);
    }

    JsonCells(List<String> columns) {
        this.columns = List.copyOf(columns);
        this.chosen = new String[columns.size()];
    }

    void line(String line, Taker taker) {
        try {
            take(mapper.readTree(line), () -> line, taker);
        } catch (JsonProcessingException e) {
            taker.malformed(line);
        }
    }

    /** What comes before a fault is read; from there on it is one record nobody can tell apart. */
    void array(String content, Taker taker) {
        long read = 0;
        try (JsonParser parser = mapper.createParser(content)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode node = mapper.readTree(parser);
                take(node, node::toString, taker);
                read = parser.currentLocation().getCharOffset();
            }
            if (parser.nextToken() != null) {
                taker.malformed(excerpt(content, read));
            }
        } catch (IOException e) {
            taker.malformed(excerpt(content, read));
        }
    }

    private static String excerpt(String content, long from) {
        int at = (int) Math.min(from, content.length());
        return content.substring(at, Math.min(content.length(), at + EXCERPT));
    }

    private void take(JsonNode node, Supplier<String> raw, Taker taker) {
        if (!node.isObject()) {
            taker.malformed(raw.get());
            return;
        }
        for (int i = 0; i < chosen.length; i++) {
            JsonNode field = node.get(columns.get(i));
            chosen[i] =
                    field == null || field.isNull() ? null : field.isTextual() ? field.textValue() : field.toString();
        }
        taker.object(chosen, raw);
    }
}

package io.millwright.training.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millwright.lake.MillwrightException;
import java.io.IOException;

/** Records to JSON and back: keys of maps in order, numbers to their last bit, so that equal values are equal bytes. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, false)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .build();

    private Json() {}

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as JSON: " + value.getClass(), e);
        }
    }

    /** Indented, for files that people open. */
    public static byte[] readable(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as JSON: " + value.getClass(), e);
        }
    }

    /** Reads what {@link #bytes} wrote; a data error that names the file where it is damaged. */
    public static <T> T read(byte[] json, Class<T> type, String file) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw MillwrightException.data(
                    "the file " + file + " of a model package is damaged; register the model again", e);
        }
    }
}

package io.millwright.pipeline.evaluate;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millwright.lake.FileProblem;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The JSON files of a run: records as objects with snake_case keys, an instant as ISO 8601 in UTC, a number that is not defined as
 * null. A file appears whole or not at all.
 */
public final class ResultFiles {

    private static final ObjectMapper JSON = mapper();

    /** How the names of files end that are not written to their ends. */
    private static final String PART = ".part";

    private static final Pattern PROCESS = Pattern.compile("\\d{1,18}");

    private ResultFiles() {}

    /** One line or many of JSON. */
    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }

    /** The same on one line, for embedding. */
    public static String compact(Object value) {
        try {
            return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }

    public static void write(Path file, Object value) {
        writeText(file, text(value) + "\n");
    }

    /** Writes beside the file, then moves it into place; whoever may read the folder may read the file. */
    public static void writeText(Path file, String content) {
        String beginning = "." + file.getFileName() + ".";
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        Path whole = folder.resolve(beginning + ProcessHandle.current().pid() + PART);
        try {
            Files.createDirectories(folder);
            removeParts(folder, beginning);
            Files.writeString(whole, content, StandardCharsets.UTF_8);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the file " + file + " cannot be written (" + FileProblem.reason(e)
                            + "); free space or give another --out",
                    e);
        }
    }

    /** What processes that were killed left of the same file; what one that runs is writing stays. */
    private static void removeParts(Path folder, String beginning) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                String name = part.getFileName().toString();
                String middle = name.substring(0, name.length() - PART.length());
                if (middle.startsWith(beginning) && isOfNobody(middle.substring(beginning.length()))) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static boolean isOfNobody(String process) {
        return PROCESS.matcher(process).matches()
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    /** Removes what an earlier run left and this one does not write. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the file " + file + " cannot be removed (" + FileProblem.reason(e) + "); remove it by hand", e);
        }
    }

    /**
     * Reads one of these files back.
     *
     * @throws MillwrightException where it does not exist, with the job that writes it
     */
    public static <T> T read(Path file, Class<T> type, String writtenBy) {
        if (!Files.exists(file)) {
            throw MillwrightException.data(
                    "the file " + file + " does not exist yet; run ./millwright " + writtenBy + " first");
        }
        try {
            return JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw MillwrightException.data(
                    "the file " + file + " cannot be read as the " + writtenBy + " job writes it; run ./millwright "
                            + writtenBy + " again",
                    e);
        }
    }

    /** Parses JSON that came from elsewhere, for example out of a model package. */
    public static <T> T parse(String json, Class<T> type, String from) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw MillwrightException.data("the JSON of " + from + " cannot be read; register the model again", e);
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule values = new SimpleModule("values");
        values.addSerializer(Double.class, new UndefinedAsNull());
        values.addSerializer(double.class, new UndefinedAsNull());
        values.addDeserializer(double.class, new NullAsUndefined());
        values.addDeserializer(Double.class, new NullAsUndefined());
        values.addSerializer(Instant.class, new InstantAsText());
        values.addDeserializer(Instant.class, new TextAsInstant());
        return JsonMapper.builder()
                .addModule(values)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
    }

    private static final class UndefinedAsNull extends StdSerializer<Double> {
        private static final long serialVersionUID = 1L;

        UndefinedAsNull() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                out.writeNull();
            } else {
                out.writeNumber(value);
            }
        }
    }

    private static final class NullAsUndefined extends StdDeserializer<Double> {
        private static final long serialVersionUID = 1L;

        NullAsUndefined() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }

        @Override
        public Double getAbsentValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    private static final class InstantAsText extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantAsText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class TextAsInstant extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        TextAsInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getText());
        }
    }
}

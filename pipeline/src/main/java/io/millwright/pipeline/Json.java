package io.millwright.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** JSON files that are whole or not there. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    static Optional<JsonNode> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(MAPPER.readTree(file.toFile())) : Optional.empty();
    }

    static void write(Path file, Object value) throws IOException {
        ResultFiles.writeText(file, MAPPER.writeValueAsString(value));
    }
}

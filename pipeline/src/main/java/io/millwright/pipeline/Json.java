package io.millwright.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** JSON files that are whole or not there: written beside and moved over in one step; whoever may read the folder may read them. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    static Optional<JsonNode> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(MAPPER.readTree(file.toFile())) : Optional.empty();
    }

    static void write(Path file, Object value) throws IOException {
        Path beside = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".part");
        Files.createDirectories(beside.getParent());
        MAPPER.writeValue(beside.toFile(), value);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}

package io.millwright.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Seconds per stage of a run, disjoint, in order: in {@code timings.json}, and in {@code metrics.json} at the end. */
final class Timings {

    private static final String FILE = "timings.json";
    private static final String METRICS = "metrics.json";
    private static final String KEY = "timings_seconds";

    private final Map<String, Double> seconds = new LinkedHashMap<>();

    void add(String stage, double stageSeconds) {
        seconds.merge(stage, Math.round(stageSeconds * 1000) / 1000.0, Double::sum);
    }

    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    void write(Path out) throws IOException {
        Json.write(out.resolve(FILE), seconds);
    }

    /** Puts the seconds of all stages into {@code metrics.json}, where there is one. */
    void writeIntoMetrics(Path out) throws IOException {
        Path file = out.resolve(METRICS);
        Optional<JsonNode> metrics = Json.read(file);
        if (metrics.isPresent() && metrics.get() instanceof ObjectNode object) {
            ObjectNode timings = object.putObject(KEY);
            seconds.forEach(timings::put);
            Json.write(file, object);
        }
    }
}

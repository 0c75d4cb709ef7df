package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MapType;

/** The fleet of the tests, generated once and run once, undisturbed, by a process of its own. */
final class SmallFleet {

    private static final Path FOLDER = Path.of("target/small-fleet").toAbsolutePath();

    private static boolean ready;

    private SmallFleet() {}

    /** The pipeline file: the example with the landing folder at a fixed place, so that every run reads the same files. */
    static Path pipelineFile() {
        return FOLDER.resolve("pipeline.yaml");
    }

    /** Output folder of the undisturbed run. */
    static synchronized Path undisturbed() throws IOException, InterruptedException {
        Path out = FOLDER.resolve("undisturbed");
        if (!ready) {
            delete(FOLDER);
            Files.createDirectories(FOLDER);
            String yaml = Files.readString(Path.of("../examples/small-fleet.yaml"))
                    .replaceFirst("(?m)^(\\s+path:) landing$", "$1 " + FOLDER.resolve("landing"))
                    .replaceFirst("(?m)^(\\s+truth:) truth$", "$1 " + FOLDER.resolve("truth"));
            Files.writeString(pipelineFile(), yaml);
            Child.requireDone(Child.java(FOLDER.resolve("generate.txt"), "generate", out));
            Child.requireDone(Child.java(FOLDER.resolve("run.txt"), "run", out));
            ready = true;
        }
        return out;
    }

    static Path fresh(String name) throws IOException {
        Path out = FOLDER.resolve(name);
        delete(out);
        return out;
    }

    /**
     * Fingerprint of every table of a lake but the history of quality checks, whose figures are Deequ's sums of doubles in
     * whatever order tasks end.
     */
    static Map<String, String> fingerprints(Path out) throws IOException {
        Map<String, String> fingerprints = new TreeMap<>();
        try (Stream<Path> tables = Files.list(out.resolve("lake"))) {
            for (Path table : tables.filter(folder -> Files.exists(folder.resolve("_delta_log"))
                            && !folder.getFileName().toString().equals("quality_results"))
                    .toList()) {
                Dataset<Row> rows = TestSpark.session().read().format("delta").load(table.toString());
                List<String> key = Arrays.stream(rows.schema().fields())
                        .filter(field -> !(field.dataType() instanceof MapType))
                        .map(field -> field.name())
                        .toList();
                fingerprints.put(table.getFileName().toString(), Fingerprint.of(rows, key));
            }
        }
        return fingerprints;
    }

    /** {@code metrics.json} without the seconds, which are no figure of a model. */
    static JsonNode figures(Path out) throws IOException {
        ObjectNode metrics = (ObjectNode)
                new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
        metrics.remove("timings_seconds");
        return metrics;
    }

    static void requireSame(Path out) throws IOException, InterruptedException {
        Path expected = undisturbed();
        assertThat(fingerprints(out)).isEqualTo(fingerprints(expected)).isNotEmpty();
        assertThat(figures(out)).isEqualTo(figures(expected));
        assertThat(Files.readString(out.resolve("worklist.csv")))
                .isEqualTo(Files.readString(expected.resolve("worklist.csv")));
    }

    /** A folder with all in it, where it is there. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MapType;

/** The fleet of the tests, generated once and run once, undisturbed, by a process of its own. */
final class SmallFleet {

    private static final Path FOLDER = Path.of("target/small-fleet").toAbsolutePath();

    /** Rules for {@code series}, beside the pipeline file. */
    static final String RULES = "Rules = [\n    # gate\n    RowCount > 3\n]\n";

    private static boolean generated;
    private static boolean ready;

    private SmallFleet() {}

    /** The pipeline file: the example with the landing folder at a fixed place, so that every run reads the same files. */
    static Path pipelineFile() {
        return FOLDER.resolve("pipeline.yaml");
    }

    /** The landing files and the pipeline file are there. */
    static synchronized void generated() throws IOException, InterruptedException {
        if (!generated) {
            delete(FOLDER);
            Files.createDirectories(FOLDER);
            String yaml = Files.readString(Path.of("../examples/small-fleet.yaml"))
                    .replaceFirst("(?m)^(\\s+path:) landing$", "$1 " + FOLDER.resolve("landing"))
                    .replaceFirst("(?m)^(\\s+truth:) truth$", "$1 " + FOLDER.resolve("truth"));
            Files.writeString(pipelineFile(), yaml);
            Files.createDirectories(FOLDER.resolve("rules"));
            Files.writeString(FOLDER.resolve("rules/series.dqdl"), RULES);
            Child.requireDone(Child.java(FOLDER.resolve("generate.txt"), "generate", FOLDER.resolve("undisturbed")));
            generated = true;
        }
    }

    /** Output folder of the undisturbed run. */
    static synchronized Path undisturbed() throws IOException, InterruptedException {
        generated();
        Path out = FOLDER.resolve("undisturbed");
        if (!ready) {
            Child.requireDone(Child.java(FOLDER.resolve("run.txt"), "run", out));
            ready = true;
        }
        return out;
    }

    /** A folder with what the undisturbed run left, to go on with. */
    static Path copyOfUndisturbed(String name) throws IOException, InterruptedException {
        Path from = undisturbed();
        Path to = fresh(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }

    static Path fresh(String name) throws IOException {
        return fresh(FOLDER.resolve(name));
    }

    /** A folder that is not there, where it may have been. */
    static Path fresh(Path out) throws IOException {
        delete(out);
        return out;
    }

    /** What {@code run} said of the seconds of its stages, together. */
    static double secondsOfUndisturbedRun() throws IOException, InterruptedException {
        double seconds = 0;
        for (JsonNode stage : Json.read(undisturbed().resolve("timings.json")).orElseThrow()) {
            seconds += stage.asDouble();
        }
        return seconds;
    }

    /**
     * Tables of a lake, but for the history of quality checks, whose figures are Deequ's sums of doubles in whatever order tasks
     * end.
     */
    static List<String> tables(Path out) throws IOException {
        try (Stream<Path> folders = Files.list(out.resolve("lake"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("_delta_log")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("quality_results"))
                    .sorted()
                    .toList();
        }
    }

    /** Fingerprint of each of some tables of a lake, wherever its landing folder is. */
    static Map<String, String> fingerprints(String lake, List<String> tables) {
        Map<String, String> fingerprints = new TreeMap<>();
        for (String table : tables) {
            Dataset<Row> rows = TestSpark.session().read().format("delta").load(lake + "/" + table);
            for (String place : Set.of("file", "path")) {
                if (Arrays.asList(rows.columns()).contains(place)) {
                    rows = rows.withColumn(place, functions.regexp_replace(rows.col(place), "^.*/landing/", ""));
                }
            }
            List<String> key = Arrays.stream(rows.schema().fields())
                    .filter(field -> !(field.dataType() instanceof MapType))
                    .map(field -> field.name())
                    .toList();
            fingerprints.put(table, Fingerprint.of(rows, key));
        }
        return fingerprints;
    }

    static Map<String, String> fingerprints(Path out) throws IOException {
        return fingerprints(out.resolve("lake").toString(), tables(out));
    }

    /** {@code metrics.json} without the seconds, which are no figure of a model. */
    static ObjectNode figures(byte[] json) throws IOException {
        ObjectNode metrics = (ObjectNode) new ObjectMapper().readTree(json);
        metrics.remove("timings_seconds");
        return metrics;
    }

    static JsonNode figures(Path out) throws IOException {
        return figures(Files.readAllBytes(out.resolve("metrics.json")));
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

package io.millwright.etl;

import io.millwright.lake.Fingerprint;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** A landing folder of a test, its pipeline file and its lake. */
final class Landings {

    static final String HOURLY = """
        sensors:
          - {name: temperature, unit: degC, min: -40, max: 250, period: 1h}
          - {name: pressure, unit: bar, min: 0, max: 20, period: 1h}
        equipment: {components: [pump]}
        features: {chunk: 24h, tile: 1h, as_of: {every: 1h}, windows: [3h], statistics: [mean]}
        targets: {failure: [{name: fails, horizon: 24h, minimum_lead: 0h, headline: true}], rul: {cap: 30d, coverage: 0.9}}
        split: {kind: time, tests: [{from: 2025-03-01, to: 2025-04-01}]}
        """;

    private final Path folder;
    private String sources = "";
    private String rest = HOURLY;
    private String axis = "clock";

    Landings(Path folder) {
        this.folder = folder;
    }

    Landings file(String name, String... lines) {
        return text(name, String.join("\n", lines) + "\n");
    }

    Landings text(String name, String content) {
        return bytes(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Landings bytes(String name, byte[] content) {
        try {
            Path file = folder.resolve("landing").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) {
        try {
            Files.delete(folder.resolve("landing").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a source; {@code @} stands for the landing folder. */
    Landings source(String yaml) {
        sources += "    - " + yaml.replace("@", folder.resolve("landing").toString()) + "\n";
        return this;
    }

    Landings cycles(String other) {
        axis = "cycles";
        rest = other;
        return this;
    }

    Landings withoutPressure() {
        rest = rest.replaceAll("(?m)^.*pressure.*\n", "");
        return this;
    }

    /** A table of independent rows. */
    Landings withoutTime() {
        axis = "none";
        rest = HOURLY.replaceAll(
                        "features: .*",
                        "features: {chunk: 1 cycle, tile: 1 cycle, windows: [1 cycle], as_of: {every: 1 cycle}, statistics: [mean]}")
                .replaceAll("split: .*", "split: {kind: stratified}");
        return this;
    }

    PipelineConfig config() {
        try {
            Path file = folder.resolve("pipeline.yaml");
            Files.writeString(file, "landing:\n  axis: " + axis + "\n  zone: UTC\n  sources:\n" + sources + rest);
            return PipelineFile.read(file, Map.of(), Optional.of(folder.resolve("out")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Lake lake() {
        return Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "test");
    }

    IngestReport ingest() {
        return Ingest.run(lake(), config(), Optional.empty(), Progress.silent());
    }

    IngestReport ingest(String from, String to) {
        Interval interval = new Interval(java.time.Instant.parse(from), java.time.Instant.parse(to));
        return Ingest.run(lake(), config(), Optional.of(interval), Progress.silent());
    }

    /** In slices of a day. */
    IngestReport ingestDayByDay(String from, String to, Progress progress) {
        Interval interval = new Interval(java.time.Instant.parse(from), java.time.Instant.parse(to));
        return Ingest.run(lake(), config(), Optional.of(interval), progress, 1);
    }

    /** Rows that agree in the table's key may differ in their known time, so that is sorted by, too. */
    List<String> fingerprints(TableSpec... tables) {
        return Arrays.stream(tables).map(this::fingerprint).toList();
    }

    private String fingerprint(TableSpec table) {
        List<String> key = new ArrayList<>(table.key());
        if (table.schema().getFieldIndex("known_time").isDefined() && !key.contains("known_time")) {
            key.add("known_time");
        }
        return Fingerprint.of(lake().read(table), key);
    }

    /** Flat readings as {@code machine sensor time value clean}. */
    List<String> readings() {
        return Readings.view(lake()).orderBy("equipment_id", "sensor", "event_time").collectAsList().stream()
                .map(Landings::line)
                .toList();
    }

    private static String line(Row row) {
        return row.getString(0) + " " + row.getString(1) + " "
                + row.getTimestamp(2).toInstant() + " " + row.getDouble(3);
    }
}

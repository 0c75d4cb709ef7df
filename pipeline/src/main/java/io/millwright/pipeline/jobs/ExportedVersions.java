package io.millwright.pipeline.jobs;

import io.millwright.features.store.ExportReport;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which version of each table the feature store holds: the next export needs it to tell what changed, so a VACUUM asks before it takes
 * one away. A file of the results, since who looks after the lake may not read the store.
 */
record ExportedVersions(Map<String, Long> versions) {

    private static final String FILE = "feature-store.json";

    ExportedVersions {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /** Notes what an export left. */
    static void write(Path out, ExportReport report) {
        Map<String, Long> versions = report.groups().stream()
                .collect(Collectors.toMap(ExportReport.Group::table, ExportReport.Group::version));
        ResultFiles.write(out.resolve(FILE), new ExportedVersions(versions));
    }

    /** Those of the last export; none where nothing was exported. */
    static ExportedVersions read(Path out) {
        Path file = out.resolve(FILE);
        return Files.exists(file)
                ? ResultFiles.read(file, ExportedVersions.class, "export-features")
                : new ExportedVersions(Map.of());
    }
}

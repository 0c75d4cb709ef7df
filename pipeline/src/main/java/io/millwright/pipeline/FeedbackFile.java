package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.Source.MappedColumn;
import io.millwright.lake.table.Feedback;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Feedback as a landing file of the pipeline's own source of kind feedback, one file a finding, named by its content: the same finding
 * twice is one file.
 */
record FeedbackFile(Source source) {

    /**
     * One finding.
     *
     * @param fields by the names of {@link Feedback}, those that were given
     */
    record Finding(String equipmentId, Instant lookedAt, Instant writtenAt, Map<String, String> fields) {

        Finding {
            fields = Map.copyOf(fields);
        }
    }

    static FeedbackFile of(PipelineConfig config) {
        Source source = config.landing()
                .of(Source.Kind.FEEDBACK)
                .findFirst()
                .orElseThrow(() -> MillwrightException.configuration(config.file()
                        + " has no landing source of kind feedback; copy the one of examples/demo-fleet.yaml"));
        boolean isPlain = source.format() == Source.Format.CSV
                && source.header().isEmpty()
                && source.time().filter(time -> time.format().equals("iso")).isPresent()
                && source.equipment()
                        .filter(column -> !column.column().isEmpty())
                        .isPresent()
                && source.path().endsWith("/*.csv");
        if (!isPlain) {
            throw MillwrightException.configuration(config.file() + ": files of the source '" + source.name()
                    + "' can only be written where it is CSV with a header, times in iso and a path that ends in /*.csv;"
                    + " put the finding there by other means");
        }
        return new FeedbackFile(source);
    }

    /** Writes it and returns where; fails where the source has no column for something that was given. */
    String write(Finding finding, Configuration hadoop) {
        requireColumns(finding);
        Map<String, String> cells = cells(finding);
        String text = line(cells.keySet()) + line(cells.values());
        String folder = source.path().substring(0, source.path().lastIndexOf('/'));
        Path file = new Path(folder, "finding-" + Sha256.hex(text).substring(0, 16) + ".csv");
        try {
            FileSystem files = file.getFileSystem(hadoop);
            try (OutputStream out = files.create(file, true)) {
                out.write(text.getBytes(source.notation().encoding()));
            }
        } catch (IOException e) {
            throw OutsideFault.of(file + " cannot be written", e)
                    .orElseGet(() -> MillwrightException.service(
                            file + " cannot be written (" + e.getMessage() + "); check the path and the permissions",
                            e));
        }
        return file.toString();
    }

    /** What no column takes would be lost, and {@code ingest} could not tell. */
    private void requireColumns(Finding finding) {
        String unmapped = finding.fields().keySet().stream()
                .filter(name -> !source.columns().containsKey(name))
                .sorted()
                .map(name -> name + ": " + name)
                .collect(Collectors.joining(", "));
        if (!unmapped.isEmpty()) {
            throw withoutColumn("columns: {" + unmapped + "}");
        }
        if (source.known().column().isEmpty() && !finding.writtenAt().equals(finding.lookedAt())) {
            throw withoutColumn("known: {column: written_at}");
        }
    }

    private MillwrightException withoutColumn(String key) {
        return MillwrightException.configuration("the source '" + source.name()
                + "' has no column for all that was given, so some of it would be lost; add " + key
                + " to the source, or leave it out");
    }

    private Map<String, String> cells(Finding finding) {
        Map<String, String> cells = new LinkedHashMap<>();
        Source.EquipmentColumn equipment = source.equipment().orElseThrow();
        cells.put(equipment.column(), withoutPrefix(finding.equipmentId(), equipment.prefix()));
        cells.put(source.time().orElseThrow().column(), finding.lookedAt().toString());
        source.known()
                .column()
                .ifPresent(column -> cells.put(column, finding.writtenAt().toString()));
        Map<String, MappedColumn> columns = new java.util.TreeMap<>(source.columns());
        columns.forEach((ours, theirs) -> cells.put(
                theirs.column(), Objects.requireNonNullElse(finding.fields().get(ours), "")));
        return cells;
    }

    private static String withoutPrefix(String id, String prefix) {
        return id.startsWith(prefix) ? id.substring(prefix.length()) : id;
    }

    private String line(Iterable<String> cells) {
        return java.util.stream.StreamSupport.stream(cells.spliterator(), false)
                        .map(cell -> '"' + cell.replace("\"", "\"\"").replaceAll("\\R", " ") + '"')
                        .collect(Collectors.joining(source.delimiter()))
                + "\n";
    }
}

package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_replace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Copies landing sources without the records that arrived after a moment. A record whose times cannot be read stays. Lines
 * of text stay as they are; Parquet rows keep their order and the order of their files.
 */
final class TruncatedLanding {

    private final SparkSession spark;
    private final long cutMs;
    private final Configuration hadoop;
    private final ObjectMapper json = new ObjectMapper();

    TruncatedLanding(SparkSession spark, long cutMs) {
        this.spark = spark;
        this.cutMs = cutMs;
        this.hadoop = spark.sessionState().newHadoopConf();
    }

    /** Copies a source into a folder that does not exist yet, and returns the path to read it from. */
    String copy(Source source, String folder) {
        if (source.time().isEmpty()) {
            return source.path();
        }
        if (source.format() == Source.Format.PARQUET) {
            parquet(source, folder);
        } else {
            text(source, folder);
        }
        return folder;
    }

    private void parquet(Source source, String folder) {
        LandingTime time = LandingTime.of(source);
        String event = source.time().orElseThrow().column();
        String arrival = source.known().column().orElse("");
        long cut = cutMs;
        // A file that is cut off cannot be read by anyone; ingest puts it into quarantine whole, so it may be missing
        // here.
        Dataset<Row> rows = spark.read()
                .option("ignoreCorruptFiles", "true")
                .option("recursiveFileLookup", "true")
                .parquet(source.path());
        List<String> columns = Arrays.asList(rows.columns());
        FilterFunction<Row> arrived = row -> {
            OptionalLong known = time.known(value(row, columns, event), value(row, columns, arrival));
            return known.isEmpty() || known.getAsLong() <= cut;
        };
        rows.withColumn("audit_file", regexp_replace(col("_metadata.file_path"), "[^A-Za-z0-9]+", "_"))
                .withColumn("audit_row", col("_metadata.row_index"))
                .filter(arrived)
                .repartition(spark.sparkContext().defaultParallelism(), col("audit_file"))
                .sortWithinPartitions("audit_file", "audit_row")
                .drop("audit_row")
                .write()
                .partitionBy("audit_file")
                .parquet(folder);
    }

    private static @Nullable Object value(Row row, List<String> columns, String column) {
        int at = columns.indexOf(column);
        return at < 0 ? null : row.get(at);
    }

    private void text(Source source, String folder) {
        Path pattern = new Path(source.path());
        try {
            FileSystem files = pattern.getFileSystem(hadoop);
            FileStatus[] matched = files.globStatus(pattern);
            for (FileStatus status : matched == null ? new FileStatus[0] : matched) {
                for (Path file : below(files, status)) {
                    String name = "landed" + file.toUri().getPath().replaceAll("[^A-Za-z0-9.]+", "_");
                    lines(source, files, file, new Path(folder, name));
                }
            }
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the landing files of '" + source.name() + "' cannot be copied for the audit (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    private static List<Path> below(FileSystem files, FileStatus status) throws IOException {
        if (status.isFile()) {
            return List.of(status.getPath());
        }
        List<Path> found = new java.util.ArrayList<>();
        var all = files.listFiles(status.getPath(), true);
        while (all.hasNext()) {
            found.add(all.next().getPath());
        }
        return found;
    }

    private void lines(Source source, FileSystem files, Path from, Path to) throws IOException {
        Arrived arrived = new Arrived(source);
        // Every byte becomes a character and back again, so that broken text stays as broken as it is.
        try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(files.open(from), StandardCharsets.ISO_8859_1));
                Writer out = new OutputStreamWriter(files.create(to, true), StandardCharsets.ISO_8859_1)) {
            String line = in.readLine();
            while (line != null) {
                if (arrived.test(line)) {
                    out.write(line);
                    out.write('\n');
                }
                line = in.readLine();
            }
        }
    }

    /** Whether a line of one file had arrived; the first line of a CSV without a configured header names the columns. */
    private final class Arrived {
        private final Source source;
        private final LandingTime time;
        private final Pattern delimiter;
        private List<String> header;

        Arrived(Source source) {
            this.source = source;
            this.time = LandingTime.of(source);
            this.header = source.header();
            this.delimiter = source.delimiter().equals(" ")
                    ? Pattern.compile("\\s+")
                    : Pattern.compile(Pattern.quote(source.delimiter()));
        }

        boolean test(String line) {
            boolean csv = source.format() == Source.Format.CSV;
            if (csv && header.isEmpty()) {
                header = Arrays.stream(cells(line)).map(String::strip).toList();
                return true;
            }
            String event = source.time().orElseThrow().column();
            String arrival = source.known().column().orElse("");
            OptionalLong known = csv
                    ? time.known(cell(cells(line), event), cell(cells(line), arrival))
                    : ofJson(line, event, arrival);
            return known.isEmpty() || known.getAsLong() <= cutMs;
        }

        private String[] cells(String line) {
            if (line.indexOf('"') < 0 || source.delimiter().length() != 1) {
                return delimiter.split(source.delimiter().equals(" ") ? line.strip() : line, -1);
            }
            List<String> cells = new java.util.ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == source.delimiter().charAt(0) && !quoted) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else {
                    cell.append(c);
                }
            }
            cells.add(cell.toString());
            return cells.toArray(new String[0]);
        }

        private @Nullable String cell(String[] cells, String column) {
            int at = header.indexOf(column);
            return at < 0 || at >= cells.length ? null : cells[at];
        }

        private OptionalLong ofJson(String line, String event, String arrival) {
            try {
                JsonNode node = json.readTree(line);
                return time.known(text(node, event), text(node, arrival));
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        }

        private @Nullable String text(JsonNode node, String column) {
            JsonNode value = node == null ? null : node.get(column);
            return value == null || value.isNull() ? null : value.asText();
        }
    }
}

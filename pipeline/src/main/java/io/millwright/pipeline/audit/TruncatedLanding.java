package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millwright.etl.LineTokenizer;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.WorkOrders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Copies landing sources without the records that arrived after a moment. A record whose times cannot be read stays. Lines
 * of text stay as they are; Parquet rows keep their order and the order of their files. Asked to, it writes the times of text, and those
 * alone, as another zone writes them.
 */
final class TruncatedLanding {

    /** Our columns that hold a moment, beside the event and its arrival. */
    private static final Set<String> MOMENTS = Set.of(
            WorkOrders.OPENED_AT,
            WorkOrders.SCHEDULED_FOR,
            WorkOrders.STARTED_AT,
            WorkOrders.FINISHED_AT,
            Operations.END_TIME);

    /** A byte-order mark in UTF-8, byte for byte. */
    private static final String MARK = "\u00EF\u00BB\u00BF";

    private final SparkSession spark;
    private final long cutMs;
    private final @Nullable ZoneId zone;
    private final Configuration hadoop;
    private final ObjectMapper json = new ObjectMapper();
    private long rewrittenTimes;

    TruncatedLanding(SparkSession spark, long cutMs) {
        this(spark, cutMs, null);
    }

    /** @param zone to write times of text in; null leaves them as they are */
    TruncatedLanding(SparkSession spark, long cutMs, @Nullable ZoneId zone) {
        this.spark = spark;
        this.cutMs = cutMs;
        this.zone = zone;
        this.hadoop = spark.sessionState().newHadoopConf();
    }

    Optional<ZoneId> zone() {
        return Optional.ofNullable(zone);
    }

    /** Lines, and columns of Parquet, whose times were written in the other zone. */
    long rewrittenTimes() {
        return rewrittenTimes;
    }

    /** The columns of the file that hold moments. */
    private static Set<String> moments(Source source) {
        Set<String> columns = new TreeSet<>();
        columns.add(source.time().orElseThrow().column());
        source.known().column().ifPresent(columns::add);
        source.columns().forEach((ours, column) -> {
            if (MOMENTS.contains(ours)) {
                columns.add(column.column());
            }
        });
        return columns;
    }

    /** Copies a source into a folder that does not exist yet, and returns the path to read it from; its own where nothing has landed. */
    String copy(Source source, String folder) {
        List<FileStatus> landed = landed(source);
        if (source.time().isEmpty() || landed.isEmpty()) {
            return source.path();
        }
        if (source.format() == Source.Format.PARQUET) {
            parquet(source, folder);
        } else {
            text(source, landed, folder);
        }
        return folder;
    }

    private List<FileStatus> landed(Source source) {
        Path pattern = new Path(source.path());
        try {
            FileStatus[] matched = pattern.getFileSystem(hadoop).globStatus(pattern);
            return matched == null ? List.of() : List.of(matched);
        } catch (IOException e) {
            throw notCopied(source, e);
        }
    }

    private static MillwrightException notCopied(Source source, IOException e) {
        return MillwrightException.service(
                "the landing files of '" + source.name() + "' cannot be copied for the audit (" + e.getMessage() + ")",
                e);
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
        UserDefinedFunction arrived = udf(
                (UDF2<Object, Object, Boolean>) (at, knownAt) -> {
                    OptionalLong known = time.known(at, knownAt);
                    return known.isEmpty() || known.getAsLong() <= cut;
                },
                DataTypes.BooleanType);
        // Readings are many and their files few, so each file is named once.
        Dataset<Row> kept = rows.withColumn("landed_path", col("_metadata.file_path"))
                .withColumn("audit_row", col("_metadata.row_index"))
                .filter(arrived.apply(columnOf(rows, event), columnOf(rows, arrival)))
                .join(broadcast(names(rows.inputFiles())), col("landed_path").equalTo(col("audit_path")), "left")
                .repartition(spark.sparkContext().defaultParallelism(), col("audit_file"))
                .sortWithinPartitions("audit_file", "audit_row")
                .drop("audit_row", "audit_path", "landed_path");
        inOtherZone(kept, source, time).write().partitionBy("audit_file").parquet(folder);
    }

    /** Columns of text in the other zone; a timestamp of Parquet is the same everywhere. */
    private Dataset<Row> inOtherZone(Dataset<Row> rows, Source source, LandingTime time) {
        ZoneId other = zone;
        if (other == null) {
            return rows;
        }
        UserDefinedFunction moved = udf(
                (UDF1<String, String>) text -> text == null ? null : time.written(text, other), DataTypes.StringType);
        Dataset<Row> result = rows;
        for (StructField field : rows.schema().fields()) {
            if (field.dataType().equals(DataTypes.StringType) && moments(source).contains(field.name())) {
                result = result.withColumn(field.name(), moved.apply(col(field.name())));
                rewrittenTimes++;
            }
        }
        return result;
    }

    private static Column columnOf(Dataset<Row> rows, String name) {
        return Arrays.asList(rows.columns()).contains(name)
                ? col(name)
                : lit(null).cast(DataTypes.StringType);
    }

    /** Each file with the name of its folder in the copy; the order of names is that of paths. */
    private Dataset<Row> names(String[] files) {
        return spark.createDataFrame(
                Arrays.stream(files)
                        .map(file -> new Path(URI.create(file)).toString())
                        .map(path -> RowFactory.create(path, folderName(path)))
                        .toList(),
                new StructType()
                        .add("audit_path", DataTypes.StringType, false)
                        .add("audit_file", DataTypes.StringType, false));
    }

    private static String folderName(String path) {
        return path.replaceAll("[^A-Za-z0-9]+", "_");
    }

    private void text(Source source, List<FileStatus> landed, String folder) {
        try {
            FileSystem files = new Path(source.path()).getFileSystem(hadoop);
            for (FileStatus status : landed) {
                for (Path file : below(files, status)) {
                    String name = "landed" + file.toUri().getPath().replaceAll("[^A-Za-z0-9.]+", "_");
                    lines(source, files, file, new Path(folder, name));
                }
            }
        } catch (IOException e) {
            throw notCopied(source, e);
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
        boolean finished = isFinished(files, from);
        // Every byte becomes a character and back again, so that broken text stays as broken as it is.
        try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(files.open(from), StandardCharsets.ISO_8859_1));
                Writer out = new OutputStreamWriter(files.create(to, true), StandardCharsets.ISO_8859_1)) {
            String line = in.readLine();
            while (line != null) {
                String next = in.readLine();
                if (arrived.test(line)) {
                    out.write(zone == null ? line : arrived.inOtherZone(line, zone));
                    out.write(next == null && !finished ? "" : "\n");
                }
                line = next;
            }
        }
    }

    /** Whether the last line has its end: ingest takes one without it for cut off, and must see it so in the copy. */
    private static boolean isFinished(FileSystem files, Path file) throws IOException {
        long length = files.getFileStatus(file).getLen();
        if (length == 0) {
            return true;
        }
        try (FSDataInputStream in = files.open(file)) {
            in.seek(length - 1);
            return in.read() == '\n';
        }
    }

    /** Whether a line of one file had arrived; the first line of a CSV without a configured header names the columns. */
    private final class Arrived {
        private final Source source;
        private final LandingTime time;
        private final LineTokenizer tokenizer;
        private final Set<String> moments;
        private List<String> header;

        Arrived(Source source) {
            this.source = source;
            this.time = LandingTime.of(source);
            this.moments = moments(source);
            this.header = source.header();
            this.tokenizer = new LineTokenizer(source.delimiter());
        }

        boolean test(String line) {
            boolean csv = source.format() == Source.Format.CSV;
            if (csv && header.isEmpty()) {
                header = cells(line.startsWith(MARK) ? line.substring(MARK.length()) : line);
                return true;
            }
            String event = source.time().orElseThrow().column();
            String arrival = source.known().column().orElse("");
            OptionalLong known = csv ? ofCsv(cells(line), event, arrival) : ofJson(line, event, arrival);
            return known.isEmpty() || known.getAsLong() <= cutMs;
        }

        /** The line with its moments in another zone. */
        String inOtherZone(String line, ZoneId other) {
            boolean csv = source.format() == Source.Format.CSV;
            String result = csv ? ofCsv(line, other) : ofJson(line, other);
            rewrittenTimes += result.equals(line) ? 0 : 1;
            return result;
        }

        private String ofCsv(String line, ZoneId other) {
            List<String> cells = tokenizer.raw(line);
            for (int i = 0; i < cells.size() && i < header.size(); i++) {
                if (moments.contains(header.get(i)) && !isHeader(cells.get(i), i)) {
                    cells.set(i, time.written(unquoted(cells.get(i)), other));
                }
            }
            return String.join(source.delimiter(), cells);
        }

        private boolean isHeader(String cell, int column) {
            return source.header().isEmpty() && unquoted(cell).equals(header.get(column));
        }

        private String ofJson(String line, ZoneId other) {
            try {
                if (json.readTree(line) instanceof ObjectNode node) {
                    moments.stream()
                            .filter(column -> node.path(column).isTextual())
                            .forEach(column -> node.put(
                                    column, time.written(node.path(column).asText(), other)));
                    return node.toString();
                }
                return line;
            } catch (IOException e) {
                return line;
            }
        }

        /** Those before a quote that is not closed, where there is one: the record goes on in the next line. */
        private List<String> cells(String line) {
            List<String> cells = tokenizer.split(line);
            return cells == null
                    ? tokenizer.raw(line).stream().map(Arrived::unquoted).toList()
                    : cells;
        }

        private static String unquoted(String cell) {
            return cell.replace("\"", "").strip();
        }

        private @Nullable String cell(List<String> cells, String column) {
            int at = header.indexOf(column);
            return at < 0 || at >= cells.size() ? null : cells.get(at);
        }

        private OptionalLong ofCsv(List<String> cells, String event, String arrival) {
            return time.known(cell(cells, event), cell(cells, arrival));
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

package io.millwright.etl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.OutsideFault;
import io.millwright.lake.config.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.jspecify.annotations.Nullable;

/**
 * Opens each landing file before anything is written: is it what the configuration says, and which columns has it? Reads at
 * most 64 kB from each end of a text file, and the footer of a Parquet file.
 */
final class FirstLook {

    private static final int LOOK_BYTES = 65_536;
    private static final int SAMPLE_LINES = 20;
    private static final int SAMPLE_RECORDS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Source source;
    private final Configuration hadoop;

    FirstLook(Source source, Configuration hadoop) {
        this.source = source;
        this.hadoop = hadoop;
    }

    LandingFile at(FileStatus status) {
        String path = status.getPath().toString();
        if (status.getLen() == 0) {
            return LandingFile.unreadable(path, "it is empty");
        }
        try {
            return switch (source.format()) {
                case PARQUET -> parquet(status);
                case CSV -> delimited(status);
                case JSON -> json(status);
            };
        } catch (IOException e) {
            // A file is not to blame for its bucket: what would be quarantined here would be lost.
            OutsideFault.of("the landing file " + path + " of source '" + source.name() + "' cannot be read", e)
                    .ifPresent(fault -> {
                        throw fault;
                    });
            return LandingFile.unreadable(path, "it cannot be read (" + e.getMessage() + ")");
        }
    }

    private LandingFile parquet(FileStatus status) throws IOException {
        String path = status.getPath().toString();
        MessageType columns;
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
            columns = reader.getFooter().getFileMetaData().getSchema();
        } catch (RuntimeException e) {
            return LandingFile.unreadable(path, "it is not a whole Parquet file (" + e.getMessage() + ")");
        }
        try {
            return LandingFile.parquet(
                    path, new ParquetToSparkSchemaConverter(false, true, true, true, true).convert(columns));
        } catch (Exception e) {
            // Exception, because Spark, in Scala, throws checked ones it does not declare.
            return LandingFile.unreadable(
                    path,
                    "it has a column of a type that cannot be read (" + e.getMessage()
                            + "); write it as text, or leave it out");
        }
    }

    private LandingFile delimited(FileStatus status) throws IOException {
        String path = status.getPath().toString();
        String start = start(status);
        if (start == null) {
            return LandingFile.unreadable(path, notText());
        }
        List<String> lines = wholeLines(start).stream()
                .filter(line -> !line.isBlank())
                .limit(SAMPLE_LINES)
                .toList();
        if (lines.isEmpty()) {
            return LandingFile.unreadable(path, "it is empty");
        }
        LineTokenizer tokenizer = new LineTokenizer(source.delimiter());
        boolean named = source.header().isEmpty();
        List<String> columns = named ? tokenizer.split(lines.get(0)) : source.header();
        if (columns == null) {
            return LandingFile.unreadable(path, "its first line has a quote that is not closed");
        }
        List<String> sample = named ? lines.subList(1, lines.size()) : lines;
        if (!sample.isEmpty() && noneHas(columns.size(), sample, tokenizer)) {
            List<String> cells = tokenizer.split(sample.get(0));
            return LandingFile.unreadable(
                    path,
                    "split at '" + source.delimiter() + "' its lines have " + (cells == null ? 0 : cells.size())
                            + " columns where " + columns.size() + " are named");
        }
        return LandingFile.text(path, columns, named ? lines.get(0) : null, cutOff(status), false);
    }

    /** Without a last line that is too long to have been looked at to its end, as one of a burst may be. */
    private static List<String> wholeLines(String start) {
        List<String> lines = start.lines().toList();
        boolean lastIsLong = lines.size() > 1 && lines.get(lines.size() - 1).length() >= LOOK_BYTES / 8;
        return lastIsLong ? lines.subList(0, lines.size() - 1) : lines;
    }

    private String notText() {
        return "it is not text in " + encoding().name();
    }

    private Charset encoding() {
        return source.notation().encoding();
    }

    private static boolean noneHas(int columns, List<String> lines, LineTokenizer tokenizer) {
        String[] cells = new String[columns];
        return lines.stream().noneMatch(line -> tokenizer.split(line, cells) == columns);
    }

    private LandingFile json(FileStatus status) throws IOException {
        String path = status.getPath().toString();
        String start = start(status);
        if (start == null) {
            return LandingFile.unreadable(path, notText());
        }
        if (start.isBlank()) {
            return LandingFile.unreadable(path, "it is empty");
        }
        boolean array = start.strip().startsWith("[");
        try (InputStream in = open(status);
                var parser = JSON.getFactory().createParser(in)) {
            if (array) {
                parser.nextToken();
            }
            parser.nextToken();
            JsonNode first = JSON.readTree(parser);
            if (first == null || !first.isObject()) {
                return LandingFile.unreadable(path, "it holds no JSON objects");
            }
            Set<String> columns = new LinkedHashSet<>();
            first.fieldNames().forEachRemaining(columns::add);
            if (array) {
                addNames(parser, columns);
            } else {
                start.lines().forEach(line -> addNames(line, columns));
            }
            return LandingFile.text(path, List.copyOf(columns), null, array ? null : cutOff(status), array);
        } catch (JsonProcessingException e) {
            return LandingFile.unreadable(path, "it is not JSON (" + e.getOriginalMessage() + ")");
        }
    }

    /** Of the records that follow; what cannot be read is left to the reader, which says so. */
    private static void addNames(JsonParser parser, Set<String> columns) {
        try {
            for (int i = 1; i < SAMPLE_RECORDS && parser.nextToken() == JsonToken.START_OBJECT; i++) {
                JSON.readTree(parser).fieldNames().forEachRemaining(columns::add);
            }
        } catch (IOException e) {
            return;
        }
    }

    private static void addNames(String line, Set<String> columns) {
        try {
            JSON.readTree(line).fieldNames().forEachRemaining(columns::add);
        } catch (JsonProcessingException e) {
            return;
        }
    }

    /** The first lines as text; null where the bytes are not text. The last character may be cut in two, which is forgiven. */
    private @Nullable String start(FileStatus status) throws IOException {
        byte[] bytes;
        try (InputStream in = open(status)) {
            bytes = in.readNBytes(LOOK_BYTES);
        }
        for (byte b : bytes) {
            if (b == 0) {
                return null;
            }
        }
        String text = text(bytes, bytes.length == LOOK_BYTES);
        return text == null ? null : Notation.withoutMark(text);
    }

    private @Nullable String text(byte[] bytes, boolean mayBeCut) {
        CharsetDecoder decoder = encoding()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        for (int forgiven = 0; forgiven <= (mayBeCut ? 3 : 0); forgiven++) {
            try {
                return decoder.decode(ByteBuffer.wrap(bytes, 0, bytes.length - forgiven))
                        .toString();
            } catch (CharacterCodingException e) {
                decoder.reset();
            }
        }
        return null;
    }

    private InputStream open(FileStatus status) throws IOException {
        FileSystem files = status.getPath().getFileSystem(hadoop);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(status.getPath());
        FSDataInputStream raw = files.open(status.getPath());
        return codec == null ? raw : codec.createInputStream(raw);
    }

    private @Nullable String cutOff(FileStatus status) throws IOException {
        if (new CompressionCodecFactory(hadoop).getCodec(status.getPath()) != null) {
            return null;
        }
        long from = Math.max(0, status.getLen() - LOOK_BYTES);
        byte[] end = new byte[(int) (status.getLen() - from)];
        try (FSDataInputStream in = status.getPath().getFileSystem(hadoop).open(status.getPath())) {
            in.readFully(from, end);
        }
        int last = end.length - 1;
        if (end[last] == '\n' || end[last] == '\r') {
            return null;
        }
        int begin = last;
        while (begin > 0 && end[begin - 1] != '\n' && end[begin - 1] != '\r') {
            begin--;
        }
        return Notation.withoutMark(new String(end, begin, end.length - begin, encoding()));
    }
}

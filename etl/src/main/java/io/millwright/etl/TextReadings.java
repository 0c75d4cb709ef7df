package io.millwright.etl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.config.Source;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Readings in text, CSV or JSON: a row of the input is one line or, of a JSON array, its file; which file that is, Spark knows of the task.
 */
final class TextReadings implements Serializable {

    /** Of what cannot be read, so many characters are kept. */
    private static final int EXCERPT = 1_000;

    private final ReadingsPlan plan;
    private final ArrivalSpans spans;
    private final Source.Format format;
    private final String delimiter;
    private final Map<String, LandingFile> files;

    TextReadings(ReadingsPlan plan, SourceFiles files, ArrivalSpans spans) {
        this.plan = plan;
        this.spans = spans;
        this.format = files.source().format();
        this.delimiter = files.source().delimiter();
        this.files = new HashMap<>();
        for (LandingFile file : files.readable()) {
            this.files.put(file.path(), file);
            this.files.put(new org.apache.hadoop.fs.Path(file.path()).toUri().toString(), file);
        }
    }

    /** What one task does, line by line or array by array. */
    RecordSink sink() {
        return new Texts();
    }

    private final class Texts implements RecordSink {
        private final ReadingsJudge judge = new ReadingsJudge(plan, spans);
        private final LineTokenizer tokenizer = new LineTokenizer(delimiter);
        private final Moments moments = plan.moments.copy();
        private final ObjectMapper mapper = new ObjectMapper();
        private final boolean isUtf8 = plan.notation.encoding().equals(StandardCharsets.UTF_8.name());
        private final @Nullable String[] chosen = new String[plan.columns.size()];
        private final CurrentFile current = new CurrentFile();
        private LandingFile file = LandingFile.unreadable("", "no file yet");
        private int[] positions = new int[0];
        private @Nullable String[] cells = new String[0];

        @Override
        public ReadingsJudge judge() {
            return judge;
        }

        @Override
        public void accept(InternalRow row) {
            if (current.changed()) {
                enter(current.path());
            }
            UTF8String text = row.getUTF8String(0);
            if (file.array()) {
                array(withoutMark(text.toString()));
            } else {
                line(withoutMark(isUtf8 ? text.toString() : plan.notation.text(text.getBytes())));
            }
        }

        private void line(String line) {
            if (line.isBlank() || line.equals(file.header())) {
                return;
            }
            if (line.equals(file.cutOff())) {
                judge.malformed(file.path(), line);
            } else if (format == Source.Format.CSV) {
                csv(line);
            } else {
                json(line);
            }
        }

        private void enter(String next) {
            LandingFile found = files.get(next);
            if (found == null) {
                throw new IllegalStateException("Spark read " + next + ", which was not listed");
            }
            file = found;
            positions = plan.columns.stream().mapToInt(found.columns()::indexOf).toArray();
            cells = new String[found.columns().size()];
        }

        private String withoutMark(String line) {
            return line.startsWith("\uFEFF") ? line.substring(1) : line;
        }

        private void csv(String line) {
            if (tokenizer.split(line, cells) != cells.length) {
                judge.malformed(file.path(), line);
                return;
            }
            for (int i = 0; i < positions.length; i++) {
                chosen[i] = positions[i] < 0 ? null : cells[positions[i]];
            }
            record(() -> line);
        }

        private void json(String line) {
            try {
                object(mapper.readTree(line), () -> line);
            } catch (JsonProcessingException e) {
                judge.malformed(file.path(), line);
            }
        }

        /** What comes before a fault is read; from there on it is one record nobody can tell apart. */
        private void array(String content) {
            long read = 0;
            try (JsonParser parser = mapper.createParser(content)) {
                parser.nextToken();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonNode node = mapper.readTree(parser);
                    object(node, node::toString);
                    read = parser.currentLocation().getCharOffset();
                }
                if (parser.nextToken() != null) {
                    judge.malformed(file.path(), excerpt(content, read));
                }
            } catch (IOException e) {
                judge.malformed(file.path(), excerpt(content, read));
            }
        }

        private String excerpt(String content, long from) {
            int at = (int) Math.min(from, content.length());
            return content.substring(at, Math.min(content.length(), at + EXCERPT));
        }

        private void object(JsonNode node, Supplier<String> raw) {
            if (!node.isObject()) {
                judge.malformed(file.path(), raw.get());
                return;
            }
            for (int i = 0; i < chosen.length; i++) {
                JsonNode field = node.get(plan.columns.get(i));
                chosen[i] = field == null || field.isNull()
                        ? null
                        : field.isTextual() ? field.textValue() : field.toString();
            }
            record(raw);
        }

        private void record(Supplier<String> raw) {
            long event = moments.parse(chosen[1]);
            long known = known(event);
            if (!judge.open(file.path(), chosen[0], event, known, raw)) {
                return;
            }
            int first = plan.firstValue();
            if (plan.wide) {
                for (int i = first; i < chosen.length; i++) {
                    judge.text(i - first, chosen[i]);
                }
            } else {
                judge.stacked(chosen[first], chosen[first + 1], raw);
            }
        }

        private long known(long event) {
            if (plan.hasArrival) {
                return moments.parse(chosen[2]);
            }
            return event == Moments.UNREADABLE ? Moments.UNREADABLE : event + plan.delayMs;
        }
    }
}

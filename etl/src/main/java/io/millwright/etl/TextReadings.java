package io.millwright.etl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millwright.lake.config.Source;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Readings in lines of text, CSV or JSON: a row of the input is one line; which file it is of, Spark knows of the task.
 */
final class TextReadings implements Serializable {

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

    /** What one task does, line by line. */
    RecordSink sink() {
        return new Lines();
    }

    private final class Lines implements RecordSink {
        private final ReadingsJudge judge = new ReadingsJudge(plan, spans);
        private final LineTokenizer tokenizer = new LineTokenizer(delimiter);
        private final Moments moments = plan.moments.copy();
        private final ObjectMapper mapper = new ObjectMapper();
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
            String line = withoutMark(row.getUTF8String(0).toString());
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
            record(line);
        }

        private void json(String line) {
            JsonNode node;
            try {
                node = mapper.readTree(line);
            } catch (JsonProcessingException e) {
                judge.malformed(file.path(), line);
                return;
            }
            if (!node.isObject()) {
                judge.malformed(file.path(), line);
                return;
            }
            for (int i = 0; i < chosen.length; i++) {
                JsonNode field = node.get(plan.columns.get(i));
                chosen[i] = field == null || field.isNull()
                        ? null
                        : field.isTextual() ? field.textValue() : field.toString();
            }
            record(line);
        }

        private void record(String line) {
            long event = moments.parse(chosen[1]);
            long known = known(event);
            if (!judge.open(file.path(), chosen[0], event, known, () -> line)) {
                return;
            }
            int first = plan.firstValue();
            if (plan.wide) {
                for (int i = first; i < chosen.length; i++) {
                    judge.text(i - first, chosen[i]);
                }
            } else {
                judge.stacked(chosen[first], chosen[first + 1], () -> line);
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

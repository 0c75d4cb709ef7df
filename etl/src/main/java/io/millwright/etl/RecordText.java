package io.millwright.etl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of one whole text file: CSV, where a quoted cell may span lines, or JSON, lines or one array. */
final class RecordText {

    /** A quote that is not closed within so many lines never was one. */
    private static final int LONGEST_CELL_LINES = 200;

    private final RecordJudge judge;
    private final List<String> columns;
    private final List<LogRecord> records = new ArrayList<>();
    private long line;

    RecordText(RecordPlan plan) {
        this.judge = new RecordJudge(plan);
        this.columns = plan.columns();
    }

    List<LogRecord> csv(LandingFile file, String content, String delimiter) {
        LineTokenizer tokenizer = new LineTokenizer(delimiter);
        List<String> lines = content.lines().toList();
        int[] positions = columns.stream().mapToInt(file.columns()::indexOf).toArray();
        for (int at = 0; at < lines.size(); ) {
            int next = recordEnd(lines, at, tokenizer);
            String raw = String.join("\n", lines.subList(at, next));
            if (!raw.isBlank() && !isHeader(raw, file)) {
                line++;
                add(judge.judge(file.path(), raw, chosen(raw, file, positions, tokenizer), line));
            }
            at = next;
        }
        return records;
    }

    private static boolean isHeader(String raw, LandingFile file) {
        return (raw.startsWith("\uFEFF") ? raw.substring(1) : raw).equals(file.header());
    }

    private static int recordEnd(List<String> lines, int from, LineTokenizer tokenizer) {
        StringBuilder raw = new StringBuilder(lines.get(from));
        if (raw.indexOf("\"") < 0) {
            return from + 1;
        }
        for (int end = from + 1; end - from < LONGEST_CELL_LINES; end++) {
            if (tokenizer.split(raw.toString(), new String[0]) >= 0) {
                return end;
            }
            if (end == lines.size()) {
                break;
            }
            raw.append('\n').append(lines.get(end));
        }
        return from + 1;
    }

    private @Nullable String @Nullable [] chosen(
            String raw, LandingFile file, int[] positions, LineTokenizer tokenizer) {
        @Nullable String[] cells = new String[file.columns().size()];
        if (raw.equals(file.cutOff()) || tokenizer.split(raw, cells) != cells.length) {
            return null;
        }
        @Nullable String[] chosen = new String[positions.length];
        for (int i = 0; i < positions.length; i++) {
            chosen[i] = cells[positions[i]];
        }
        return chosen;
    }

    List<LogRecord> json(LandingFile file, String content) {
        ObjectMapper mapper = new ObjectMapper();
        if (file.array()) {
            try {
                mapper.readTree(content).forEach(node -> object(file, node.toString(), node));
            } catch (JsonProcessingException e) {
                add(judge.judge(file.path(), content.substring(0, Math.min(1_000, content.length())), null, 1));
            }
            return records;
        }
        content.lines().filter(text -> !text.isBlank()).forEach(text -> {
            try {
                object(file, text, mapper.readTree(text));
            } catch (JsonProcessingException e) {
                line++;
                add(judge.judge(file.path(), text, null, line));
            }
        });
        return records;
    }

    private void object(LandingFile file, String raw, JsonNode node) {
        line++;
        @Nullable String[] chosen = new String[columns.size()];
        for (int i = 0; i < chosen.length; i++) {
            JsonNode field = node.get(columns.get(i));
            chosen[i] =
                    field == null || field.isNull() ? null : field.isTextual() ? field.textValue() : field.toString();
        }
        add(judge.judge(file.path(), raw, node.isObject() && !raw.equals(file.cutOff()) ? chosen : null, line));
    }

    private void add(Optional<LogRecord> logged) {
        logged.ifPresent(records::add);
    }
}

package io.millwright.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
        List<String> lines = content.lines().map(Notation::withoutMark).toList();
        int[] positions = columns.stream().mapToInt(file.columns()::indexOf).toArray();
        for (int at = 0; at < lines.size(); ) {
            int next = recordEnd(lines, at, tokenizer);
            String raw = String.join("\n", lines.subList(at, next));
            if (!raw.isBlank() && !raw.equals(file.header())) {
                add(file, raw, chosen(raw, file, positions, tokenizer));
            }
            at = next;
        }
        return records;
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
        JsonCells cells = new JsonCells(columns);
        JsonCells.Taker taker = taker(file);
        if (file.array()) {
            cells.array(Notation.withoutMark(content), taker);
            return records;
        }
        content.lines()
                .map(Notation::withoutMark)
                .filter(text -> !text.isBlank())
                .forEach(text -> {
                    if (file.isCutOffIn(text)) {
                        taker.malformed(text);
                    } else {
                        cells.line(text, taker);
                    }
                });
        return records;
    }

    private JsonCells.Taker taker(LandingFile file) {
        return new JsonCells.Taker() {
            @Override
            public void malformed(String raw) {
                add(file, raw, null);
            }

            @Override
            public void object(@Nullable String[] cells, Supplier<String> raw) {
                add(file, raw.get(), cells);
            }
        };
    }

    private void add(LandingFile file, String raw, @Nullable String @Nullable [] cells) {
        line++;
        judge.judge(file.path(), raw, cells, line).ifPresent(records::add);
    }
}

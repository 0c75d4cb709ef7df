package io.millwright.etl;

import io.millwright.lake.config.Source;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The records of text files, CSV or JSON, split into the cells of chosen columns: a row of the input is one line or, of a JSON array, its
 * file; which file that is, Spark knows of the task.
 */
final class TextRecords implements Serializable {

    private final List<String> columns;
    private final Notation notation;
    private final Source.Format format;
    private final String delimiter;
    private final Map<String, LandingFile> files;

    /** Takes the records of a task one after the other. */
    interface Taker {

        /** A record of which not even the columns can be told apart. */
        void malformed(String path, String raw);

        /**
         * Any other record.
         *
         * @param cells in the order of the columns, null where there is none; used again for the next record
         */
        void record(String path, @Nullable String[] cells, Supplier<String> raw);
    }

    TextRecords(SourceFiles files, List<String> columns, Notation notation) {
        this.columns = List.copyOf(columns);
        this.notation = notation;
        this.format = files.source().format();
        this.delimiter = files.source().delimiter();
        this.files = new HashMap<>();
        for (LandingFile file : files.readable()) {
            this.files.put(file.path(), file);
            this.files.put(new org.apache.hadoop.fs.Path(file.path()).toUri().toString(), file);
        }
    }

    /** What one task does, line by line or array by array. */
    Texts to(Taker taker) {
        return new Texts(taker);
    }

    /** The rows of one task. */
    final class Texts implements JsonCells.Taker {
        private final Taker taker;
        private final LineTokenizer tokenizer = new LineTokenizer(delimiter);
        private final JsonCells json = new JsonCells(columns);
        private final boolean isUtf8 = notation.encoding().equals(StandardCharsets.UTF_8.name());
        private final @Nullable String[] chosen = new String[columns.size()];
        private final CurrentFile current = new CurrentFile();
        private LandingFile file = LandingFile.unreadable("", "no file yet");
        private int[] positions = new int[0];
        private @Nullable String[] cells = new String[0];

        private Texts(Taker taker) {
            this.taker = taker;
        }

        /** One line or array. */
        void accept(InternalRow row) {
            if (current.changed()) {
                enter(current.path());
            }
            UTF8String text = row.getUTF8String(0);
            if (file.array()) {
                json.array(Notation.withoutMark(text.toString()), this);
            } else {
                line(Notation.withoutMark(isUtf8 ? text.toString() : notation.text(text.getBytes())));
            }
        }

        private void line(String line) {
            if (line.isBlank() || line.equals(file.header())) {
                return;
            }
            if (file.isCutOffIn(line)) {
                taker.malformed(file.path(), line);
            } else if (format == Source.Format.CSV) {
                csv(line);
            } else {
                json.line(line, this);
            }
        }

        private void enter(String next) {
            LandingFile found = files.get(next);
            if (found == null) {
                throw new IllegalStateException("Spark read " + next + ", which was not listed");
            }
            file = found;
            positions = columns.stream().mapToInt(found.columns()::indexOf).toArray();
            cells = new String[found.columns().size()];
        }

        private void csv(String line) {
            if (tokenizer.split(line, cells) != cells.length) {
                taker.malformed(file.path(), line);
                return;
            }
            for (int i = 0; i < positions.length; i++) {
                chosen[i] = positions[i] < 0 ? null : cells[positions[i]];
            }
            taker.record(file.path(), chosen, () -> line);
        }

        @Override
        public void malformed(String raw) {
            taker.malformed(file.path(), raw);
        }

        @Override
        public void object(@Nullable String[] cells, Supplier<String> raw) {
            taker.record(file.path(), cells, raw);
        }
    }
}

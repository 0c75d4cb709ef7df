package io.millwright.etl;

import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Readings in text, CSV or JSON. */
final class TextReadings implements Serializable {

    private final ReadingsPlan plan;
    private final ArrivalSpans spans;
    private final TextRecords records;

    TextReadings(ReadingsPlan plan, SourceFiles files, ArrivalSpans spans) {
        this.plan = plan;
        this.spans = spans;
        this.records = new TextRecords(files, plan.columns, plan.notation);
    }

    /** What one task does, line by line or array by array. */
    RecordSink sink() {
        return new Texts();
    }

    private final class Texts implements RecordSink, TextRecords.Taker {
        private final ReadingsJudge judge = new ReadingsJudge(plan, spans);
        private final Moments moments = plan.moments.copy();
        private final TextRecords.Texts texts = records.to(this);

        @Override
        public ReadingsJudge judge() {
            return judge;
        }

        @Override
        public void accept(InternalRow row) {
            texts.accept(row);
        }

        @Override
        public void malformed(String path, String raw) {
            judge.malformed(path, raw);
        }

        @Override
        public void record(String path, @Nullable String[] cells, Supplier<String> raw) {
            long event = moments.parse(cells[1]);
            if (!judge.open(path, cells[0], event, known(cells, event), raw)) {
                return;
            }
            int first = plan.firstValue();
            if (plan.wide) {
                for (int i = first; i < cells.length; i++) {
                    judge.text(i - first, cells[i]);
                }
            } else {
                judge.stacked(cells[first], cells[first + 1], raw);
            }
        }

        private long known(@Nullable String[] cells, long event) {
            if (plan.hasArrival) {
                return moments.parse(cells[2]);
            }
            return event == Moments.UNREADABLE ? Moments.UNREADABLE : event + plan.delayMs;
        }
    }
}

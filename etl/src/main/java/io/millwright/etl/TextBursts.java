package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Bursts in text, CSV or JSON. */
final class TextBursts implements Serializable {

    /** Of what cannot be read, so many characters are kept. */
    private static final int EXCERPT = 1_000;

    private final WaveformPlan plan;
    private final ArrivalSpans spans;
    private final TextRecords records;

    TextBursts(WaveformPlan plan, SourceFiles files, ArrivalSpans spans) {
        this.plan = plan;
        this.spans = spans;
        this.records = new TextRecords(files, plan.fileColumns(), plan.notation);
    }

    /** @param rows lines, or whole files of JSON arrays */
    JavaRDD<Burst> judged(JavaRDD<InternalRow> rows) {
        return rows.mapPartitions(this::judged);
    }

    private Iterator<Burst> judged(Iterator<InternalRow> rows) {
        Task task = new Task();
        Iterable<InternalRow> all = () -> rows;
        return java.util.stream.StreamSupport.stream(all.spliterator(), false)
                .flatMap(row -> task.judged(row).stream())
                .iterator();
    }

    /** What one task does, row by row. */
    private final class Task implements TextRecords.Taker {
        private final BurstJudge judge = new BurstJudge(plan, spans);
        private final TextRecords.Texts texts = records.to(this);
        private final CurrentFile file = new CurrentFile();
        private List<Burst> judged = new ArrayList<>();
        private long blockStart;
        private long place;

        List<Burst> judged(InternalRow row) {
            long start = InputFileBlockHolder.getStartOffset();
            if (file.changed() || start != blockStart) {
                blockStart = start;
                place = start;
            }
            judged = new ArrayList<>();
            texts.accept(row);
            return judged;
        }

        @Override
        public void malformed(String path, String raw) {
            judged.add(judge.malformed(path, nextPlace(), raw.substring(0, Math.min(EXCERPT, raw.length()))));
        }

        @Override
        public void record(String path, @Nullable String[] cells, Supplier<String> raw) {
            judge.judge(plan.burst(path, nextPlace(), cells)).ifPresent(judged::add);
        }

        /** A file's blocks have more bytes than records, so no two have the same. */
        private long nextPlace() {
            return place++;
        }
    }
}

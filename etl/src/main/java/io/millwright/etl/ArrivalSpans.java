package io.millwright.etl;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;

/** The spans of landing files, gathered by the tasks that read them; a task that ran twice says the same twice, which is once. */
final class ArrivalSpans extends AccumulatorV2<Map.Entry<String, ArrivalSpan>, Map<String, ArrivalSpan>> {

    private final Map<String, ArrivalSpan> byFile = new ConcurrentHashMap<>();

    static ArrivalSpans of(SparkSession spark) {
        ArrivalSpans spans = new ArrivalSpans();
        spark.sparkContext().register(spans, "arrivals of landing files");
        return spans;
    }

    /** @param file as {@link LandingFile#path} or as its URI */
    void add(String file, ArrivalSpan span) {
        byFile.merge(file, span, ArrivalSpan::and);
    }

    @Override
    public void add(Map.Entry<String, ArrivalSpan> span) {
        add(span.getKey(), span.getValue());
    }

    @Override
    public void merge(AccumulatorV2<Map.Entry<String, ArrivalSpan>, Map<String, ArrivalSpan>> other) {
        other.value().forEach(this::add);
    }

    @Override
    public Map<String, ArrivalSpan> value() {
        return byFile;
    }

    @Override
    public boolean isZero() {
        return byFile.isEmpty();
    }

    @Override
    public ArrivalSpans copy() {
        ArrivalSpans copy = new ArrivalSpans();
        copy.byFile.putAll(byFile);
        return copy;
    }

    @Override
    public void reset() {
        byFile.clear();
    }
}

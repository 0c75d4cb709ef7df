package io.millwright.lake;

import java.util.Map;

/** Where a run's figures go to be watched: a table of the lake here, CloudWatch in the {@code aws} room. */
public interface MetricPublisher {

    /**
     * Publishes one figure.
     *
     * @param name the field's name for it, for example {@code rows_quarantined}
     * @param value finite; a figure that is not known is not published
     * @param unit {@code count}, {@code seconds} or {@code ratio}
     * @param dimensions what it belongs to, for example job and run id
     */
    void publish(String name, double value, String unit, Map<String, String> dimensions);
}

package io.millwright.lake.watch;

import java.util.List;

/** Where a run's figures go to be watched. */
@FunctionalInterface
public interface MetricPublisher {

    /** Publishes all of them, or says why it could not. */
    void publish(List<Figure> figures);
}

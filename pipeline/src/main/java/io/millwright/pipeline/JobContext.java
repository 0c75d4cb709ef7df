package io.millwright.pipeline;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Everything a job is given; it takes nothing from anywhere else.
 *
 * @param interval {@code [from, to)} of {@code --from} and {@code --to}: arrival time for {@code ingest}, event time for
 *     every later job; empty for all there is
 * @param runId {@code --run-id}, or {@link RunId}
 * @param out folder of the results a person opens; exists and can be written
 * @param outside the model registry, the feature store and those who watch
 */
public record JobContext(
        SparkSession spark,
        Lake lake,
        PipelineConfig config,
        Optional<Interval> interval,
        String runId,
        Path out,
        Progress progress,
        Outside outside) {

    /** The same on a lake as another run saw it, under that run. */
    public JobContext on(Lake seen) {
        return new JobContext(spark, seen, config, interval, seen.runId(), out, progress, outside);
    }
}

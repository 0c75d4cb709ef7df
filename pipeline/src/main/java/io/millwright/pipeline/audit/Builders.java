package io.millwright.pipeline.audit;

import io.millwright.etl.Ingest;
import io.millwright.features.FeatureEngine;
import io.millwright.features.table.Regimes;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.Training;
import java.time.Instant;
import java.util.Optional;

/**
 * The code under audit: exactly what the jobs run. A test of the audit puts a leak into one of them.
 *
 * @param ingest landing files to clean tables
 * @param features clean tables to feature groups
 * @param training training set to predictions
 */
record Builders(Step ingest, Step features, Step training) {

    /** Reads tables of a lake and writes others. */
    @FunctionalInterface
    interface Step {
        void run(Lake lake, PipelineConfig config);
    }

    static Builders ofJobs() {
        return new Builders(
                (lake, config) -> Ingest.run(lake, config, Optional.empty(), Progress.silent()),
                (lake, config) -> FeatureEngine.build(lake, config, keeping(lake), Progress.silent()),
                (lake, config) -> Training.run(lake, config, Progress.silent()));
    }

    /** Regimes that are there were fitted before every cut, and features keep them where they are run for an interval: here for all rows. */
    private static Optional<Interval> keeping(Lake lake) {
        return lake.has(Regimes.TABLE)
                ? Optional.of(new Interval(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z")))
                : Optional.empty();
    }
}

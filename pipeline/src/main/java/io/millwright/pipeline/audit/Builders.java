package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.max;

import io.millwright.etl.Ingest;
import io.millwright.features.FeatureEngine;
import io.millwright.features.table.FeatureGroups;
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

    /** @param audited the lake whose tables are changed and built again in others */
    static Builders ofJobs(Lake audited) {
        return new Builders(
                (lake, config) -> Ingest.run(lake, config, Optional.empty(), Progress.silent()),
                (lake, config) -> FeatureEngine.build(lake, config, rows(audited, lake, config), Progress.silent()),
                (lake, config) -> Training.run(lake, config, Progress.silent()));
    }

    /**
     * As far as the rows of the audited lake reach, which is behind the last reading where days were run on which nothing came. Regimes that
     * are there were fitted before every cut, and features keep them where they are run for an interval.
     */
    private static Optional<Interval> rows(Lake audited, Lake lake, PipelineConfig config) {
        boolean fitsRegimes = config.features().regimes().isPresent() && !lake.has(Regimes.TABLE);
        return fitsRegimes || !audited.has(FeatureGroups.TIME_DOMAIN)
                ? Optional.empty()
                : Optional.ofNullable(audited.read(FeatureGroups.TIME_DOMAIN)
                                .agg(max(FeatureGroups.AS_OF))
                                .first()
                                .getTimestamp(0))
                        .map(newest -> new Interval(Instant.EPOCH, newest.toInstant()));
    }
}

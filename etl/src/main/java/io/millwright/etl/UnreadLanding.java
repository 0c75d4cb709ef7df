package io.millwright.etl;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import org.apache.hadoop.conf.Configuration;

/** What lies in landing and in no table yet. */
public final class UnreadLanding {

    private UnreadLanding() {}

    /**
     * Files of readings and waveforms that no ingest of this pipeline file has read as they are now: they are new, were written again or
     * cannot be read. Opens none.
     *
     * @throws MillwrightException where a folder cannot be listed
     */
    public static long files(Lake lake, PipelineConfig config, Configuration hadoop) {
        LandedFiles landed = LandedFiles.of(lake, config);
        return config.landing().sources().stream()
                .filter(OpenedLanding::isBulk)
                .flatMap(source -> LandingList.of(source, hadoop).stream())
                .filter(status -> !landed.hasRead(status))
                .map(status -> status.getPath().toString())
                .distinct()
                .count();
    }
}

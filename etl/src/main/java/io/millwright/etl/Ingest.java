package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.config.PipelineConfig;
import java.util.Optional;

/** The job {@code ingest}: landing files to clean tables. */
public final class Ingest {

    private Ingest() {}

    /**
     * Reads the landing files and replaces what they say in the clean tables: {@code series}, {@code waveforms}, {@code events}
     * (failures among them), {@code work_orders}, {@code operations}, {@code equipment}, {@code components},
     * {@code remaining_life}, {@code quarantine}, {@code sensor_health}, {@code ingest_accounting}. Everything is read, judged
     * and counted before the first table is written; a rerun gives the same tables.
     *
     * @param arrivals only records whose known time lies in it, in place of what the lake has of that interval, whichever
     *     ingest brought it; empty takes all arrivals, and replaces everything
     * @throws MillwrightException where no file can be read, the configuration names what is not there, the accounting does
     *     not balance, or of all arrivals no reading is clean; nothing is written then
     */
    public static IngestReport run(Lake lake, PipelineConfig config, Optional<Interval> arrivals, Progress progress) {
        progress.step("looking at the landing files");
        try (IngestRun run = new IngestRun(lake, config, arrivals, progress)) {
            run.read();
            run.requireBalance();
            run.write();
            return run.report();
        }
    }
}

package io.millwright.pipeline;

import io.millwright.pipeline.evaluate.ResultFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a job ended, on one line of JSON that a query of a platform's logs finds: a screen is for people.
 *
 * @param runId empty where the job failed before it had one
 * @param seconds of the whole job, by the clock
 * @param did of each finished stage, in order, what came out of it
 * @param exitCode as the process tells it
 */
record SummaryLine(String job, String runId, double seconds, Map<String, String> did, int exitCode) {

    private static final double TENTHS = 10;

    static String of(String job, String runId, double seconds, List<RunLedger.Done> done, int exitCode) {
        Map<String, String> did = new LinkedHashMap<>();
        done.forEach(stage -> did.put(stage.stage(), stage.did()));
        return ResultFiles.compact(new SummaryLine(job, runId, Math.round(seconds * TENTHS) / TENTHS, did, exitCode));
    }
}

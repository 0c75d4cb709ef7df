package io.millwright.pipeline;

import io.millwright.lake.Interval;
import io.millwright.lake.Sha256;
import java.util.Optional;

/** The run id of a job that was given none: the same job, configuration and interval are the same run. */
final class RunId {

    private static final int LENGTH = 12;

    private RunId() {}

    static String of(String job, String configHash, Optional<Interval> interval) {
        String meaning = job
                + '\n'
                + configHash
                + '\n'
                + interval.map(span -> span.from() + "/" + span.to()).orElse("all");
        return Sha256.hex(meaning).substring(0, LENGTH);
    }
}

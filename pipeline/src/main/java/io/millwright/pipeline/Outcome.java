package io.millwright.pipeline;

import io.millwright.lake.watch.Notice;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a job tells the person who ran it.
 *
 * @param did one line: what came out, in numbers, for example {@code 25,920,000 readings clean, 1,204 quarantined}
 * @param results files and tables to look at, relative to the output folder or the lake; may be empty
 * @param exitCode what a scheduler that asks for it is told by the process: {@link #TRAINING_ASKED}, else 0
 * @param notices told once the results are where people look for them
 */
public record Outcome(String did, List<String> results, int exitCode, List<Notice> notices) {

    /** A training is asked for. */
    public static final int TRAINING_ASKED = 10;

    public Outcome {
        results = List.copyOf(results);
        notices = List.copyOf(notices);
    }

    public static Outcome of(String did, String... results) {
        return new Outcome(did, List.of(results), 0, List.of());
    }

    /** The same, and a training is asked for. */
    public Outcome askingForTraining() {
        return new Outcome(did, results, TRAINING_ASKED, notices);
    }

    /** The same, of which those who watch are told. */
    public Outcome telling(Notice notice) {
        return new Outcome(
                did,
                results,
                exitCode,
                Stream.concat(notices.stream(), Stream.of(notice)).toList());
    }
}

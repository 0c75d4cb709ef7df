package io.millwright.pipeline;

import java.util.List;

/**
 * What a job tells the person who ran it.
 *
 * @param did one line: what came out, in numbers, for example {@code 25,920,000 readings clean, 1,204 quarantined}
 * @param results files and tables to look at, relative to the output folder or the lake; may be empty
 * @param exitCode what a scheduler that asks for it is told by the process: {@link #TRAINING_ASKED}, else 0
 */
public record Outcome(String did, List<String> results, int exitCode) {

    /** A training is asked for. */
    public static final int TRAINING_ASKED = 10;

    public Outcome {
        results = List.copyOf(results);
    }

    public static Outcome of(String did, String... results) {
        return new Outcome(did, List.of(results), 0);
    }

    /** The same, and a training is asked for. */
    public Outcome askingForTraining() {
        return new Outcome(did, results, TRAINING_ASKED);
    }
}

package io.millwright.pipeline;

import java.util.List;

/**
 * What a job tells the person who ran it.
 *
 * @param did one line: what came out, in numbers, for example {@code 25,920,000 readings clean, 1,204 quarantined}
 * @param results files and tables to look at, relative to the output folder or the lake; may be empty
 */
public record Outcome(String did, List<String> results) {

    public Outcome {
        results = List.copyOf(results);
    }

    public static Outcome of(String did, String... results) {
        return new Outcome(did, List.of(results));
    }
}

package io.millwright.pipeline;

import java.util.List;

/**
 * One step of {@code run}, and a job of its own.
 *
 * @param name on the command line
 * @param purpose one line of help
 * @param reads tables and files it takes, for {@code plan}
 * @param writes tables and files it replaces, for {@code plan}
 * @param next what a person does after it
 */
record Stage(String name, String purpose, List<String> reads, List<String> writes, String next, Work work) {

    Stage {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }

    /** What a stage does. */
    @FunctionalInterface
    interface Work {
        Outcome run(JobContext context, JobOptions options);
    }
}

package io.millwright.pipeline;

import io.millwright.lake.config.PipelineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * One step of {@code run}, and a job of its own.
 *
 * @param name on the command line
 * @param purpose one line of help
 * @param reads tables and files it takes, for {@code plan}
 * @param writes tables and files it replaces, for {@code plan}
 * @param next what a person does after it
 * @param wanted whether a {@code run} of a pipeline file takes the step; by itself it is run whatever the file says
 */
record Stage(
        String name,
        String purpose,
        List<String> reads,
        List<String> writes,
        String next,
        Predicate<PipelineConfig> wanted,
        Work work) {

    Stage {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }

    /** A step of every run. */
    Stage(String name, String purpose, List<String> reads, List<String> writes, String next, Work work) {
        this(name, purpose, reads, writes, next, any -> true, work);
    }

    /** The steps a run of a pipeline file takes; a step alone is asked for by name. */
    static List<Stage> wanted(List<Stage> stages, PipelineConfig config) {
        return stages.size() == 1
                ? stages
                : stages.stream().filter(stage -> stage.wanted.test(config)).toList();
    }

    /** Those of its files that are in an output folder. */
    List<String> filesIn(Path out) {
        return writes.stream()
                .filter(name -> name.contains(".") && Files.exists(out.resolve(name)))
                .toList();
    }

    /** What a stage does. */
    @FunctionalInterface
    interface Work {
        Outcome run(JobContext context, JobOptions options);
    }
}

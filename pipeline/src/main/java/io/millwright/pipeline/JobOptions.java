package io.millwright.pipeline;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options every job shares. */
final class JobOptions {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            converter = Named.class,
            description =
                    "the pipeline file (YAML): where data are, what to predict, where results go; a path or, on a platform"
                            + " that knows it, a URL such as s3://bucket/pipeline.yaml")
    String config = "pipeline.yaml";

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = Time.class,
            description =
                    "start of the interval, UTC: 2015-03-01, 2015-03-01T06:00:00Z or 'cycle 120'; arrival time for ingest,"
                            + " event time for later jobs")
    @Nullable
    Instant from;

    @Option(names = "--to", paramLabel = "T", converter = Time.class, description = "end of the interval, not included")
    @Nullable
    Instant to;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            converter = RunId.Given.class,
            description =
                    "name of this run, of letters, digits, '.', '_' and '-'; without it, a hash of job, configuration and"
                            + " interval")
    @Nullable
    String runId;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = Named.class,
            description = "folder for lake, registry and results, instead of what the pipeline file says")
    @Nullable
    String out;

    @Option(
            names = "--look-again",
            paramLabel = "REASON",
            description =
                    "why rows of test windows that were used before are looked at again with another model, by evaluate,"
                            + " learning-curve, or detect where there are failure targets; it is logged")
    @Nullable
    String lookAgain;

    /** Only of {@code monitor}, see {@link JobCommand#asking}. */
    boolean exitCode;

    Optional<String> outFolder() {
        return Optional.ofNullable(out);
    }

    /** Both ends or none. */
    Optional<Interval> interval() {
        if (from == null && to == null) {
            return Optional.empty();
        }
        if (from == null || to == null) {
            throw MillwrightException.configuration(
                    "an interval needs both ends; give " + (from == null ? "--from" : "--to") + " too");
        }
        return Optional.of(new Interval(from, to));
    }

    String runId(String job, String configHash) {
        return runId == null ? RunId.of(job, configHash, interval()) : runId;
    }

    /** A name that says something; that of a variable which the shell does not know is blank. */
    static final class Named implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (text.isBlank()) {
                throw new picocli.CommandLine.TypeConversionException(
                        "it is blank; is it a variable of the shell that is not set?");
            }
            return text;
        }
    }

    /** The same of a file or folder of this machine. */
    static final class NamedPath implements ITypeConverter<Path> {

        @Override
        public Path convert(String text) {
            return Path.of(new Named().convert(text));
        }
    }

    /** As in the pipeline file. */
    static final class Time implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            return Moment.parse(text)
                    .orElseThrow(() -> new picocli.CommandLine.TypeConversionException(Moment.notOne(text)));
        }
    }
}

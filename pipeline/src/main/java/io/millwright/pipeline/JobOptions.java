package io.millwright.pipeline;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
            description =
                    "the pipeline file (YAML): where data are, what to predict, where results go; a path or, on a platform"
                            + " that knows it, a URL such as s3://bucket/pipeline.yaml")
    String config = "pipeline.yaml";

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = Time.class,
            description =
                    "start of the interval, UTC: 2015-03-01 or 2015-03-01T06:00:00Z; arrival time for ingest, event"
                            + " time for later jobs")
    @Nullable
    Instant from;

    @Option(names = "--to", paramLabel = "T", converter = Time.class, description = "end of the interval, not included")
    @Nullable
    Instant to;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "name of this run; without it, a hash of job, configuration and interval")
    @Nullable
    String runId;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for lake, registry and results, instead of what the pipeline file says")
    @Nullable
    String out;

    @Option(
            names = "--look-again",
            paramLabel = "REASON",
            description = "why test windows that were used before are looked at again with another model; it is logged")
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

    /** A date (midnight UTC) or an instant. */
    static final class Time implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            try {
                return text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(text);
            } catch (DateTimeException e) {
                throw new picocli.CommandLine.TypeConversionException(
                        "'" + text + "' is not a time; write 2015-03-01 or 2015-03-01T06:00:00Z");
            }
        }
    }
}

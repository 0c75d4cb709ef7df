package io.millwright.pipeline;

import io.millwright.lake.Interval;
import io.millwright.lake.Sha256;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

    /** A name somebody gave: it becomes the name of files, so it is letters, digits, {@code .}, {@code _} and {@code -}. */
    static final class Given implements ITypeConverter<String> {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*");

        @Override
        public String convert(String name) {
            if (!NAME.matcher(new JobOptions.Named().convert(name)).matches()) {
                throw new TypeConversionException(
                        "'" + name
                                + "' is no name of a run; use letters, digits, '.', '_' and '-', for example nightly-2025-03-01");
            }
            return name;
        }
    }
}

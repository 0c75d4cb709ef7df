package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * How a job that failed says so: one sentence, and the exit code that tells a scheduler whether a retry can help.
 *
 * @param exitCode 2 configuration, 3 data or gate, 4 outside service, 70 bug
 */
record Failure(int exitCode, String sentence) {

    static final int BUG = 70;

    /**
     * What an error means to the operator.
     *
     * @param log where its trace is
     */
    static Failure of(Throwable error, String log) {
        Optional<MillwrightException> ours = find(error, MillwrightException.class);
        if (ours.isPresent()) {
            return new Failure(
                    ours.get().category().exitCode(), operatorSentence(error).orElse(""));
        }
        if (isOutside(error)) {
            return new Failure(
                    MillwrightException.Category.SERVICE.exitCode(),
                    "something outside failed: "
                            + oneLine(String.valueOf(root(error).getMessage())) + "; try again, and see " + log);
        }
        return new Failure(
                BUG,
                "this is a bug in Millwright (" + root(error).getClass().getSimpleName() + ": "
                        + oneLine(String.valueOf(root(error).getMessage())) + "); the trace is in " + log);
    }

    /** What an error that is the operator's says. */
    static Optional<String> operatorSentence(Throwable error) {
        return find(error, MillwrightException.class)
                .map(ours -> String.valueOf(ours.getMessage()).strip());
    }

    private static boolean isOutside(Throwable error) {
        return find(error, UnknownHostException.class).isPresent()
                || find(error, ConnectException.class).isPresent()
                || find(error, SocketTimeoutException.class).isPresent()
                || find(error, IOException.class)
                        .filter(io -> String.valueOf(io.getMessage()).contains("No space left on device"))
                        .isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String oneLine(String message) {
        return message.strip().lines().findFirst().orElse("no message");
    }

    static void keepTrace(Throwable error, Path log) {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(
                log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            error.printStackTrace(out);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }
}

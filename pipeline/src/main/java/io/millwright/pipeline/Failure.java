package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a job that failed says so: one sentence, and the exit code that tells a scheduler whether a retry can help.
 *
 * @param exitCode 2 configuration, 3 data or gate, 4 outside service, 70 bug
 */
record Failure(int exitCode, String sentence) {

    static final int BUG = 70;

    /** Whether a job of Millwright ends with this code when it fails. */
    static boolean isExitCode(int code) {
        return code == BUG
                || Arrays.stream(MillwrightException.Category.values())
                        .anyMatch(category -> category.exitCode() == code);
    }

    /**
     * What an error means to the operator.
     *
     * @param log where its trace is
     */
    static Failure of(Throwable error, String log) {
        return operators(error)
                .map(ours -> new Failure(ours.category().exitCode(), sentence(ours)))
                .orElseGet(() -> bug(error, log));
    }

    private static Failure bug(Throwable error, String log) {
        return new Failure(
                BUG,
                "this is a bug in Millwright (" + root(error).getClass().getSimpleName() + ": "
                        + oneLine(String.valueOf(root(error).getMessage())) + "); the trace is in " + log);
    }

    /** What an error that is the operator's says. */
    static Optional<String> operatorSentence(Throwable error) {
        return operators(error).map(Failure::sentence);
    }

    /** The outermost error with a sentence, or what its causes say of a place outside. */
    private static Optional<MillwrightException> operators(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof MillwrightException ours) {
                return Optional.of(ours);
            }
        }
        return OutsideFault.of(error);
    }

    private static String sentence(MillwrightException ours) {
        return String.valueOf(ours.getMessage()).strip();
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

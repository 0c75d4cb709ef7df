package io.millwright.lake;

import org.jspecify.annotations.Nullable;

/**
 * An error meant for the person who runs the pipeline: one sentence that says what is wrong, where, with which value, and
 * what to do. The category decides the exit code, so that a scheduler knows whether a retry can help.
 */
public final class MillwrightException extends RuntimeException {

    /** Who can mend it, and the exit code that says so. */
    public enum Category {
        /** The pipeline file or the command line; a retry cannot help. */
        CONFIGURATION(2),
        /** The data or a quality gate; a retry helps only after the data changed. */
        DATA(3),
        /** A service or a disk outside Millwright; a retry may help. */
        SERVICE(4);

        private final int exitCode;

        Category(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Category category;
    private final String sentence;

    private MillwrightException(Category category, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.category = category;
        this.sentence = message;
    }

    /** The one sentence for the operator. */
    @Override
    public String getMessage() {
        return sentence;
    }

    public static MillwrightException configuration(String message) {
        return new MillwrightException(Category.CONFIGURATION, message, null);
    }

    public static MillwrightException configuration(String message, Throwable cause) {
        return new MillwrightException(Category.CONFIGURATION, message, cause);
    }

    public static MillwrightException data(String message) {
        return new MillwrightException(Category.DATA, message, null);
    }

    public static MillwrightException data(String message, Throwable cause) {
        return new MillwrightException(Category.DATA, message, cause);
    }

    public static MillwrightException service(String message, Throwable cause) {
        return new MillwrightException(Category.SERVICE, message, cause);
    }

    public Category category() {
        return category;
    }
}

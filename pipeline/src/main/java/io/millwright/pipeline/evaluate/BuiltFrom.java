package io.millwright.pipeline.evaluate;

import io.millwright.training.registry.SourceCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Pattern;

/** What this program was built from. */
public final class BuiltFrom {

    private static final String FILE = "built-from.properties";

    /** {@code https://host/path}, {@code ssh://host/path}, {@code git@host:path}; a folder of the building machine says nothing elsewhere. */
    private static final Pattern ADDRESS = Pattern.compile("(https?|ssh|git)://\\S+|[^/@:\\s]+@[^/:\\s]+:\\S+");

    private BuiltFrom() {}

    /**
     * The commit the build was told in {@code MILLWRIGHT_COMMIT}, else the checked out one, with {@code " and changes"} where files
     * differed from it, and where that was cloned from; empty texts where the build had neither, or worked in a linked working tree.
     */
    public static SourceCode source() {
        Properties build = new Properties();
        try (InputStream file = BuiltFrom.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            build.load(file);
        } catch (IOException e) {
            throw new IllegalStateException("the jar's " + FILE + " cannot be read", e);
        }
        return source(build);
    }

    static SourceCode source(Properties build) {
        return new SourceCode(commit(build), repository(build.getProperty("repository", "")));
    }

    private static String commit(Properties build) {
        String told = build.getProperty("told", "");
        String changes = build.getProperty("changed", "").equals("true") ? " and changes" : "";
        return told.isEmpty() ? build.getProperty("commit", "") + changes : told;
    }

    /** Without the names, passwords and tokens that an address can carry before its host and behind its path. */
    private static String repository(String remote) {
        return ADDRESS.matcher(remote).matches()
                ? remote.replaceFirst("//[^/]*@", "//").replaceFirst("[?#].*", "")
                : "";
    }
}

package io.millwright.pipeline.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The commit this program was built from. */
final class SourceCommit {

    private static final String FILE = "built-from.properties";

    private SourceCommit() {}

    /**
     * What the build was told in {@code MILLWRIGHT_COMMIT}, else the checked out commit, with {@code " and changes"} where files
     * differed from it; empty text where the build had neither, or worked in a linked working tree.
     */
    static String text() {
        Properties build = new Properties();
        try (InputStream file = SourceCommit.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            build.load(file);
        } catch (IOException e) {
            throw new IllegalStateException("the jar's " + FILE + " cannot be read", e);
        }
        return text(build);
    }

    static String text(Properties build) {
        String told = build.getProperty("told", "");
        String changes = build.getProperty("changed", "").equals("true") ? " and changes" : "";
        return told.isEmpty() ? build.getProperty("commit", "") + changes : told;
    }
}

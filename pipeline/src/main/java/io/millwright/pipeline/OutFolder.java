package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of results: made where there is none, and known to be writable before any work is done. */
final class OutFolder {

    private OutFolder() {}

    static Path ready(String path) {
        Path folder = Path.of(path);
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".millwright", ".probe"));
            return folder;
        } catch (IOException e) {
            throw MillwrightException.configuration("the output folder " + folder + " cannot be written ("
                    + e.getClass().getSimpleName() + "); give another with --out, or allow this user to write there");
        }
    }

    /** Where Spark's log of a run goes, and the trace of a bug. */
    static Path log(Path out, String job) {
        Path log = out.resolve("logs").resolve(job + ".log");
        try {
            Files.createDirectories(log.getParent());
        } catch (IOException e) {
            throw MillwrightException.configuration("the folder " + log.getParent() + " cannot be made ("
                    + e.getClass().getSimpleName() + "); give another with --out, or allow this user to write there");
        }
        return log;
    }
}

package io.millwright.pipeline;

import io.millwright.lake.FileProblem;
import io.millwright.lake.config.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of results: made where there is none, and known to be writable before any work is done. */
final class OutFolder {

    private static final String REMEDY = "give another with --out, or allow this user to write there";

    private OutFolder() {}

    static Path ready(String path) {
        Path folder = Path.of(path);
        probe("output folder", folder, REMEDY);
        return folder;
    }

    /** The same of another folder of the pipeline file, where it is one of this machine. */
    static void requireWritable(String key, String path) {
        if (!Place.isUrl(path)) {
            probe(key + " folder", Path.of(path), "give another as " + key + ", or allow this user to write there");
        }
    }

    /** Where Spark's log of a run goes, and the trace of a bug. */
    static Path log(Path out, String job) {
        Path logs = out.resolve("logs");
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw FileProblem.refused("the folder " + logs, e, REMEDY);
        }
        return logs.resolve(job + ".log");
    }

    private static void probe(String what, Path folder, String remedy) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".millwright", ".probe"));
        } catch (IOException e) {
            throw FileProblem.refused("the " + what + " " + folder, e, remedy);
        }
    }
}

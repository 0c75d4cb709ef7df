package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Simulated;
import io.millwright.lake.config.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of one landing source, listed and never opened.
 *
 * @param signature changes whenever a file is added, removed or rewritten
 */
record LandingFiles(Source source, int count, long bytes, String signature) {

    /**
     * Lists every source.
     *
     * @throws MillwrightException category CONFIGURATION where no source of a kind has a file or a folder must not be listed, DATA where a
     *     simulated fleet is not whole, SERVICE where a retry can help
     */
    static List<LandingFiles> of(PipelineConfig config, Configuration hadoop) {
        config.landing().simulated().ifPresent(fleet -> requireWhole(fleet.path(), hadoop));
        List<LandingFiles> all = new ArrayList<>();
        for (Source source : config.landing().sources()) {
            try {
                all.add(list(source, hadoop));
            } catch (IOException e) {
                String said =
                        "the landing path " + source.path() + " of source '" + source.name() + "' cannot be listed";
                throw OutsideFault.of(said, e)
                        .orElseGet(() -> MillwrightException.service(
                                said + " (" + e.getMessage() + "); check the path and the permissions", e));
            }
        }
        all.forEach(files -> files.requireAny(all, config));
        return all;
    }

    private static void requireWhole(String fleet, Configuration hadoop) {
        Path marker = new Path(fleet, Simulated.UNFINISHED);
        try {
            if (marker.getFileSystem(hadoop).exists(marker)) {
                throw MillwrightException.data("the simulated fleet in " + fleet
                        + " is not whole, its making was stopped; run ./millwright generate again");
            }
        } catch (IOException e) {
            String said = "the landing folder " + fleet + " cannot be listed";
            throw OutsideFault.of(said, e)
                    .orElseGet(
                            () -> MillwrightException.service(said + " (" + e.getMessage() + "); check the path", e));
        }
    }

    /** A pattern may match no file yet where another source of its kind has one; ingest has the same rule. */
    private void requireAny(List<LandingFiles> all, PipelineConfig config) {
        boolean ofItsKind = all.stream().anyMatch(other -> other.source.kind() == source.kind() && other.count > 0);
        if (count == 0 && !source.mayBeAbsent() && !(ofItsKind && source.isPattern())) {
            throw MillwrightException.configuration("the source '" + source.name() + "' of " + config.file()
                    + " has no file at " + source.path() + "; "
                    + (config.landing().simulated().isPresent()
                            ? "make the fleet first with ./millwright generate"
                            : "put the file there, or mend landing.sources.path"));
        }
    }

    private static LandingFiles list(Source source, Configuration hadoop) throws IOException {
        Path path = new Path(source.path());
        FileSystem files = path.getFileSystem(hadoop);
        FileStatus[] found = files.globStatus(path);
        int count = 0;
        long bytes = 0;
        TreeSet<String> signature = new TreeSet<>();
        for (FileStatus entry : found == null ? new FileStatus[0] : found) {
            RemoteIterator<LocatedFileStatus> inside = files.listFiles(entry.getPath(), true);
            while (inside.hasNext()) {
                LocatedFileStatus landed = inside.next();
                count++;
                bytes += landed.getLen();
                signature.add(landed.getPath() + " " + landed.getLen() + " " + landed.getModificationTime());
            }
        }
        return new LandingFiles(source, count, bytes, String.join("\n", signature));
    }
}

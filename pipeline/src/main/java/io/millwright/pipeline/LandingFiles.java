package io.millwright.pipeline;

import io.millwright.etl.LandingList;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Simulated;
import io.millwright.lake.config.Source;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of one landing source that an ingest would read, listed and never opened.
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
        List<LandingFiles> all = config.landing().sources().stream()
                .map(source -> list(source, hadoop))
                .toList();
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

    private static LandingFiles list(Source source, Configuration hadoop) {
        List<FileStatus> found = LandingList.of(source, hadoop);
        String signature = found.stream()
                .map(file -> file.getPath() + " " + file.getLen() + " " + file.getModificationTime())
                .sorted()
                .collect(Collectors.joining("\n"));
        return new LandingFiles(
                source,
                found.size(),
                found.stream().mapToLong(FileStatus::getLen).sum(),
                signature);
    }
}

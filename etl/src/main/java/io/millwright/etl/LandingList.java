package io.millwright.etl;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import io.millwright.lake.config.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Which files of a source an ingest reads. */
public final class LandingList {

    private LandingList() {}

    /**
     * Lists the files of a source and opens none: those its path names, and in folders all but hidden ones, whose name or folder begins with a
     * point or an underline.
     *
     * @return in order of their paths; empty where there are none
     * @throws MillwrightException category CONFIGURATION where a folder must not be listed, SERVICE where a retry can help
     */
    public static List<FileStatus> of(Source source, Configuration hadoop) {
        Path pattern = new Path(source.path());
        List<FileStatus> found = new ArrayList<>();
        try {
            FileSystem files = pattern.getFileSystem(hadoop);
            FileStatus[] matched = files.globStatus(pattern);
            for (FileStatus status : matched == null ? new FileStatus[0] : matched) {
                if (status.isFile()) {
                    found.add(status);
                } else {
                    addBelow(files, status.getPath(), found);
                }
            }
        } catch (IOException e) {
            String said = "the landing path " + source.path() + " of source '" + source.name() + "' cannot be listed";
            throw OutsideFault.of(said, e)
                    .orElseGet(() -> MillwrightException.service(
                            said + " (" + e.getMessage() + "); check the path and the permissions", e));
        }
        found.sort(Comparator.comparing(status -> status.getPath().toString()));
        return found;
    }

    private static void addBelow(FileSystem files, Path folder, List<FileStatus> found) throws IOException {
        RemoteIterator<LocatedFileStatus> below = files.listFiles(folder, true);
        while (below.hasNext()) {
            FileStatus status = below.next();
            if (!isHidden(status.getPath(), folder)) {
                found.add(status);
            }
        }
    }

    private static boolean isHidden(Path path, Path folder) {
        for (Path at = path; at != null && !at.equals(folder); at = at.getParent()) {
            if (at.getName().startsWith(".") || at.getName().startsWith("_")) {
                return true;
            }
        }
        return false;
    }
}

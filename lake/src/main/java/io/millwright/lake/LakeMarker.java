package io.millwright.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file that tells a lake from any other folder, and by which layout its tables were written. */
record LakeMarker(String root, Configuration hadoop) {

    /** Layout of the tables; a lake with a higher number was written by a newer Millwright. */
    static final int FORMAT = 1;

    private static final String NAME = "_millwright_lake";

    static LakeMarker at(String root, Configuration hadoop) {
        return new LakeMarker(root, hadoop);
    }

    /**
     * Makes the folder a lake where it is none yet.
     *
     * @throws MillwrightException where the folder cannot be written or was written by a newer version; of category SERVICE where a retry can help
     */
    void requireOrWrite() {
        try {
            if (!requireReadable()) {
                try (FSDataOutputStream out = files().create(path(), true)) {
                    out.write(("format " + FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw OutsideFault.of("the lake folder " + root + " cannot be opened", e)
                    .orElseGet(() -> MillwrightException.configuration(
                            "the lake folder " + root + " cannot be written (" + e.getMessage()
                                    + "); give another with --out, or allow this user to write there",
                            e));
        }
    }

    /**
     * Whether there is a lake; writes nothing.
     *
     * @throws MillwrightException where a newer version wrote it, or the file is none of Millwright's
     */
    boolean requireReadable() throws IOException {
        if (!files().exists(path())) {
            return false;
        }
        try (FSDataInputStream in = files().open(path())) {
            requireFormat(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
        return true;
    }

    private void requireFormat(String content) {
        int format;
        try {
            format = Integer.parseInt(content.replaceFirst("^format ", ""));
        } catch (NumberFormatException e) {
            throw MillwrightException.data("the folder " + root + " is not a lake of Millwright: its " + NAME
                    + " says '" + content + "'; give another folder with --out");
        }
        if (format > FORMAT) {
            throw MillwrightException.data("the lake " + root + " was written by a newer Millwright (format " + format
                    + ", this one reads up to " + FORMAT + "); use that version, or another folder with --out");
        }
    }

    private Path path() {
        return new Path(root, NAME);
    }

    private FileSystem files() throws IOException {
        return path().getFileSystem(hadoop);
    }
}

package io.millwright.pipeline.audit;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where the copies go: a folder beside the lake, removed when the audit is over. */
final class WorkFolder implements AutoCloseable {

    private final Lake audited;
    private final Path root;
    private final AtomicInteger copies = new AtomicInteger();

    WorkFolder(Lake audited) {
        this.audited = audited;
        this.root = new Path(audited.root() + "-audit");
        delete();
    }

    /** An empty lake. */
    Lake lake() {
        return Lake.open(audited.spark(), path(), "audit");
    }

    /** A path nothing stands at. */
    String path() {
        return new Path(root, "copy-" + copies.getAndIncrement()).toString();
    }

    @Override
    public void close() {
        delete();
    }

    /** Removes one copy before the next is made, so that the disk holds few at a time. */
    void discard(Lake copy) {
        delete(new Path(copy.root()));
    }

    private void delete() {
        delete(root);
    }

    private void delete(Path path) {
        try {
            FileSystem files = path.getFileSystem(audited.spark().sessionState().newHadoopConf());
            files.delete(path, true);
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the folder of the audit's copies " + path + " cannot be emptied (" + e.getMessage()
                            + "); remove it, or allow this user to",
                    e);
        }
    }
}

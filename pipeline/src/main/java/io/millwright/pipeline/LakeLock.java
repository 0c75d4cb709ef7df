package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One writer at a time on a lake. The operating system holds the lock and drops it when the process dies, however it dies,
 * so a killed run never blocks the next. A lake that is not on a local disk (a URL) is not locked: Delta's own commit
 * protocol refuses the second writer there.
 */
final class LakeLock {

    private static final String FILE = "_millwright_lock";

    private final @Nullable FileChannel channel;

    private LakeLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock or fails at once.
     *
     * @throws MillwrightException category SERVICE where another run holds it: a retry may help
     */
    static LakeLock take(String lakeRoot, String job) {
        if (lakeRoot.contains("://")) {
            return new LakeLock(null);
        }
        Path file = Path.of(lakeRoot, FILE);
        FileChannel channel = null;
        try {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw MillwrightException.service(
                        "another run is writing to the lake " + lakeRoot + " (" + holder
                                + "); wait until it ends, or give another folder with --out",
                        new OverlappingFileLockException());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    ("job " + job + ", process " + ProcessHandle.current().pid() + "\n")
                            .getBytes(StandardCharsets.UTF_8)));
            return new LakeLock(channel);
        } catch (IOException e) {
            throw MillwrightException.configuration("the lake folder " + lakeRoot + " cannot be written ("
                    + e.getMessage() + "); give another with --out, or allow this user to write there");
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("closing a lock file cannot fail", e);
            }
        }
    }
}

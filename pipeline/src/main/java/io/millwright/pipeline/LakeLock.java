package io.millwright.pipeline;

import io.millwright.aws.AwsDoor;
import io.millwright.aws.Lease;
import io.millwright.lake.FileProblem;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.AwsSpec;
import io.millwright.lake.config.Place;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One writer at a time on a lake. On a local disk the operating system holds the lock and drops it when the process dies, however it dies,
 * so a killed run never blocks the next. In S3 it is a {@link Lease}, which a killed run leaves for a minute, and the next one waits: Delta by
 * itself loses commits there where two drivers write at once. Other places are not locked; on HDFS Delta's commits are safe, and a
 * second run that changes what the first one read fails.
 */
final class LakeLock {

    private static final String FILE = "_millwright_lock";
    private static final Pattern IN_S3 = Pattern.compile("s3[an]?://");
    /** As {@code 123@host}. */
    private static final String PROCESS_AND_HOST =
            ManagementFactory.getRuntimeMXBean().getName();

    private final Runnable check;
    private final Runnable release;

    private LakeLock(Runnable check, Runnable release) {
        this.check = check;
        this.release = release;
    }

    /**
     * Takes the lock or fails: on a disk at once, in S3 as soon as it is known that who holds it lives.
     *
     * @param run in words: the job and its run id
     * @param aws where S3 is, and the key of what is written there
     * @param says is told in one sentence why there is a wait
     * @throws MillwrightException category SERVICE where another run holds it: a retry may help
     */
    static LakeLock take(String lakeRoot, String run, AwsSpec aws, Consumer<String> says) {
        if (IN_S3.matcher(lakeRoot).lookingAt()) {
            return inS3(lakeRoot, run, aws, says);
        }
        return Place.isUrl(lakeRoot) ? new LakeLock(() -> {}, () -> {}) : onDisk(lakeRoot, run);
    }

    private static LakeLock inS3(String lakeRoot, String run, AwsSpec aws, Consumer<String> says) {
        AwsDoor door = AwsDoor.openForSmallFiles(aws);
        try {
            Lease lease = door.lease(lakeRoot, run + " of process " + PROCESS_AND_HOST, says);
            return new LakeLock(lease::requireHeld, () -> {
                lease.close();
                door.close();
            });
        } catch (RuntimeException refused) {
            door.close();
            throw refused;
        }
    }

    private static LakeLock onDisk(String lakeRoot, String run) {
        Path file = Path.of(lakeRoot, FILE);
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                hold(channel, file, lakeRoot, run);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return new LakeLock(() -> {}, () -> closed(channel));
        } catch (IOException e) {
            throw FileProblem.refused(
                    "the lake folder " + lakeRoot, e, "give another with --out, or allow this user to write there");
        }
    }

    private static void hold(FileChannel channel, Path file, String lakeRoot, String run) throws IOException {
        if (!locked(channel)) {
            throw MillwrightException.service(
                    "another run is writing to the lake " + lakeRoot + " ("
                            + Files.readString(file).strip()
                            + "); wait until it ends, or give another folder with --out",
                    new OverlappingFileLockException());
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(
                (run + ", process " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void closed(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a lock file cannot fail", e);
        }
    }

    /**
     * To be called before anything is begun or published.
     *
     * @throws MillwrightException category SERVICE where another run took it over, as it can in S3 when that could not be reached
     */
    void requireHeld() {
        check.run();
    }

    /** The same in a word. */
    boolean isHeld() {
        try {
            requireHeld();
            return true;
        } catch (MillwrightException e) {
            return false;
        }
    }

    void close() {
        release.run();
    }
}

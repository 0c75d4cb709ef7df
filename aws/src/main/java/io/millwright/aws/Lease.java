package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One writer at a time on a folder in S3: a file that names who writes, written only where it still is what was last seen of it, by S3's
 * conditional writes, and written anew as long as the writer lives. No computer's clock is held against another's: who comes second watches
 * the file, gives up where it changes, because its writer lives, and takes it over where it stays as it is for longer than a writer
 * that lives ever leaves it. So a killed run can be started again, and waits; and two that are started at once, even with the same run
 * id, are never taken for one.
 */
public final class Lease implements AutoCloseable {

    private static final String FILE = "_millwright_lock";

    /**
     * How quick it all is.
     *
     * @param renewal between two writings of a holder
     * @param expiry after which a file that is not written anew is nobody's
     * @param look between two looks of one who waits
     */
    record Pace(Duration renewal, Duration expiry, Duration look) {

        static Pace usual() {
            return new Pace(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(5));
        }
    }

    /**
     * What the file says.
     *
     * @param id of one lease, whatever its run is called
     * @param renewals so far, which make every writing differ from the one before
     * @param free whether the holder is done
     */
    private record Content(String holder, String id, long renewals, boolean free) {

        private static final String FREE = "free";

        byte[] text() {
            return String.join("\n", free ? FREE : "held", id, Long.toString(renewals), holder, "")
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** What no lease wrote is held, and expires like any other. */
        static Content of(S3Folder.Tagged file) {
            List<String> lines = file.content().lines().toList();
            return lines.size() == 4 && lines.get(2).matches("\\d+")
                    ? new Content(
                            lines.get(3),
                            lines.get(1),
                            Long.parseLong(lines.get(2)),
                            lines.get(0).equals(FREE))
                    : new Content("nobody knows who", "", 0, false);
        }
    }

    private final S3Folder folder;
    private final String holder;
    private final String id;
    private final Pace pace;
    private final ScheduledExecutorService heart;
    private String tag;
    private long renewals;
    private long renewedNanos;
    private boolean closed;

    private Lease(S3Folder folder, String holder, String id, Pace pace, String tag, long renewedNanos) {
        this.folder = folder;
        this.holder = holder;
        this.id = id;
        this.pace = pace;
        this.tag = tag;
        this.renewedNanos = renewedNanos;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
        });
        long every = pace.renewal().toMillis();
        var unused = heart.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes it, or waits for who may be dead.
     *
     * @param folder its file is written into
     * @param holder this run, in words
     * @param says is told in one sentence why there is a wait
     * @throws MillwrightException of category SERVICE where another run holds it and lives
     */
    static Lease take(S3Folder folder, String holder, Pace pace, Consumer<String> says) {
        String id = UUID.randomUUID().toString();
        byte[] ours = new Content(holder, id, 0, false).text();
        Optional<S3Folder.Tagged> watched = Optional.empty();
        long watchedNanos = 0;
        while (true) {
            long now = System.nanoTime();
            Optional<S3Folder.Tagged> there = folder.findTagged(FILE);
            boolean isSame = there.map(S3Folder.Tagged::tag).equals(watched.map(S3Folder.Tagged::tag));
            boolean isExpired = isSame && now - watchedNanos > pace.expiry().toNanos();
            Optional<String> tag = taken(folder, there, id, ours, isExpired);
            if (tag.isPresent()) {
                return new Lease(folder, holder, id, pace, tag.get(), now);
            }
            if (there.isPresent() && watched.isEmpty()) {
                watched = there;
                watchedNanos = now;
                says.accept(waiting(folder, there.get(), pace));
            } else if (!isSame) {
                throw held(folder, there.orElse(watched.get()), pace);
            }
            pause(pace.look());
        }
    }

    /** The tag of our file where it could be written, or was without an answer; empty where it is another run's. */
    private static Optional<String> taken(
            S3Folder folder, Optional<S3Folder.Tagged> there, String id, byte[] ours, boolean isExpired) {
        if (there.isEmpty()) {
            return folder.putWhereAbsent(FILE, ours);
        }
        Content content = Content.of(there.get());
        String tag = there.get().tag();
        if (content.id().equals(id)) {
            return Optional.of(tag);
        }
        return content.free() || isExpired ? folder.putInPlaceOf(FILE, tag, ours) : Optional.empty();
    }

    private static boolean isOf(String id, S3Folder.Tagged file) {
        return Content.of(file).id().equals(id);
    }

    private static String waiting(S3Folder folder, S3Folder.Tagged file, Pace pace) {
        return folder.uri("") + " is held by another run (" + Content.of(file).holder() + "); waiting up to "
                + pace.expiry().toSeconds() + " s to see whether that one still lives";
    }

    private static MillwrightException held(S3Folder folder, S3Folder.Tagged file, Pace pace) {
        return MillwrightException.service(
                "another run is writing to the lake " + folder.uri("") + " ("
                        + Content.of(file).holder()
                        + ") and lives, because it renewed " + folder.uri(FILE)
                        + " just now; wait until it ends, which frees the lake at once, or "
                        + pace.expiry().toSeconds() + " s after it was killed, or give another folder with --out",
                new IllegalStateException("the lease is held"));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillwrightException.service("this run was stopped while it waited for another one", e);
        }
    }

    /** What could not be renewed now, is the next time: until it expires nobody takes it. An error would end the beating. */
    private void beat() {
        try {
            renew();
        } catch (RuntimeException e) {
            // requireHeld tries once more, and says so.
        }
    }

    /** Whether it is ours still. An answer that was lost looks like a foreign writing, and is told from one by the id. */
    private synchronized boolean renew() {
        if (closed) {
            return false;
        }
        long now = System.nanoTime();
        byte[] next = new Content(holder, id, renewals + 1, false).text();
        Optional<String> written = folder.putInPlaceOf(FILE, tag, next)
                .or(() -> folder.findTagged(FILE).filter(file -> isOf(id, file)).map(S3Folder.Tagged::tag));
        written.ifPresent(newTag -> {
            tag = newTag;
            renewals++;
            renewedNanos = now;
        });
        return written.isPresent();
    }

    private synchronized boolean isFresh() {
        return System.nanoTime() - renewedNanos < pace.expiry().toNanos() / 2;
    }

    /**
     * To be called before anything is begun or published.
     *
     * @throws MillwrightException of category SERVICE where it could not be renewed for so long that another run took it over
     */
    public void requireHeld() {
        if (!isFresh() && !renew()) {
            throw MillwrightException.service(
                    "this run could not reach " + folder.uri(FILE) + " for over "
                            + pace.expiry().toSeconds()
                            + " s, and another run took the lake over; what this run finished"
                            + " is kept: start it again when the other one has ended",
                    new IllegalStateException("the lease is lost"));
        }
    }

    /** Gives it back; where that fails it expires by itself. */
    @Override
    public synchronized void close() {
        closed = true;
        heart.shutdown();
        try {
            folder.putInPlaceOf(FILE, tag, new Content(holder, id, renewals, true).text());
        } catch (MillwrightException e) {
            // The run is done, and whoever comes next waits until it has expired.
        }
    }
}

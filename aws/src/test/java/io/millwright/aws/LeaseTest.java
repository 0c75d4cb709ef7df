package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.lake.config.AwsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** One writer at a time on a folder in S3, whatever happens to it; a minute is two seconds here. */
class LeaseTest {

    private static final String LOCK = "lake/_millwright_lock";
    private static final Lease.Pace QUICK =
            new Lease.Pace(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(50));
    /** Of one who never renews, as if it were dead. */
    private static final Lease.Pace DEAD =
            new Lease.Pace(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMillis(50));

    private final Emulator emulator = Emulator.started();
    private final String bucket = emulator.bucket();
    private final List<String> screen = Collections.synchronizedList(new ArrayList<>());

    private S3Folder folder() {
        return new S3Folder(clients(emulator.address()).s3(), bucket, "lake/", Optional.empty());
    }

    private Lease take(String holder, Lease.Pace pace) {
        return Lease.take(folder(), holder, pace, screen::add);
    }

    @Test
    void who_comes_second_is_refused_as_soon_as_the_first_is_seen_to_live() {
        try (Lease first = take("job run, run 7", QUICK)) {
            assertThatThrownBy(() -> take("job train, run 8", QUICK))
                    .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                            .isEqualTo(Category.SERVICE))
                    .hasMessageContaining("another run is writing to the lake s3://" + bucket + "/lake/")
                    .hasMessageContaining("(job run, run 7) and lives")
                    .hasMessageContaining("2 s after it was killed");
            first.requireHeld();
        }

        assertThat(screen)
                .singleElement()
                .asString()
                .contains("held by another run (job run, run 7); waiting up to 2 s");
    }

    /** Even where both are called the same. */
    @Test
    void a_killed_run_that_is_started_again_waits_and_goes_on() {
        take("job run, run 7", DEAD).requireHeld();

        try (Lease again = take("job run, run 7", QUICK)) {
            again.requireHeld();
        }

        assertThat(screen).hasSize(1);
    }

    @Test
    void a_lease_given_back_is_free_at_once() {
        take("job run, run 7", QUICK).close();
        take("job run, run 8", QUICK).close();

        assertThat(screen).isEmpty();
    }

    /** As one that stood still for so long that it was taken for dead. */
    @Test
    void who_lost_it_is_told_and_does_not_take_it_back() throws InterruptedException {
        Lease stalled = take("job run, run 7", DEAD);
        try (Lease next = take("job train, run 8", QUICK)) {
            assertThatThrownBy(stalled::requireHeld)
                    .isInstanceOfSatisfying(MillwrightException.class, e -> assertThat(e.category())
                            .isEqualTo(Category.SERVICE))
                    .hasMessageContaining("another run took the lake over");
            stalled.close();
            next.requireHeld();
            assertThat(written()).startsWith("held").contains("job train, run 8");
        }
    }

    @Test
    void of_many_who_come_at_once_one_gets_it() throws Exception {
        emulator.s3().putObject(request -> request.bucket(bucket).key(LOCK), RequestBody.fromString("no lease at all"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Optional<Lease>>> runs = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            String holder = "run " + run;
            runs.add(() -> {
                try {
                    return Optional.of(take(holder, QUICK));
                } catch (MillwrightException e) {
                    return Optional.empty();
                }
            });
        }
        List<Lease> winners = new ArrayList<>();
        for (Future<Optional<Lease>> run : threads.invokeAll(runs)) {
            run.get().ifPresent(winners::add);
        }
        threads.shutdown();

        assertThat(winners).hasSize(1);
        winners.get(0).requireHeld();
        winners.get(0).close();
    }

    /** The client tries such a call again by itself, and finds the file as it wrote it. */
    @Test
    void an_answer_that_is_lost_does_not_lose_the_lease() throws InterruptedException {
        try (BrokenLine line = new BrokenLine(emulator.address())) {
            S3Folder behind = new S3Folder(clients(line.address()).s3(), bucket, "lake/", Optional.empty());
            line.breaks(1, BrokenLine.Break.AFTER, 500);
            Lease lease = Lease.take(behind, "job run, run 7", DEAD, screen::add);
            line.breaks(1, BrokenLine.Break.AFTER, 500);

            // Past half of its second it is renewed by whoever asks.
            Thread.sleep(600);
            assertThatCode(lease::requireHeld).doesNotThrowAnyException();
            assertThat(line.writes()).hasSizeGreaterThanOrEqualTo(2);
            lease.close();
        }
        assertThat(screen).isEmpty();
    }

    private static AwsClients clients(URI address) {
        return AwsClients.of(AwsSpec.at(Optional.of(address)), Patience.ofSmallFiles());
    }

    private String written() {
        return emulator.s3()
                .getObjectAsBytes(request -> request.bucket(bucket).key(LOCK))
                .asUtf8String();
    }
}

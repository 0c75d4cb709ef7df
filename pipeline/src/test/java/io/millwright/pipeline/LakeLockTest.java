package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.AwsSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeLockTest {

    @TempDir
    private Path lake;

    private final List<String> screen = new ArrayList<>();

    @Test
    void a_second_run_on_the_same_lake_is_refused_in_one_sentence() {
        LakeLock first = take("job run");

        assertThatThrownBy(() -> take("job train"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("another run is writing to the lake")
                .hasMessageContaining(
                        "job run, process " + ProcessHandle.current().pid());

        first.close();
    }

    @Test
    void a_lock_left_by_a_dead_process_does_not_block() throws Exception {
        Files.writeString(lake.resolve("_millwright_lock"), "job run, process 1\n");

        LakeLock lock = take("job run");

        assertThat(Files.readString(lake.resolve("_millwright_lock")))
                .contains("process " + ProcessHandle.current().pid());
        lock.close();
    }

    @Test
    void a_closed_lock_is_free() {
        take("job run").close();

        take("job run").close();
    }

    /** In S3 the file itself says who holds it, and that it is free again. */
    @Test
    void a_lake_in_a_bucket_is_held_by_a_file_there() {
        Emulator emulator = Emulator.started();
        String bucket = emulator.bucket();
        AwsSpec aws = AwsSpec.at(Optional.of(emulator.address()));

        LakeLock lock = LakeLock.take("s3a://" + bucket + "/plant/lake", "job run, run 7", aws, screen::add);
        String held = file(emulator, bucket);
        lock.requireHeld();
        lock.close();
        LakeLock.take("s3://" + bucket + "/plant/lake/", "job train, run 8", aws, screen::add)
                .close();

        assertThat(held)
                .startsWith("held")
                .contains("job run, run 7 of process " + ProcessHandle.current().pid() + "@");
        assertThat(file(emulator, bucket)).startsWith("free").contains("job train, run 8");
        assertThat(screen).isEmpty();
    }

    private static String file(Emulator emulator, String bucket) {
        return emulator.s3()
                .getObjectAsBytes(request -> request.bucket(bucket).key("plant/lake/_millwright_lock"))
                .asUtf8String();
    }

    private LakeLock take(String run) {
        return LakeLock.take(lake.toString(), run, AwsSpec.none(), screen::add);
    }
}

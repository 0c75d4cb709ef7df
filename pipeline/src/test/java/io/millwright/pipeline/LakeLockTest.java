package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeLockTest {

    @TempDir
    private Path lake;

    @Test
    void a_second_run_on_the_same_lake_is_refused_in_one_sentence() {
        LakeLock first = LakeLock.take(lake.toString(), "run");

        assertThatThrownBy(() -> LakeLock.take(lake.toString(), "train"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("another run is writing to the lake")
                .hasMessageContaining(
                        "job run, process " + ProcessHandle.current().pid());

        first.close();
    }

    @Test
    void a_lock_left_by_a_dead_process_does_not_block() throws Exception {
        Files.writeString(lake.resolve("_millwright_lock"), "job run, process 1\n");

        LakeLock lock = LakeLock.take(lake.toString(), "run");

        assertThat(Files.readString(lake.resolve("_millwright_lock")))
                .contains("process " + ProcessHandle.current().pid());
        lock.close();
    }

    @Test
    void a_closed_lock_is_free() {
        LakeLock.take(lake.toString(), "run").close();

        LakeLock.take(lake.toString(), "run").close();
    }
}

package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileProblemTest {

    @Test
    void what_a_file_system_says_is_told_without_the_path_it_repeats() {
        assertThat(FileProblem.reason(new FileSystemException("/a/b", null, "Read-only file system")))
                .isEqualTo("Read-only file system");
        assertThat(FileProblem.reason(new AccessDeniedException("/a"))).isEqualTo("this user may not write to /a");
        assertThat(FileProblem.reason(new NoSuchFileException("/a"))).isEqualTo("there is no /a");
        assertThat(FileProblem.reason(new IOException("the pipe broke"))).isEqualTo("the pipe broke");
    }

    /** Somebody may make room; a missing permission stays missing. */
    @Test
    void a_full_disk_is_a_matter_of_the_outside_and_a_forbidden_folder_of_configuration() {
        MillwrightException full = FileProblem.refused(
                "the folder /a", new FileSystemException("/a/b", null, "No space left on device"), "give another");
        MillwrightException forbidden =
                FileProblem.refused("the folder /a", new AccessDeniedException("/a/b"), "give another");

        assertThat(full.category()).isEqualTo(MillwrightException.Category.SERVICE);
        assertThat(full).hasMessageContaining("No space left on device").hasMessageContaining("make room");
        assertThat(forbidden.category()).isEqualTo(MillwrightException.Category.CONFIGURATION);
        assertThat(forbidden)
                .hasMessage("the folder /a cannot be written (this user may not write to /a/b); give another");
    }
}

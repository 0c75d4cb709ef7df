package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

    /** No process has so high a number. */
    private static final String NOBODY = ".metrics.json.999999999.part";

    @TempDir
    private Path folder;

    @Test
    void what_a_killed_process_left_of_a_file_goes_when_the_file_is_written_again_and_nothing_else()
            throws IOException {
        String somebody = ".metrics.json."
                + ProcessHandle.current().parent().orElseThrow().pid() + ".part";
        for (String name : new String[] {NOBODY, somebody, ".drift.json.999999999.part", ".metrics.json.old.part"}) {
            Files.writeString(folder.resolve(name), "{");
        }

        ResultFiles.writeText(folder.resolve("metrics.json"), "{}");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "metrics.json", somebody, ".drift.json.999999999.part", ".metrics.json.old.part");
        }
        assertThat(folder.resolve("metrics.json")).hasContent("{}");
    }
}

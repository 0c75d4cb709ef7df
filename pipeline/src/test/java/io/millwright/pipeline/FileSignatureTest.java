package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSignatureTest {

    @TempDir
    private Path folder;

    private Path rules(String at, String content, long writtenMs) throws IOException {
        Path rules = Files.createDirectories(folder.resolve(at));
        Path file = Files.writeString(rules.resolve("series.dqdl"), content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(writtenMs));
        return rules;
    }

    private Path jar(String at, String content, long writtenMs) throws IOException {
        Path jar = folder.resolve(at);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("a.class"));
            out.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(jar, FileTime.fromMillis(writtenMs));
        return jar;
    }

    @Test
    void rules_and_a_jar_that_come_again_to_another_place_are_the_same() throws IOException {
        assertThat(FileSignature.ofFolder(rules("first", "RowCount > 3", 0)))
                .isEqualTo(FileSignature.ofFolder(rules("again", "RowCount > 3", 9_000)))
                .isNotEmpty();
        assertThat(FileSignature.ofJar(jar("first.jar", "code", 0)))
                .isEqualTo(FileSignature.ofJar(jar("again.jar", "code", 9_000)));
    }

    @Test
    void other_rules_and_another_program_of_the_same_size_and_time_are_others() throws IOException {
        assertThat(FileSignature.ofFolder(rules("first", "RowCount > 3", 0)))
                .isNotEqualTo(FileSignature.ofFolder(rules("other", "RowCount > 4", 0)));
        assertThat(FileSignature.ofJar(jar("first.jar", "code", 0)))
                .isNotEqualTo(FileSignature.ofJar(jar("other.jar", "core", 0)));
    }

    @Test
    void no_rules_are_no_signature() throws IOException {
        assertThat(FileSignature.ofFolder(folder.resolve("nowhere"))).isEmpty();
    }
}

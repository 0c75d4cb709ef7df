package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFreeFileSystemTest {

    @TempDir
    private java.nio.file.Path folder;

    private final Configuration hadoop = Sessions.localHadoop(Sessions.Buckets.usual());

    @Test
    void a_file_is_written_alone_and_its_permissions_are_those_of_the_disk() throws IOException {
        try (FileSystem files = FileSystem.newInstance(folder.toUri(), hadoop)) {
            Path file = new Path(folder.resolve("a.txt").toUri());
            write(files, file, "alpha");

            files.setPermission(file, new FsPermission("640"));

            FileStatus status = files.getFileStatus(file);
            assertThat(files).isInstanceOf(ProcessFreeFileSystem.class);
            assertThat(status.getLen()).isEqualTo(5);
            assertThat(status.getPermission()).hasToString("rw-r-----");
            assertThat(status.getOwner())
                    .isEqualTo(Files.getOwner(folder.resolve("a.txt")).getName());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.txt"))))
                    .isEqualTo("rw-r-----");
            assertThat(folder).isDirectoryNotContaining("glob:**.crc");
        }
    }

    @Test
    void delta_s_way_of_committing_renames_over_nothing_that_is_there() throws IOException {
        FileContext context = FileContext.getFileContext(folder.toUri(), hadoop);
        Files.writeString(folder.resolve("part"), "new");
        Files.writeString(folder.resolve("there"), "old");

        context.rename(path("part"), path("committed"));

        assertThat(folder.resolve("committed")).hasContent("new");
        assertThat(folder.resolve("part")).doesNotExist();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> context.rename(path("committed"), path("there")))
                .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
        context.rename(path("committed"), path("there"), Options.Rename.OVERWRITE);
        assertThat(folder.resolve("there")).hasContent("new");
    }

    private Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }

    private static void write(FileSystem files, Path file, String text) throws IOException {
        try (FSDataOutputStream out = files.create(file)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}

package io.millwright.lake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without its processes. Where Hadoop's native library is missing, as on every laptop, its own one starts
 * {@code chmod} for each file written, {@code ls} for each permission read and {@code readlink} for each rename: thousands for one
 * ingest. Here Java does the same. No checksum files beside the files either: disks have their own.
 */
public final class ProcessFreeFileSystem extends LocalFileSystem {

    /** Hadoop makes it by this constructor. */
    public ProcessFreeFileSystem() {
        super(new Raw());
        setWriteChecksum(false);
        setVerifyChecksum(false);
    }

    /** The same for Hadoop's other interface to file systems, through which Delta commits. */
    public static final class Context extends DelegateToFileSystem {

        /** Hadoop makes it by this constructor. */
        public Context(URI ignored, Configuration hadoop) throws IOException, URISyntaxException {
            super(FsConstants.LOCAL_FS_URI, new Raw(), hadoop, FsConstants.LOCAL_FS_URI.getScheme(), false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }

        @Override
        public boolean isValidName(String name) {
            return true;
        }
    }

    private static final class Raw extends RawLocalFileSystem {

        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            PosixFileAttributeView posix =
                    Files.getFileAttributeView(pathToFile(path).toPath(), PosixFileAttributeView.class);
            if (posix != null) {
                // The sticky bit, which Java does not know, is written in place of the last x.
                String written = permission.toString().replace('t', 'x').replace('T', '-');
                posix.setPermissions(PosixFilePermissions.fromString(written));
            }
        }

        @Override
        public FileStatus getFileStatus(Path path) throws IOException {
            FileStatus status = super.getFileStatus(path);
            PosixFileAttributeView posix =
                    Files.getFileAttributeView(pathToFile(path).toPath(), PosixFileAttributeView.class);
            if (posix == null) {
                return status;
            }
            PosixFileAttributes attributes = posix.readAttributes();
            return new FileStatus(
                    status.getLen(),
                    status.isDirectory(),
                    status.getReplication(),
                    status.getBlockSize(),
                    status.getModificationTime(),
                    status.getAccessTime(),
                    FsPermission.valueOf("-" + PosixFilePermissions.toString(attributes.permissions())),
                    attributes.owner().getName(),
                    attributes.group().getName(),
                    status.getPath());
        }

        @Override
        public FileStatus getFileLinkStatus(Path path) throws IOException {
            return Files.isSymbolicLink(pathToFile(path).toPath())
                    ? super.getFileLinkStatus(path)
                    : getFileStatus(path);
        }
    }
}

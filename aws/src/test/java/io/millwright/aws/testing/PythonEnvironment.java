package io.millwright.aws.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A Python with packages of its own, kept in the module's {@code target} folder and made at first use.
 *
 * @param name of its folder
 * @param packages as pip takes them
 */
public record PythonEnvironment(String name, List<String> packages) {

    public PythonEnvironment {
        packages = List.copyOf(packages);
    }

    public Path folder() {
        return Path.of("target", name).toAbsolutePath();
    }

    /** The interpreter, with every package installed; of several JVMs that want it at once, one installs. */
    public String python() {
        synchronized (PythonEnvironment.class) {
            try {
                Files.createDirectories(Path.of("target"));
                try (FileChannel lock =
                                FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = lock.lock()) {
                    assert held.isValid();
                    List<String> command =
                            new ArrayList<>(List.of("../.mvn/venv", folder().toString(), ">=3.10,<3.13"));
                    command.addAll(packages);
                    done(command);
                    return folder().resolve("bin/python").toString();
                }
            } catch (IOException e) {
                throw new IllegalStateException("the Python of " + folder() + " cannot be made", e);
            }
        }
    }

    private Path beside(String ending) {
        return folder().resolveSibling(name + ending);
    }

    private void done(List<String> command) throws IOException {
        Path log = beside("-install.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the installation was interrupted", e);
        }
    }
}

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
                Files.createDirectories(folder());
                try (FileChannel lock = FileChannel.open(
                                folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = lock.lock()) {
                    assert held.isValid();
                    return installed();
                }
            } catch (IOException e) {
                throw new IllegalStateException("the Python of " + folder() + " cannot be made", e);
            }
        }
    }

    private String installed() throws IOException {
        String python = folder().resolve("bin/python").toString();
        Path installed = folder().resolve("installed-" + Integer.toHexString(packages.hashCode()));
        if (Files.exists(installed)) {
            return python;
        }
        done("python3", "-m", "venv", folder().toString());
        List<String> pip = new ArrayList<>(
                List.of(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"));
        pip.addAll(packages);
        done(pip.toArray(new String[0]));
        Files.createFile(installed);
        return python;
    }

    private void done(String... command) throws IOException {
        Path log = folder().resolve("install.log");
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

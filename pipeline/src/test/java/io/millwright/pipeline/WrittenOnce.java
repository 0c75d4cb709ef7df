package io.millwright.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Folders that take long to fill: filled once a JVM, and copied from then on. */
public final class WrittenOnce {

    private static final Map<String, Path> KEPT = new ConcurrentHashMap<>();

    private WrittenOnce() {}

    /**
     * Fills a folder that is not there yet; one that is there is written over.
     *
     * @param name of what it holds; the same name is the same content
     */
    public static void fill(String name, Path folder, Runnable write) {
        Path kept = KEPT.get(name);
        boolean isFresh = !Files.exists(folder);
        if (isFresh && kept != null) {
            copy(kept, folder);
            return;
        }
        write.run();
        if (isFresh) {
            Path copy = Path.of("target", "written-once", UUID.randomUUID().toString());
            copy(folder, copy);
            KEPT.put(name, copy);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

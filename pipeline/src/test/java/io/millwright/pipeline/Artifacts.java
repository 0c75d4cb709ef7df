package io.millwright.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Maven's package phase made. */
final class Artifacts {

    private Artifacts() {}

    static Path jar() {
        return Path.of("target/millwright.jar").toAbsolutePath();
    }

    static Path platform() {
        return Path.of("target/platform").toAbsolutePath();
    }

    /** What reaches buckets where the platform does not. */
    static Path s3() {
        return Path.of("target/s3").toAbsolutePath();
    }

    /** The two jars Delta asks a Spark distribution for. */
    static List<Path> deltaJars() throws IOException {
        try (Stream<Path> jars = Files.list(platform())) {
            return jars.filter(jar -> jar.getFileName().toString().matches("delta-(spark|storage).*\\.jar"))
                    .sorted()
                    .toList();
        }
    }
}

package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a job works on this machine. Jobs know files; where the pipeline file or the results are elsewhere, they are fetched before and
 * results are put back after every stage. The lake is not fetched: Spark reads it where it is.
 */
final class Workplace implements AutoCloseable {

    private static final String RULES = "rules";

    private final PipelineConfig config;
    private final Outside.Names names;
    private final Optional<Mirror> mirror;
    private final Optional<Path> temporary;

    private Workplace(PipelineConfig config, Outside.Names names, Optional<Mirror> mirror, Optional<Path> temporary) {
        this.config = config;
        this.names = names;
        this.mirror = mirror;
        this.temporary = temporary;
    }

    /**
     * Reads the pipeline file; results that are elsewhere come with {@link #fetch}.
     *
     * @throws MillwrightException of category CONFIGURATION where the file is wrong, SERVICE where a place cannot be reached
     */
    static Workplace open(JobOptions options, Map<String, String> environment) {
        Optional<Path> temporary = Place.isUrl(options.config) ? Optional.of(temporary()) : Optional.empty();
        Path file = temporary
                .map(folder -> fetched(options.config, folder, JobSession.hadoop()))
                .orElseGet(() -> Path.of(options.config));
        PipelineConfig read = PipelineFile.readFor(file, environment, options.outFolder());
        if (Place.isUrl(read.registryPath()) && !read.registryPath().startsWith(read.outPath() + "/")) {
            throw MillwrightException.configuration(options.config + ": registry.path " + read.registryPath()
                    + " is a URL; leave it out, then the registry is beside the results, or name aws.registry");
        }
        Outside.Names names = new Outside.Names(options.config, read.outPath());
        if (!Place.isUrl(read.outPath())) {
            return new Workplace(read, names, Optional.empty(), temporary);
        }
        Path folder = temporary.orElseGet(Workplace::temporary);
        Path here = folder.resolve("results");
        Mirror mirror = Mirror.of(read.outPath(), here, read.lakePath(), JobSession.hadoop(read));
        String registry = Place.isUrl(read.registryPath())
                ? here + read.registryPath().substring(read.outPath().length())
                : read.registryPath();
        return new Workplace(read.with(registry, here.toString()), names, Optional.of(mirror), Optional.of(folder));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("millwright-");
        } catch (IOException e) {
            throw MillwrightException.service("no temporary folder can be made (" + e.getMessage() + ")", e);
        }
    }

    /** The pipeline file and the rules beside it. */
    private static Path fetched(String url, Path folder, Configuration hadoop) {
        Path here = folder.resolve("pipeline");
        String from = url.substring(0, url.lastIndexOf('/'));
        Mirror.fetchFile(url, here.resolve(Place.name(url)), hadoop);
        Mirror.fetchFolder(from + "/" + RULES, here.resolve(RULES), hadoop);
        return here.resolve(Place.name(url));
    }

    /** Fetches results that are elsewhere: by a job that changes them once no other may. */
    void fetch() {
        mirror.ifPresent(Mirror::fetch);
    }

    /** With results on this machine. */
    PipelineConfig config() {
        return config;
    }

    /** Where a person looks for the results. */
    String results() {
        return names.results();
    }

    /** What a person calls its places. */
    Outside.Names names() {
        return names;
    }

    /** Puts back what changed. */
    void publish() {
        mirror.ifPresent(Mirror::putBack);
    }

    /** Puts back the log, and what was finished; a second failure does not hide the first. */
    void publishAfter(Throwable failure) {
        try {
            publish();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        temporary.ifPresent(Workplace::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the temporary folder " + folder + " cannot be removed (" + e.getMessage() + "); remove it by hand",
                    e);
        }
    }
}

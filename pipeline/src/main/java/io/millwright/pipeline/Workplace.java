package io.millwright.pipeline;

import io.millwright.lake.FileProblem;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a job works on this machine. Jobs know files; where the pipeline file or the results are elsewhere, they are fetched before and
 * results are put back after every stage. The lake is not fetched: Spark reads it where it is. Nor are packages of models before a job opens
 * them.
 */
final class Workplace implements AutoCloseable {

    private static final String RULES = "rules";

    /** Folders of a registry that only one run needs; packages were once loaded from SageMaker into the last of them. */
    private static final List<String> OF_ONE_RUN = List.of("staging", "incoming", "loaded");

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
     * Reads the pipeline file; results that are elsewhere come with {@link #fetch}, without exported features.
     *
     * @throws MillwrightException of category CONFIGURATION where the file is wrong, SERVICE where a place cannot be reached
     */
    static Workplace open(JobOptions options, Map<String, String> environment) {
        return open(options, environment, List.of(Outside.FOLDER_OF_EXPORTED_FEATURES));
    }

    /** The same for the job that exports features, which goes on from those that were. */
    static Workplace openWithExportedFeatures(JobOptions options, Map<String, String> environment) {
        return open(options, environment, List.of());
    }

    private static Workplace open(JobOptions options, Map<String, String> environment, List<String> apart) {
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
        Optional<String> registry = Place.isUrl(read.registryPath())
                ? Optional.of(read.registryPath().substring(read.outPath().length() + 1))
                : Optional.empty();
        Mirror mirror = Mirror.of(read.outPath(), here, read.lakePath(), JobSession.hadoop(read))
                .without(Stream.of(
                                apart.stream(), ofOneRun(registry), ofOneRun(Optional.of(Outside.FOLDER_OF_DETECTORS)))
                        .flatMap(folders -> folders)
                        .toList());
        return new Workplace(
                read.with(registry.map(below -> here + "/" + below).orElse(read.registryPath()), here.toString()),
                names,
                Optional.of(mirror),
                Optional.of(folder));
    }

    private static Stream<String> ofOneRun(Optional<String> registry) {
        return registry.stream().flatMap(folder -> OF_ONE_RUN.stream().map(each -> folder + "/" + each));
    }

    /** A new folder of this machine, to be deleted by who asked for it. */
    static Path temporary() {
        try {
            return Files.createTempDirectory("millwright-");
        } catch (IOException e) {
            throw MillwrightException.service("no temporary folder can be made (" + FileProblem.reason(e) + ")", e);
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

    /** Makes the folder of a model's package be here: packages are fetched when a job opens them. */
    void bring(Path folder) {
        mirror.ifPresent(each -> each.bring(folder));
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

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the temporary folder " + folder + " cannot be removed (" + FileProblem.reason(e)
                            + "); remove it by hand",
                    e);
        }
    }
}

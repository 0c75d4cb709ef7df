package io.millwright.pipeline.notebook;

import io.millwright.lake.FileProblem;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.Sessions;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Outside;
import io.millwright.pipeline.evaluate.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * What a run left, to look at: its lake, its pipeline file, its result files. To try something, take a {@link #scratch} copy, on which
 * every job can run.
 */
public final class OpenedRun {

    private static final String RUN_ID = "notebook";

    private final Path pipelineFile;
    private final Path out;
    private final PipelineConfig config;
    private final Lake lake;
    private final boolean scratch;

    private OpenedRun(SparkSession spark, Path pipelineFile, Path out, PipelineConfig config, boolean scratch) {
        this.pipelineFile = pipelineFile;
        this.out = out;
        this.config = config;
        this.lake = Lake.open(spark, config.lakePath(), RUN_ID);
        this.scratch = scratch;
    }

    /**
     * The run that the environment names: {@code MILLWRIGHT_OUT}, the folder given to a job as {@code --out}, and {@code
     * MILLWRIGHT_CONFIG}, its pipeline file; without the latter the {@code pipeline.yaml} in that folder, as {@code demo} leaves it.
     *
     * @throws MillwrightException where there is no lake or no pipeline file
     */
    public static OpenedRun ofEnvironment() {
        Path out = named("MILLWRIGHT_OUT")
                .orElseThrow(() -> MillwrightException.configuration(
                        "MILLWRIGHT_OUT is not set; set it to the --out folder of a run on this machine"));
        return open(out, named("MILLWRIGHT_CONFIG").orElse(out.resolve("pipeline.yaml")));
    }

    private static Optional<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    /** The run with these results, in a session of this machine. */
    public static OpenedRun open(Path out, Path pipelineFile) {
        // The kernel asks all that speak through Java's own logging for their finest, at which Spark's compiler fails.
        Logger.getLogger("").setLevel(Level.INFO);
        Path folder = out.toAbsolutePath().normalize();
        PipelineConfig config =
                PipelineFile.readFor(pipelineFile.toAbsolutePath(), System.getenv(), Optional.of(folder.toString()));
        if (!Files.isDirectory(Path.of(config.lakePath()))) {
            throw MillwrightException.configuration(
                    folder
                            + " holds no lake; run ./millwright demo, or set MILLWRIGHT_OUT to the --out folder of a run on this machine");
        }
        SparkSession spark = Sessions.local(Runtime.getRuntime().availableProcessors());
        return new OpenedRun(spark, pipelineFile.toAbsolutePath(), folder, config, false);
    }

    /** Folder of the result files. */
    public Path out() {
        return out;
    }

    public PipelineConfig config() {
        return config;
    }

    /** The pipeline file as if it said otherwise in some places, by dotted key, see {@link PipelineFile#readWith}. */
    public PipelineConfig configWith(Map<String, ?> changes) {
        return PipelineFile.readWith(pipelineFile, System.getenv(), Optional.of(out.toString()), changes);
    }

    public Lake lake() {
        return lake;
    }

    public SparkSession spark() {
        return lake.spark();
    }

    /**
     * A result file.
     *
     * @param name for example {@code metrics.json}
     * @param type what the job writes it from, for example {@code Metrics.class}
     */
    public <T> T result(String name, Class<T> type) {
        return ResultFiles.read(out.resolve(name), type, "run");
    }

    /**
     * A copy of lake, registry and result files in a temporary folder, which goes when the notebook's kernel does. Jobs write there, and
     * the run stays as it is. Tables are linked rather than copied where the disk allows it.
     *
     * <p>A trial calls nothing of AWS, whatever the pipeline file says: its models are kept in the copy, and nobody is told. Those that
     * SageMaker keeps are not in it; the register job puts the one the lake was trained to there.
     *
     * @param changes what its pipeline file says otherwise, by dotted key, see {@link PipelineFile#readWith}
     */
    public OpenedRun scratch(Map<String, ?> changes) {
        try {
            Path copy = Files.createTempDirectory("millwright-notebook-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy)));
            PipelineConfig changed = PipelineFile.readWith(
                            pipelineFile, System.getenv(), Optional.of(copy.toString()), changes)
                    .withoutAws();
            copyTree(Path.of(config.lakePath()), Path.of(changed.lakePath()));
            copyTree(Path.of(config.registryPath()), Path.of(changed.registryPath()));
            for (Path file : children(out)) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            return new OpenedRun(spark(), pipelineFile, copy, changed, true);
        } catch (IOException e) {
            throw MillwrightException.service("the run cannot be copied (" + FileProblem.reason(e) + ")", e);
        }
    }

    /** What a job is given, for all data; on a scratch copy only. */
    public JobContext job() {
        if (!scratch) {
            throw MillwrightException.configuration("jobs write; call scratch(Map.of()) and run them on the copy");
        }
        return new JobContext(
                spark(),
                lake,
                config,
                Optional.empty(),
                RUN_ID,
                out,
                Progress.silent(),
                Outside.of(config, RUN_ID, System.err::println));
    }

    /** Data files of a table never change, so a link to one is as good as a copy; all others are copied. */
    private static void copyTree(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        for (Path child : children(from)) {
            Path target = to.resolve(child.getFileName());
            if (Files.isDirectory(child)) {
                copyTree(child, target);
            } else if (!child.toString().endsWith(".parquet") || !linked(child, target)) {
                Files.copy(child, target);
            }
        }
    }

    private static boolean linked(Path file, Path link) {
        try {
            Files.createLink(link, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Iterable<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println(folder + " cannot be removed: " + FileProblem.reason(e));
        }
    }
}

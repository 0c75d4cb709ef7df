package io.millwright.fleet;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * The {@code generate} job: one Spark task per landing file. Which task or executor makes a file does not matter, since every
 * number in it follows from the spec alone: two runs give the same rows in the same order, bit for bit. (Between two Java
 * machines a Parquet footer may name the same encodings in another order, so compare rows rather than files.)
 */
public final class FleetGenerator {
    private static final long POLL_MILLIS = 200;

    private FleetGenerator() {}

    /** Told how many of the files are written; called from the driver's thread. */
    @FunctionalInterface
    public interface Progress {
        void written(int files, int of);
    }

    private enum Content {
        WAVEFORMS,
        READINGS,
        LOGS
    }

    private record Task(Content content, Site site, Slice slice) implements Serializable {}

    /**
     * Writes the landing files and, elsewhere, the truth. What an earlier run left in the folders named in {@link
     * LandingFiles} and {@link TruthFiles} is removed first; other files stay.
     *
     * @param landing folder or URI any Hadoop file system understands
     * @param truth another folder or URI, not inside the first
     * @throws IOException if a folder cannot be written
     */
    public static void generate(SparkSession spark, FleetSpec spec, String landing, String truth, Progress progress)
            throws IOException {
        generate(spark, spec, landing, truth, progress, Integer.MAX_VALUE);
    }

    /** The same in at most so many partitions. */
    static void generate(
            SparkSession spark, FleetSpec spec, String landing, String truth, Progress progress, int mostPartitions)
            throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        remove(configuration, landing, LandingFiles.FOLDERS);
        remove(configuration, truth, TruthFiles.FOLDERS);
        List<Task> tasks = tasks(spec);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        JavaRDD<Task> files = context.parallelize(tasks, Math.min(mostPartitions, tasks.size()));
        await(context, files.foreachAsync(task -> write(spec, task, landing, truth)), tasks.size(), progress);
        TruthFiles.writeFleet(spec, truth, configuration);
    }

    /** The largest files first, so that no core is left with one at the end. */
    private static List<Task> tasks(FleetSpec spec) {
        List<Task> tasks = new ArrayList<>();
        List<Site> sites = Roster.sites(spec);
        for (Site site : sites) {
            for (Slice slice : Slice.months(spec, Roster.machinesOf(spec, site).size())) {
                tasks.add(new Task(Content.WAVEFORMS, site, slice));
            }
        }
        for (Site site : sites) {
            for (Slice slice : ReadingFiles.slices(spec, site)) {
                tasks.add(new Task(Content.READINGS, site, slice));
            }
        }
        for (Site site : sites) {
            tasks.add(new Task(Content.LOGS, site, new Slice(0, "all", 0, spec.hours(), 0)));
        }
        return tasks;
    }

    private static void write(FleetSpec spec, Task task, String landing, String truth) throws IOException {
        Configuration configuration =
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
        switch (task.content()) {
            case WAVEFORMS -> WaveformFiles.write(spec, task.site(), task.slice(), landing, configuration);
            case READINGS -> ReadingFiles.write(spec, task.site(), task.slice(), landing, configuration);
            case LOGS -> {
                LogFiles.write(spec, task.site(), landing, configuration);
                TruthFiles.write(spec, task.site(), truth, configuration);
            }
        }
    }

    private static void await(JavaSparkContext context, JavaFutureAction<Void> action, int files, Progress progress)
            throws IOException {
        int last = -1;
        try {
            while (!action.isDone()) {
                int written = completed(context, action);
                if (written != last) {
                    progress.written(Math.min(written, files), files);
                    last = written;
                }
                Thread.sleep(POLL_MILLIS);
            }
            action.get();
        } catch (InterruptedException interrupted) {
            action.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the fleet was written", interrupted);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException("the fleet could not be written: " + cause.getMessage(), failed);
        }
        progress.written(files, files);
    }

    private static int completed(JavaSparkContext context, JavaFutureAction<Void> action) {
        int completed = 0;
        for (int job : action.jobIds()) {
            SparkJobInfo info = context.statusTracker().getJobInfo(job);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                SparkStageInfo stageInfo = context.statusTracker().getStageInfo(stage);
                completed += stageInfo == null ? 0 : stageInfo.numCompletedTasks();
            }
        }
        return completed;
    }

    private static void remove(Configuration configuration, String parent, List<String> folders) throws IOException {
        for (String folder : folders) {
            Path path = new Path(parent + "/" + folder);
            path.getFileSystem(configuration).delete(path, true);
        }
    }
}

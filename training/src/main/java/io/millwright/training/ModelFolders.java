package io.millwright.training;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The models of a run, beside the tables of the lake: {@code <lake>/models/<run>/<candidate>/<file>}, and in {@code
 * <lake>/models/<run>/trained.json} what they were trained on.
 */
final class ModelFolders {

    private ModelFolders() {}

    static String of(Lake lake) {
        return lake.root() + "/models/" + lake.runId();
    }

    /** Replaces one candidate's folder. */
    static void write(Lake lake, String candidate, Map<String, byte[]> files) {
        Path folder = new Path(of(lake), candidate);
        try {
            if (isLocal(folder)) {
                writeLocal(java.nio.file.Path.of(folder.toUri().getPath()), files);
                return;
            }
            FileSystem system = system(lake, folder);
            system.delete(folder, true);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                try (FSDataOutputStream out = system.create(new Path(folder, file.getKey()), true)) {
                    out.write(file.getValue());
                }
            }
        } catch (IOException e) {
            throw MillwrightException.service("the models cannot be written to " + folder, e);
        }
    }

    /** Hadoop starts a process to set the permissions of each local file; Java needs none. */
    private static void writeLocal(java.nio.file.Path folder, Map<String, byte[]> files) throws IOException {
        LocalFolder.delete(folder);
        LocalFolder.write(folder, files);
    }

    private static boolean isLocal(Path folder) {
        String scheme = folder.toUri().getScheme();
        return scheme == null || scheme.equals("file");
    }

    /** Content by path relative to the candidate's folder; a data error where the run has no such candidate. */
    static Map<String, byte[]> read(Lake lake, String candidate) {
        Path folder = new Path(of(lake), candidate);
        Map<String, byte[]> files = new TreeMap<>();
        try {
            FileSystem system = system(lake, folder);
            if (!system.exists(folder)) {
                throw MillwrightException.data("run " + lake.runId() + " has no trained model of candidate '"
                        + candidate + "' in " + folder + "; run the train job for this run first");
            }
            String root = system.makeQualified(folder).toString() + "/";
            RemoteIterator<LocatedFileStatus> found = system.listFiles(folder, true);
            while (found.hasNext()) {
                Path path = found.next().getPath();
                try (FSDataInputStream in = system.open(path)) {
                    files.put(path.toString().substring(root.length()), in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw MillwrightException.service("the models in " + folder + " cannot be read", e);
        }
        return files;
    }

    static void writeRecord(Lake lake, byte[] record) {
        Path file = record(lake);
        try (FSDataOutputStream out = system(lake, file).create(file, true)) {
            out.write(record);
        } catch (IOException e) {
            throw MillwrightException.service("the file " + file + " cannot be written", e);
        }
    }

    /** Empty where the run has none, or was stopped while it wrote it. */
    static Optional<byte[]> readRecord(Lake lake) {
        Path file = record(lake);
        try {
            FileSystem system = system(lake, file);
            if (!system.exists(file)) {
                return Optional.empty();
            }
            try (FSDataInputStream in = system.open(file)) {
                return Optional.of(in.readAllBytes()).filter(record -> record.length > 0);
            }
        } catch (IOException e) {
            throw MillwrightException.service("the file " + file + " cannot be read", e);
        }
    }

    static void deleteRecord(Lake lake) {
        Path file = record(lake);
        try {
            system(lake, file).delete(file, false);
        } catch (IOException e) {
            throw MillwrightException.service("the file " + file + " cannot be removed", e);
        }
    }

    private static Path record(Lake lake) {
        return new Path(of(lake), "trained.json");
    }

    private static FileSystem system(Lake lake, Path folder) throws IOException {
        return folder.getFileSystem(lake.spark().sessionState().newHadoopConf());
    }
}

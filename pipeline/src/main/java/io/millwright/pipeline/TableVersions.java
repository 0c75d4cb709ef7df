package io.millwright.pipeline;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The newest Delta version of every table of a lake, read from the names of its commit files; costs a listing a table and no
 * Spark job.
 *
 * @param all table name to version
 */
record TableVersions(Map<String, Long> all) {

    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

    static TableVersions of(String lakeRoot, Configuration hadoop) throws IOException {
        Path root = new Path(lakeRoot);
        FileSystem files = root.getFileSystem(hadoop);
        Map<String, Long> versions = new TreeMap<>();
        if (files.exists(root)) {
            for (FileStatus folder : files.listStatus(root)) {
                Path log = new Path(folder.getPath(), "_delta_log");
                if (folder.isDirectory() && files.exists(log)) {
                    versions.put(folder.getPath().getName(), newest(files.listStatus(log)));
                }
            }
        }
        return new TableVersions(Map.copyOf(versions));
    }

    private static long newest(FileStatus[] commits) {
        long newest = -1;
        for (FileStatus commit : commits) {
            Matcher name = COMMIT.matcher(commit.getPath().getName());
            if (name.matches()) {
                newest = Math.max(newest, Long.parseLong(name.group(1)));
            }
        }
        return newest;
    }

    /** Tables that are newer here than there. */
    Map<String, Long> changedSince(TableVersions earlier) {
        Map<String, Long> changed = new TreeMap<>(all);
        changed.entrySet().removeAll(earlier.all.entrySet());
        return changed;
    }
}

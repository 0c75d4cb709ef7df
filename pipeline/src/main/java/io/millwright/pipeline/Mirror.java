package io.millwright.pipeline;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.OutsideFault;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A folder elsewhere and its copy on this machine. A file is put back whole; what is gone here is removed there. */
final class Mirror {

    /** Not fetched: landing files and truth are read where they are, logs only go out. */
    private static final List<String> NOT_FETCHED = List.of("landing", "truth", "logs");

    private final String url;
    private final java.nio.file.Path here;
    private final String lake;
    private final Configuration hadoop;
    private final Map<String, Stamp> known = new TreeMap<>();

    /** Tells a changed file. */
    private record Stamp(long bytes, long modifiedMillis) {

        static Stamp of(java.nio.file.Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        }
    }

    private Mirror(String url, java.nio.file.Path here, String lake, Configuration hadoop) {
        this.url = url.replaceFirst("/+$", "");
        this.here = here;
        this.lake = lake;
        this.hadoop = hadoop;
    }

    /** Of a folder, but for the lake in it; nothing is there until it is fetched. */
    static Mirror of(String url, java.nio.file.Path here, String lake, Configuration hadoop) {
        return new Mirror(url, here, lake, hadoop);
    }

    /**
     * Fetches the folder.
     *
     * @throws MillwrightException category CONFIGURATION where this platform does not know such URLs, SERVICE where a retry can help
     */
    void fetch() {
        try {
            Files.createDirectories(here);
            copy();
            known.putAll(stamps());
        } catch (IOException e) {
            throw failed("read", url, e);
        }
    }

    /** Copies one file. */
    static void fetchFile(String url, java.nio.file.Path to, Configuration hadoop) {
        try {
            Path from = new Path(url);
            Files.createDirectories(parent(to));
            try (InputStream in = system(from, hadoop).open(from)) {
                Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (FileNotFoundException e) {
            throw MillwrightException.configuration(
                    "there is no file " + url + "; give the pipeline file's place with --config");
        } catch (IOException e) {
            throw failed("read", url, e);
        }
    }

    /** Copies a folder where there is one. */
    static void fetchFolder(String url, java.nio.file.Path to, Configuration hadoop) {
        of(url, to, "", hadoop).fetch();
    }

    private void copy() throws IOException {
        Path folder = new Path(url);
        FileSystem there = system(folder, hadoop);
        if (!there.exists(folder)) {
            return;
        }
        String root = there.makeQualified(folder).toString() + "/";
        String ofLake =
                lake.isEmpty() ? "" : there.makeQualified(new Path(lake)).toString() + "/";
        RemoteIterator<LocatedFileStatus> files = there.listFiles(folder, true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            String name = file.toString().substring(root.length());
            boolean inLake = !ofLake.isEmpty() && file.toString().startsWith(ofLake);
            if (!inLake && NOT_FETCHED.stream().noneMatch(each -> name.startsWith(each + "/"))) {
                java.nio.file.Path copy = here.resolve(name);
                Files.createDirectories(parent(copy));
                try (InputStream in = there.open(file)) {
                    Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private Map<String, Stamp> stamps() throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        try (Stream<java.nio.file.Path> files = Files.walk(here)) {
            for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
                stamps.put(here.relativize(file).toString(), Stamp.of(file));
            }
        }
        return stamps;
    }

    /** Puts files back that are new or changed since the last time, and removes those that are gone. */
    void putBack() {
        try {
            FileSystem there = system(new Path(url), hadoop);
            Map<String, Stamp> now = stamps();
            for (Map.Entry<String, Stamp> file : now.entrySet()) {
                if (!file.getValue().equals(known.get(file.getKey()))) {
                    try (OutputStream out = there.create(new Path(url, file.getKey()), true)) {
                        Files.copy(here.resolve(file.getKey()), out);
                    }
                }
            }
            TreeSet<String> gone = new TreeSet<>(known.keySet());
            gone.removeAll(now.keySet());
            for (String file : gone) {
                there.delete(new Path(url, file), false);
            }
            known.clear();
            known.putAll(now);
        } catch (IOException e) {
            throw failed("written", url, e);
        }
    }

    private static java.nio.file.Path parent(java.nio.file.Path file) {
        java.nio.file.Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static FileSystem system(Path path, Configuration hadoop) throws IOException {
        return path.getFileSystem(hadoop);
    }

    private static MillwrightException failed(String what, String url, IOException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (e instanceof org.apache.hadoop.fs.UnsupportedFileSystemException) {
            return MillwrightException.configuration("this platform knows no places such as " + url + " (" + why
                    + "); submit the jar with hadoop-aws on its class path, see docs/aws.md, or give a folder");
        }
        String said = url + " cannot be " + what;
        return OutsideFault.of(said, e)
                .orElseGet(() -> MillwrightException.service(said + " (" + why + "); run the same command again", e));
    }
}

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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A folder elsewhere and its copy on this machine. A file is put back whole, what is gone here is removed there, in an order that is safe to
 * be stopped in, see {@link PutOrder}.
 */
final class Mirror {

    /** Not fetched: landing files and truth are read where they are, logs only go out. */
    private static final List<String> NOT_FETCHED = List.of("landing", "truth", "logs");

    private final String url;
    private final java.nio.file.Path here;
    private final String lake;
    private final Configuration hadoop;
    private final List<String> apart;
    private final Map<String, Stamp> known = new TreeMap<>();

    /** Tells a changed file. */
    private record Stamp(long bytes, long modifiedMillis) {

        static Stamp of(java.nio.file.Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        }
    }

    private Mirror(String url, java.nio.file.Path here, String lake, Configuration hadoop, List<String> apart) {
        this.url = url.replaceFirst("/+$", "");
        this.here = here;
        this.lake = lake;
        this.hadoop = hadoop;
        this.apart = List.copyOf(apart);
    }

    /** Of a folder, but for the lake in it; nothing is there until it is fetched. */
    static Mirror of(String url, java.nio.file.Path here, String lake, Configuration hadoop) {
        return new Mirror(url, here, lake, hadoop, List.of());
    }

    /** The same without some folders, which neither come nor go. */
    Mirror without(List<String> folders) {
        return new Mirror(url, here, lake, hadoop, folders);
    }

    /**
     * Fetches the folder, but for packages of models, which {@link #bring} fetches when they are asked for.
     *
     * @throws MillwrightException category CONFIGURATION where this platform does not know such URLs, SERVICE where a retry can help
     */
    void fetch() {
        try {
            Files.createDirectories(here);
            FileSystem there = system(new Path(url), hadoop);
            Map<String, Path> files = files(there, new Path(url));
            for (Map.Entry<String, Path> file : files.entrySet()) {
                if (!waits(file.getKey(), files.keySet())) {
                    copy(there, file.getKey(), file.getValue());
                }
            }
        } catch (IOException e) {
            throw failed("read", url, e);
        }
    }

    /** A package without the state of its version is what somebody stopped left: it comes, to be swept by the registry. */
    private static boolean waits(String file, Set<String> all) {
        return PutOrder.of(file) == PutOrder.PACKAGE && all.contains(file.replaceFirst("/package/.*", "/state.json"));
    }

    /**
     * Fetches a folder below this one that is not here yet, whole or not at all: half of it would be taken for all of it from then on.
     *
     * @throws MillwrightException as {@link #fetch} does
     */
    void bring(java.nio.file.Path folder) {
        if (!folder.startsWith(here) || Files.exists(folder)) {
            return;
        }
        Path below = new Path(url, here.relativize(folder).toString());
        try {
            FileSystem there = system(below, hadoop);
            for (Map.Entry<String, Path> file : files(there, below).entrySet()) {
                copy(there, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            MillwrightException failure = failed("read", below.toString(), e);
            forget(folder, failure);
            throw failure;
        }
    }

    /** What came of a folder goes, and does not count as removed here. */
    private void forget(java.nio.file.Path folder, MillwrightException why) {
        known.keySet().removeIf(name -> here.resolve(name).startsWith(folder));
        try {
            if (Files.exists(folder)) {
                Workplace.delete(folder);
            }
        } catch (MillwrightException e) {
            why.addSuppressed(e);
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

    /** Those to fetch in a folder of this one, by their names in this one. */
    private SortedMap<String, Path> files(FileSystem there, Path folder) throws IOException {
        SortedMap<String, Path> found = new TreeMap<>();
        if (!there.exists(folder)) {
            return found;
        }
        String root = there.makeQualified(new Path(url)).toString() + "/";
        String ofLake =
                lake.isEmpty() ? "" : there.makeQualified(new Path(lake)).toString() + "/";
        RemoteIterator<LocatedFileStatus> files = there.listFiles(folder, true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            String name = file.toString().substring(root.length());
            boolean inLake = !ofLake.isEmpty() && file.toString().startsWith(ofLake);
            if (!inLake && !isIn(NOT_FETCHED, name) && !isIn(apart, name)) {
                found.put(name, file);
            }
        }
        return found;
    }

    /** Whole or not at all: half a file would be put back over a whole one. */
    private void copy(FileSystem there, String name, Path file) throws IOException {
        java.nio.file.Path copy = here.resolve(name);
        Files.createDirectories(parent(copy));
        try (InputStream in = there.open(file)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
        known.put(name, Stamp.of(copy));
    }

    private static boolean isIn(List<String> folders, String file) {
        return folders.stream().anyMatch(folder -> file.startsWith(folder + "/"));
    }

    private Map<String, Stamp> stamps() throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        try (Stream<java.nio.file.Path> files = Files.walk(here)) {
            for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
                String name = here.relativize(file).toString();
                if (!isIn(apart, name)) {
                    stamps.put(name, Stamp.of(file));
                }
            }
        }
        return stamps;
    }

    /** Puts files back that are new or changed since the last time, and removes those that are gone. */
    void putBack() {
        try {
            FileSystem there = system(new Path(url), hadoop);
            Map<String, Stamp> now = stamps();
            for (String file : changed(now)) {
                putBack(there, file, Optional.ofNullable(now.get(file)));
            }
        } catch (IOException e) {
            throw failed("written", url, e);
        }
    }

    private SortedSet<String> changed(Map<String, Stamp> now) {
        SortedSet<String> changed = new TreeSet<>(PutOrder.SAFE);
        changed.addAll(known.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(file -> Objects.equals(known.get(file), now.get(file)));
        return changed;
    }

    /** As it is now: empty where it is gone. */
    private void putBack(FileSystem there, String file, Optional<Stamp> now) throws IOException {
        Path path = new Path(url, file);
        if (now.isEmpty()) {
            there.delete(path, false);
            known.remove(file);
            return;
        }
        try (OutputStream out = there.create(path, true)) {
            Files.copy(here.resolve(file), out);
        }
        known.put(file, now.get());
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

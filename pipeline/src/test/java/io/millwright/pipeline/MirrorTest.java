package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millwright.lake.MillwrightException;
import io.millwright.training.registry.FolderRegistry;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results elsewhere, and a process that is stopped while it puts them back. */
class MirrorTest {

    private static final Map<String, Map<String, byte[]>> MODELS = Map.of(
            "first", files("policy.json"),
            "xgboost", files("booster.json", "calibrator.json"),
            "robust_z", files("policy.json"));

    @TempDir
    private Path folder;

    /** A disk that changes so many files more and then refuses, as a process that is killed there does. */
    static final class StoppingDisk extends RawLocalFileSystem {

        private static final Configuration CONFIGURATION = configuration();
        private static int left = Integer.MAX_VALUE;
        private static String broken = "";

        private static Configuration configuration() {
            Configuration configuration = new Configuration();
            configuration.set("fs.file.impl", StoppingDisk.class.getName());
            configuration.setBoolean("fs.file.impl.disable.cache", true);
            return configuration;
        }

        @Override
        public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite) throws IOException {
            change();
            return super.create(file, overwrite);
        }

        @Override
        public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
            change();
            return super.delete(file, recursive);
        }

        /** Without permissions, which a process would be started for. */
        @Override
        public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
            File file = pathToFile(path);
            if (!file.exists()) {
                throw new FileNotFoundException(file.getPath());
            }
            return new FileStatus(file.length(), file.isDirectory(), 1, 1, file.lastModified(), makeQualified(path));
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferBytes) throws IOException {
            return file.getName().equals(broken)
                    ? new FSDataInputStream(new BreaksOff())
                    : super.open(file, bufferBytes);
        }

        private static void change() throws IOException {
            if (left-- <= 0) {
                throw new IOException("killed");
            }
        }
    }

    /** A file of which one byte comes. */
    private static final class BreaksOff extends FSInputStream {

        private int came;

        @Override
        public int read() throws IOException {
            if (came++ > 0) {
                throw new IOException("connection reset");
            }
            return 'x';
        }

        @Override
        public void seek(long position) {}

        @Override
        public long getPos() {
            return came;
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }
    }

    private static Map<String, byte[]> files(String... names) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : names) {
            files.put("failure/t/" + name, name.getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    @AfterEach
    void mend() {
        StoppingDisk.left = Integer.MAX_VALUE;
        StoppingDisk.broken = "";
    }

    /** Fetches results, judges, registers and promotes a model, and puts back what changed. */
    private void evaluate(Path there, String candidate) throws IOException {
        Path root = Files.createTempDirectory(folder, "machine");
        Path here = root.resolve("out");
        Mirror mirror = mirror(there, here);
        mirror.fetch();
        Files.writeString(here.resolve("metrics.json"), candidate);
        Files.writeString(here.resolve("model-card.html"), candidate);
        MaintainCommandTest.register(root, candidate, MODELS.get(candidate));
        ModelRegistry registry = FolderRegistry.open(here.resolve("registry"));
        List<ModelVersion> versions = registry.list();
        String newest = versions.get(versions.size() - 1).version();
        registry.approve(newest, "good");
        registry.setChampion(newest, "good");
        RunLedger.open(here, candidate, "same")
                .finished(new RunLedger.Done("evaluate", 1, "judged", Map.of(), List.of("metrics.json")));
        mirror.putBack();
    }

    private static Mirror mirror(Path there, Path here) {
        return Mirror.of("file://" + there, here, "", StoppingDisk.CONFIGURATION);
    }

    private Path withFirstModel(String name) throws IOException {
        Path there = Files.createDirectories(folder.resolve(name));
        evaluate(there, "first");
        return there;
    }

    /** Returns whether it was stopped. */
    private boolean stoppedAfter(int files, Path there, String candidate) {
        StoppingDisk.left = files;
        Throwable failure = catchThrowable(() -> evaluate(there, candidate));
        StoppingDisk.left = Integer.MAX_VALUE;
        assertThat(failure == null || failure instanceof MillwrightException)
                .as("%s", failure)
                .isTrue();
        return failure != null;
    }

    /** Every version can be loaded, the champion is one, and what a ledger says is done is there. */
    private void requireTrue(Path there) throws IOException {
        Path here = Files.createTempDirectory(folder, "next").resolve("out");
        Mirror mirror = mirror(there, here);
        mirror.fetch();
        ModelRegistry registry = FolderRegistry.open(here.resolve("registry"), mirror::bring);
        for (ModelVersion version : registry.list()) {
            assertThat(registry.load(version.version()).modelFiles()).isNotEmpty();
        }
        assertThat(registry.champion()).isPresent();
        String judged = Files.readString(here.resolve("metrics.json"));
        assertThat(registry.list()).extracting(ModelVersion::candidate).contains(judged);
        if (Files.exists(here.resolve(".runs/xgboost.json"))) {
            assertThat(judged).isEqualTo("xgboost");
        }
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }

    @Test
    void wherever_it_is_stopped_what_is_there_is_true_and_the_next_try_ends_as_an_undisturbed_one() throws IOException {
        Path undisturbed = withFirstModel("undisturbed");
        evaluate(undisturbed, "xgboost");
        Map<String, String> expected = content(undisturbed);
        int files = 0;
        Path there = withFirstModel("there");
        while (stoppedAfter(files, there, "xgboost")) {
            requireTrue(there);
            evaluate(there, "xgboost");
            assertThat(content(there)).isEqualTo(expected);
            files++;
            there = withFirstModel("there-" + files);
        }

        // Manifest and two files of the model, its state, the champion, two results, the ledger.
        assertThat(files).isEqualTo(8);
    }

    @Test
    void what_a_stopped_one_left_of_a_version_is_no_part_of_the_next_model() throws IOException {
        int files = 0;
        Path there = withFirstModel("there");
        while (stoppedAfter(files, there, "xgboost")) {
            for (int more = 0; stoppedAfter(more, there, "robust_z"); more++) {
                requireTrue(there);
            }
            requireTrue(there);
            files++;
            there = withFirstModel("there-" + files);
        }

        assertThat(files).isEqualTo(8);
    }

    @Test
    void packages_come_when_they_are_asked_for_and_stay_there() throws IOException {
        Path there = withFirstModel("there");
        Map<String, String> before = content(there);
        Path here = folder.resolve("here");
        Mirror mirror = mirror(there, here);

        mirror.fetch();
        assertThat(content(here).keySet())
                .contains("registry/versions/1/state.json")
                .noneMatch(file -> file.contains("/package/"));
        mirror.bring(here.resolve("registry/versions/1/package"));
        assertThat(content(here)).isEqualTo(before);
        mirror.putBack();

        assertThat(content(there)).isEqualTo(before);
    }

    @Test
    void a_package_that_breaks_off_while_it_comes_comes_whole_the_next_time() throws IOException {
        Path there = withFirstModel("there");
        Map<String, String> before = content(there);
        Path here = folder.resolve("here");
        Mirror mirror = mirror(there, here);
        Path wanted = here.resolve("registry/versions/1/package");
        mirror.fetch();
        StoppingDisk.broken = "manifest.json";

        assertThat(catchThrowable(() -> mirror.bring(wanted))).isInstanceOf(MillwrightException.class);
        mirror.putBack();
        assertThat(content(there)).isEqualTo(before);
        StoppingDisk.broken = "";
        mirror.bring(wanted);

        assertThat(content(here)).isEqualTo(before);
    }

    /** What a job that fails puts back is its log. */
    @Test
    void a_file_that_breaks_off_while_it_comes_is_not_put_back_over_the_whole_one() throws IOException {
        Path there = withFirstModel("there");
        Map<String, String> before = content(there);
        Path here = folder.resolve("here");
        Mirror mirror = mirror(there, here);
        StoppingDisk.broken = "model-card.html";

        assertThat(catchThrowable(mirror::fetch)).isInstanceOf(MillwrightException.class);
        mirror.putBack();

        assertThat(content(there)).isEqualTo(before);
    }

    @Test
    void folders_that_are_left_out_neither_come_nor_go() throws IOException {
        Path there = folder.resolve("there");
        Path here = folder.resolve("here");
        for (String file : List.of("registry/looks.json", "registry/staging/run/manifest.json", "feature-store/a")) {
            Files.createDirectories(there.resolve(file).getParent());
            Files.writeString(there.resolve(file), "there");
        }
        Map<String, String> before = content(there);
        Mirror mirror = mirror(there, here).without(List.of("registry/staging", "feature-store"));

        mirror.fetch();
        assertThat(content(here)).containsOnlyKeys("registry/looks.json");
        Files.createDirectories(here.resolve("registry/staging"));
        Files.writeString(here.resolve("registry/staging/model.json"), "here");
        mirror.putBack();

        assertThat(content(there)).isEqualTo(before);
    }
}

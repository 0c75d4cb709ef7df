package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What travels in the assembled jar, and what the launcher's platform, its way to buckets and a Spark distribution bring. */
class JarIT {

    private static final List<String> OURS = List.of(
            "io/millwright/pipeline/Main.class",
            "io/millwright/pipeline/demo-fleet.yaml",
            "io/millwright/shaded/protobuf/Message.class",
            "io/millwright/shaded/jtransforms/fft/DoubleFFT_1D.class",
            "io/millwright/shaded/awssdk/services/sagemaker/SageMakerClient.class",
            "ml/dmlc/xgboost4j/java/Booster.class",
            "com/amazon/deequ/VerificationSuite.class",
            "org/tribuo/Model.class");

    private static final long LARGEST_BYTES = 200_000_000L;

    @Test
    void nothing_of_the_platform_is_inside_and_all_of_ours_is() throws IOException {
        try (JarFile jar = new JarFile(Artifacts.jar().toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();

            for (Path folder : List.of(Artifacts.platform(), Artifacts.s3())) {
                requireNoneOf(names, folder);
            }
            assertThat(names).containsAll(OURS);
            assertThat(names).noneMatch(name -> name.startsWith("META-INF/") && name.matches(".*\\.(SF|DSA|RSA)"));
        }
        assertThat(Artifacts.jar())
                .satisfies(file -> assertThat(file.toFile().length()).isLessThan(LARGEST_BYTES));
    }

    @Tag("full")
    @Test
    void nothing_of_a_spark_distribution_is_inside() throws IOException {
        try (JarFile jar = new JarFile(Artifacts.jar().toFile())) {
            requireNoneOf(
                    jar.stream().map(ZipEntry::getName).toList(),
                    SparkDistribution.installed().jars());
        }
    }

    private static void requireNoneOf(List<String> names, Path folder) throws IOException {
        assertThat(names)
                .as("also in %s", folder)
                .filteredOn(classes(folder)::contains)
                .isEmpty();
    }

    /** Of all jars in a folder. */
    private static Set<String> classes(Path folder) throws IOException {
        Set<String> classes = new HashSet<>();
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path file : jars.toList()) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                            .forEach(classes::add);
                }
            }
        }
        assertThat(classes).as("classes in %s", folder).isNotEmpty();
        return classes;
    }
}

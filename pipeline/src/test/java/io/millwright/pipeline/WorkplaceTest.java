package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that are elsewhere, as a job finds them on its machine. */
class WorkplaceTest {

    @TempDir
    private Path folder;

    private final JobOptions options = new JobOptions();

    @BeforeEach
    void results_elsewhere() throws IOException {
        for (String file : List.of(
                "metrics.json",
                "feature-store/millwright-context/a.parquet",
                "registry/looks.json",
                "registry/staging/run/manifest.json",
                "registry/incoming/0f3a/manifest.json",
                "registry/loaded/pumps/1-0f3a/manifest.json")) {
            Path path = folder.resolve("there").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        options.config = TinyFleet.pipelineFile(folder, folder).toString();
        options.out = "file://" + folder.resolve("there");
    }

    private static List<String> fetched(Workplace place) throws IOException {
        place.fetch();
        Path here = Path.of(place.config().outPath());
        try (Stream<Path> files = Files.walk(here)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> here.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void a_job_gets_results_without_what_only_another_run_needed_and_exported_features() throws IOException {
        try (Workplace place = Workplace.open(options, Map.of())) {
            assertThat(fetched(place)).containsExactlyInAnyOrder("metrics.json", "registry/looks.json");
        }
    }

    @Test
    void the_job_that_exports_features_goes_on_from_those_that_were_exported() throws IOException {
        try (Workplace place = Workplace.openWithExportedFeatures(options, Map.of())) {
            assertThat(fetched(place))
                    .containsExactlyInAnyOrder(
                            "metrics.json", "registry/looks.json", "feature-store/millwright-context/a.parquet");
        }
    }
}

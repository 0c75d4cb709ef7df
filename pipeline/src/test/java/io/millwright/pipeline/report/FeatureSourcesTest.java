package io.millwright.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From features of the small fleet back to its landing files. */
class FeatureSourcesTest {

    private static final PipelineConfig CONFIG =
            PipelineFile.read(Path.of("../examples/small-fleet.yaml"), Map.of(), Optional.of(Path.of("out")));

    private static List<String> sources(String inputs, String sensor) {
        return FeatureFacts.sources(
                        CONFIG, new FeatureFacts.Definition("f", "g", "d", "", "", inputs, "1", sensor, "s", ""))
                .stream()
                .map(source -> source.name() + source.column())
                .toList();
    }

    @Test
    void a_feature_goes_back_to_the_column_of_its_sensor_and_to_the_files_of_its_tables() {
        assertThat(sources("series.value, series.clean", "current"))
                .containsExactly("readings, column current", "readings_text, column current");
        assertThat(sources("series.value, series.clean, equipment.attributes", "current"))
                .as("its rated range")
                .contains("readings, column current", "machines");
        assertThat(sources("equipment.commissioned, equipment.age_years, series", ""))
                .as("the age counts from the first reading")
                .containsExactly("readings", "readings_text", "machines");
        assertThat(sources(
                        "series.value and series.clean of current; events, work_orders, equipment, by class A 1", ""))
                .as("one's own")
                .contains("orders", "failures", "alarms", "machines")
                .doesNotContain("readings", "parts");
    }
}

package io.millwright.features.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From features of the small fleet back to its landing files. */
class AncestryTest {

    private static final PipelineConfig CONFIG =
            PipelineFile.read(Path.of("../examples/small-fleet.yaml"), Map.of(), Optional.of(Path.of("out")));

    private static List<String> sources(String inputs, @Nullable String sensor) {
        return new Ancestry(CONFIG)
                .of(inputs, sensor).stream()
                        .map(way -> way.table() + " from " + way.source()
                                + (way.column() == null ? "" : " column " + way.column())
                                + (way.sensor() == null ? "" : " of " + way.sensor()))
                        .toList();
    }

    @Test
    void a_feature_goes_back_to_the_column_of_its_sensor_and_to_the_files_of_its_tables() {
        assertThat(sources("series.value, series.clean", "current"))
                .containsExactly(
                        "series from readings column current of current",
                        "series from readings_text column current of current");
        assertThat(sources("series.value, series.clean, equipment.attributes", "current"))
                .as("its rated range")
                .contains("series from readings column current of current", "equipment from machines");
        assertThat(sources("equipment.commissioned, equipment.age_years, series", null))
                .as("the age counts from the first reading")
                .containsExactly(
                        "series from readings",
                        "series from readings_text",
                        "equipment from machines column commissioned");
        assertThat(sources(
                        "series.value and series.clean of current; events, work_orders, equipment, by class A 1", null))
                .as("one's own")
                .contains("work_orders from orders", "events from failures", "events from alarms")
                .doesNotContain("series from readings", "components from parts");
        assertThat(sources("waveforms.samples, equipment.attributes", "vibration_x"))
                .containsExactly("waveforms from bursts of vibration_x", "equipment from machines");
        assertThat(sources("components.serial, components.installed_at", null))
                .containsExactly("components from parts column installed_at", "components from parts column serial");
        assertThat(sources("conditions.value", null)).containsExactly("conditions from humidity column humidity_pct");
    }

    @Test
    void a_way_ends_at_the_files() {
        assertThat(new Ancestry(CONFIG).of("operations", null)).singleElement().satisfies(way -> assertThat(way.path())
                .endsWith("landing/operations/*.csv"));
    }
}

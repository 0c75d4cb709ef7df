package io.millwright.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One machine with a hundred times the data of its neighbours, on a heap that its readings would not fit into. */
@Tag("full")
class SkewedMachineTest {

    /** Sixty days of six sensors with a reading a second, at 12 bytes each, are 373 MB; Spark itself refuses less than 450 MB. */
    private static final String HEAP = "512m";

    private static final int DAYS = 6;

    @Test
    void ten_times_the_history_is_computed_on_the_same_heap_and_its_first_days_are_the_same(@TempDir Path folder)
            throws Exception {
        String few = SkewedLake.run(folder.resolve("few"), HEAP, DAYS, DAYS);
        String many = SkewedLake.run(folder.resolve("many"), HEAP, 10 * DAYS, DAYS);

        assertThat(few)
                .contains("features_time_domain " + 21 * DAYS + " rows", "features_context " + 21 * DAYS + " rows");
        assertThat(many).isEqualTo(few);
    }
}

package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Bursts;
import io.millwright.lake.Lake;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearingsCommandTest {

    private static final StructType SCHEMA = Bursts.TABLE.schema();

    @TempDir
    private Path folder;

    private int run(Screen screen) throws IOException {
        if (!Files.exists(folder.resolve("landing"))) {
            TinyFleet.pipelineFile(folder, Files.createDirectory(folder.resolve("landing")));
        }
        return screen.run(
                "bearings",
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--out",
                folder.resolve("out").toString());
    }

    /** @param height of both races' lines; null where the machine's bearing is not known */
    private static Row burst(String machine, String day, @Nullable Double part, @Nullable Double height) {
        List<Object> row = new ArrayList<>();
        for (String column : SCHEMA.fieldNames()) {
            row.add(
                    switch (column) {
                        case Bursts.EQUIPMENT_ID -> machine;
                        case Bursts.SENSOR -> "vibration_x";
                        case Bursts.START_TIME, Bursts.KNOWN_TIME -> Timestamp.valueOf("2026-01-" + day + " 00:00:00");
                        case Bursts.MONTH -> "2026-01";
                        case Bursts.BEARING_LINE_PART -> part;
                        case Bursts.BEARING_LINE_HZ -> part == null ? null : 104.5;
                        case Bursts.BEARING_LINE_SHARE -> part == null ? null : 0.995;
                        case Bursts.ENVELOPE_BPFO_DB, Bursts.ENVELOPE_BPFI_DB -> height;
                        default -> 1000.0;
                    });
        }
        return RowFactory.create(row.toArray());
    }

    @Test
    void the_newest_burst_of_each_machine_says_what_it_names_or_that_it_names_nothing_or_why_it_could_not()
            throws IOException {
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("out/lake").toString(), "test");
        lake.overwrite(
                TestSpark.session()
                        .createDataFrame(
                                List.of(
                                        burst("worn", "01", null, 3.0),
                                        burst("worn", "02", 1.0, 30.0),
                                        burst("mended", "01", 2.0, 30.0),
                                        burst("mended", "02", null, 3.0),
                                        burst("stranger", "02", null, null)),
                                SCHEMA),
                Bursts.TABLE,
                Map.of());
        Screen screen = new Screen();

        assertThat(run(screen)).isZero();
        assertThat(screen.out())
                .containsPattern("worn +vibration_x +outer race +104.5 Hz +105.0 Hz +30 dB +30 dB")
                .contains("Newest bursts of 3 sensors: no line found 1, not judged 1, outer race 1.")
                .contains("lack shaft_speed_rpm");
        assertThat(folder.resolve("out/bearing-lines.csv")).hasContent("""
                        equipment_id,sensor,start_time,found,line_hz,share_of_expected,outer_race_db,inner_race_db
                        "mended","vibration_x",2026-01-02T00:00:00Z,no line found,,,3.0,3.0
                        "stranger","vibration_x",2026-01-02T00:00:00Z,not judged,,,,
                        "worn","vibration_x",2026-01-02T00:00:00Z,outer race,104.500,0.9950,30.0,30.0
                        """);
    }

    @Test
    void without_bursts_it_says_what_to_run_first() throws IOException {
        Screen screen = new Screen();

        assertThat(run(screen)).isEqualTo(3);
        assertThat(screen.err()).contains("the lake has no vibration bursts").contains("./millwright features first");
    }
}

package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.SplitSpec;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four recordings, two of them of one bearing, each on a line of its own. */
class SplitGroupsTest {

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void recordings() {
        lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "test");
        List<Row> rows = List.of(
                recording("r1", "line 1", Map.of("bearing", "inner 07")),
                recording("r2", "line 2", Map.of("bearing", "inner 07")),
                recording("r3", "line 3", Map.of("bearing", "outer 07")),
                recording("r4", "line 4", Map.of()));
        lake.overwrite(TestSpark.session().createDataFrame(rows, Equipment.SCHEMA), Equipment.TABLE, Map.of());
    }

    private static Row recording(String id, String line, Map<String, String> attributes) {
        return RowFactory.create(id, "rig", "bearing", null, null, line, null, null, attributes, "recordings");
    }

    private void require(SplitSpec.Kind kind, String group, String... machines) {
        SplitSpec split = new SplitSpec(kind, 3, 1, 0.5, List.of(), "", "", 0, List.of(), List.of(), group);
        SplitGroups.requireUnparted(lake, split, List.of(machines));
    }

    @Test
    void recordings_of_one_bearing_are_not_dealt_to_training_and_test() {
        for (SplitSpec.Kind kind : List.of(SplitSpec.Kind.STRATIFIED, SplitSpec.Kind.GROUP)) {
            assertThatThrownBy(() -> require(kind, "bearing", "r1", "r2", "r3"))
                    .isInstanceOf(MillwrightException.class)
                    .hasMessageContaining("machines r1 and r2 are of one bearing, inner 07")
                    .hasMessageContaining("split.kind: group");
        }
    }

    @Test
    void what_is_parted_nowhere_or_not_by_machine_passes() {
        assertThatCode(() -> {
                    require(SplitSpec.Kind.STRATIFIED, "bearing", "r1", "r3");
                    require(SplitSpec.Kind.STRATIFIED, "line", "r1", "r2", "r3", "r4");
                    require(SplitSpec.Kind.STRATIFIED, "", "r1", "r2");
                    require(SplitSpec.Kind.TIME, "bearing", "r1", "r2");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_recording_of_nobody_knows_what_is_refused() {
        assertThatThrownBy(() -> require(SplitSpec.Kind.STRATIFIED, "bearing", "r3", "r4"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("machine r4 has no bearing in the equipment list");
    }
}

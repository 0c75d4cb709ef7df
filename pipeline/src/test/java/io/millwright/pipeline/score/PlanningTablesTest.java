package io.millwright.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Lake;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanningTablesTest {

    @TempDir
    private Path folder;

    private static Row look(String machine, @Nullable String component, String at, String written, String verdict) {
        return RowFactory.create(
                machine,
                component,
                Timestamp.from(Instant.parse(at)),
                Timestamp.from(Instant.parse(written)),
                verdict,
                null,
                null,
                null,
                null,
                "feedback");
    }

    @Test
    void the_newest_look_known_by_then_is_remembered_for_a_month() {
        Lake lake = Lake.open(TestSpark.session(), folder.toString(), "test");
        List<Row> looks = List.of(
                look("m1", null, "2025-05-01T08:00:00Z", "2025-05-01T08:00:00Z", Feedback.CONFIRMED),
                look("m1", "belt", "2025-05-09T08:30:00Z", "2025-05-09T09:00:00Z", Feedback.FALSE_ALARM),
                look("m1", null, "2025-05-09T20:00:00Z", "2025-05-11T00:00:00Z", Feedback.CONFIRMED),
                look("m2", null, "2025-04-01T08:00:00Z", "2025-04-01T08:00:00Z", Feedback.UNSURE));
        lake.overwrite(lake.spark().createDataFrame(looks, Feedback.SCHEMA), Feedback.TABLE, Map.of());

        Map<String, String> remembered = new PlanningTables(lake, Instant.parse("2025-05-10T00:00:00Z")).lastLooks();

        assertThat(remembered).containsExactly(Map.entry("m1", "belt looked at 2025-05-09T08:30:00Z: false alarm"));
        assertThat(new PlanningTables(lake, Instant.parse("2025-05-12T00:00:00Z")).lastLooks())
                .containsEntry("m1", "looked at 2025-05-09T20:00:00Z: confirmed");
    }
}

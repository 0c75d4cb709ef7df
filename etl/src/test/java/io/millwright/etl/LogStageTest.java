package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.table.Components;
import io.millwright.lake.testing.TestSpark;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class LogStageTest {

    private static Row installed(String serial, String time) {
        Timestamp at = time.isEmpty() ? null : Timestamp.from(Instant.parse(time));
        return RowFactory.create("m1/belt", "m1", null, "belt", serial, null, at, at, "parts");
    }

    @Test
    void
            with_genealogy_or_generations_every_installation_stays_under_an_id_of_its_own_and_a_record_told_twice_does_not() {
        Dataset<Row> records = TestSpark.session()
                .createDataFrame(
                        List.of(
                                installed("B", "2026-01-05T06:00:00Z"),
                                installed("A", "2026-01-01T00:00:00Z"),
                                installed("B", "2026-01-05T06:00:00Z"),
                                installed("A", "2026-02-01T00:00:00Z")),
                        Components.SCHEMA);

        Dataset<Row> kept = LogStage.installations(records).filter("not merged");

        assertThat(kept.orderBy(Components.INSTALLED_AT)
                        .select(Components.COMPONENT_ID, Components.SERIAL)
                        .collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly(
                        "m1/belt A", "m1/belt@2026-01-05T06:00:00.000Z B", "m1/belt@2026-02-01T00:00:00.000Z A");
        assertThat(LogStage.installations(records).filter("merged").count()).isEqualTo(1);
    }
}

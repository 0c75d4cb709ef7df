package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.table.Components;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.WorkOrders;
import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldRowsTest {

    private static final String READINGS =
            "{name: plc, kind: readings, path: '@/plc', format: csv, time: at, equipment: id,"
                    + " columns: {temperature: temp}}";
    private static final String FAILURES =
            "{name: SYSTEM, kind: failures, path: '@/SYSTEM.csv', format: csv, time: at, known: {column: got},"
                    + " equipment: id, columns: {component: part}}";

    private static final String ORDERS =
            "{name: orders, kind: work_orders, path: '@/orders.csv', format: csv, time: at, known: {column: got},"
                    + " equipment: id, columns: {order_id: order, kind: kind}}";

    @TempDir
    private Path folder;

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

        Dataset<Row> kept = ToldRows.installations(records).filter("not merged");

        assertThat(kept.orderBy(Components.INSTALLED_AT)
                        .select(Components.COMPONENT_ID, Components.SERIAL)
                        .collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly(
                        "m1/belt A", "m1/belt@2026-01-05T06:00:00.000Z B", "m1/belt@2026-02-01T00:00:00.000Z A");
        assertThat(ToldRows.installations(records).filter("merged").count()).isEqualTo(1);
    }

    /**
     * The manufacturing system knows on the first day that a machine failed, the maintenance system on the second; that corrects the kind of an
     * order it tells again.
     */
    @Tag("full")
    @Test
    void an_event_that_two_sources_tell_stays_once_as_it_was_known_first_whatever_was_ingested_first() {
        Landings whole = new Landings(folder.resolve("a"));
        Landings back = new Landings(folder.resolve("b"));
        for (Landings each : List.of(whole, back)) {
            each.source(READINGS)
                    .source(FAILURES.replace("SYSTEM", "mes"))
                    .source(FAILURES.replace("SYSTEM", "cmms"))
                    .source(ORDERS)
                    .file(
                            "orders.csv",
                            "at,id,order,kind,got",
                            "2025-01-01T10:00:00Z,m1,7,preventive,2025-01-01T11:00:00Z",
                            "2025-01-01T10:00:00Z,m1,7,preventive,2025-01-02T11:00:00Z",
                            "2025-01-01T10:00:00Z,m1,7,corrective,2025-01-02T12:00:00Z")
                    .file("plc/a.csv", "at,id,temp", "2025-01-01T03:00:00Z,m1,41")
                    .file(
                            "mes.csv",
                            "at,id,part,got",
                            "2025-01-01T08:00:00Z,m1,pump,2025-01-01T08:10:00Z",
                            "2025-01-01T09:00:00Z,m1,pump,2025-01-01T09:10:00Z")
                    .file(
                            "cmms.csv",
                            "at,id,part,got",
                            "2025-01-01T08:00:00Z,m1,pump,2025-01-02T07:00:00Z",
                            "2025-01-01T08:00:00Z,m1,belt,2025-01-02T07:00:00Z");
        }

        whole.ingest();
        LeftBehind history =
                back.ingest("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z").history();
        back.ingest("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z");

        assertThat(whole.lake()
                        .read(Events.TABLE)
                        .orderBy(Events.EVENT_TIME, Events.COMPONENT)
                        .collectAsList())
                .extracting(row -> row.getAs(Events.COMPONENT) + " " + row.getAs(Events.SOURCE))
                .containsExactly("belt cmms", "pump mes", "pump mes");
        assertThat(IngestTest.books(whole))
                .containsExactly("cmms 2 1 {} 1", "mes 2 2 {} 0", "orders 3 2 {} 1", "plc 1 1 {} 0");
        assertThat(back.fingerprints(Events.TABLE, WorkOrders.TABLE))
                .isEqualTo(whole.fingerprints(Events.TABLE, WorkOrders.TABLE));
        assertThat(IngestTest.books(back)).isEqualTo(IngestTest.books(whole));
        assertThat(history.sources()).as("not cmms").containsExactly("mes", "orders", "plc");
        assertThat(history.records()).isEqualTo(2 + 1 + 1);
    }
}

package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come in another shape than the day before. */
class DeliveryTest {

    private static final String FROM = "2025-01-02T00:00:00Z";
    private static final String TO = "2025-01-03T00:00:00Z";

    @TempDir
    private Path folder;

    @Test
    void readings_are_read_from_an_array_as_from_lines_up_to_where_it_was_cut_off() {
        Landings landings = new Landings(folder)
                .source("{name: bus, kind: readings, path: '@/bus', format: json, time: t, equipment: m,"
                        + " columns: {temperature: temp, pressure: press}}")
                .file(
                        "bus/array.json",
                        "[",
                        "  {\"t\": \"2025-01-01T01:00:00Z\",",
                        "   \"m\": \"m1\", \"temp\": 21},",
                        "  {\"t\": \"2025-01-01T02:00:00Z\", \"m\": \"m1\", \"temp\": \"22.5\", \"press\": 2}",
                        "]")
                .file("bus/lines.json", "{\"t\": \"2025-01-01T03:00:00Z\", \"m\": \"m1\", \"temp\": 23}")
                .text(
                        "bus/cut.json",
                        "[{\"t\": \"2025-01-01T04:00:00Z\", \"m\": \"m1\", \"temp\": 24}, 7, {\"t\": \"2025-01-01T05");

        IngestReport report = landings.ingest();

        assertThat(landings.readings())
                .containsExactly(
                        "m1 pressure 2025-01-01T02:00:00Z 2.0",
                        "m1 temperature 2025-01-01T01:00:00Z 21.0",
                        "m1 temperature 2025-01-01T02:00:00Z 22.5",
                        "m1 temperature 2025-01-01T03:00:00Z 23.0",
                        "m1 temperature 2025-01-01T04:00:00Z 24.0");
        assertThat(report).isEqualTo(new IngestReport(7, 5, Map.of(Reason.MALFORMED_RECORD, 2L), 0));
        assertThat(landings.lake().read(Quarantine.TABLE).select(Quarantine.RAW).collectAsList())
                .extracting(row -> row.getString(0).strip())
                .containsExactlyInAnyOrder("7", ", {\"t\": \"2025-01-01T05");
    }

    @Tag("full")
    @Test
    void an_interval_keeps_what_it_has_where_nothing_of_a_source_would_take_its_place() {
        Landings daily = new Landings(folder)
                .source("{name: plc, kind: readings, path: '@/plc', format: csv, time: at, known: {column: got},"
                        + " equipment: id, columns: {temperature: temp}}")
                .source("{name: alarms, kind: events, path: '@/alarms', format: csv, time: at, equipment: id,"
                        + " columns: {code: code}}")
                .file("plc/1.csv", "at,id,temp,got", "2025-01-01T03:00:00Z,m1,41,2025-01-01T03:01:00Z")
                .file("plc/2.csv", "at,id,temp,got", "2025-01-02T03:00:00Z,m1,42,2025-01-02T03:01:00Z")
                .file("alarms/1.csv", "at,id,code", "2025-01-01T04:00:00Z,m1,hot")
                .file("alarms/2.csv", "at,id,code", "2025-01-02T04:00:00Z,m1,cold");
        daily.ingest();
        List<String> before = daily.fingerprints(Series.TABLE, Events.TABLE, Quarantine.TABLE);

        daily.file("plc/2.csv", "at,id,temp,got", "02/01/2025 03:00,m1,42,02/01/2025 03:01");
        refused(daily)
                .hasMessageContaining(
                        "the source 'plc' had clean rows that arrived from " + FROM + " to " + TO
                                + ", and of the 1 that came in now none is clean, most for unparsable_time (1); nothing was written");
        daily.file("plc/2.csv", "at,id,temp,got", "2025-01-02T03:00:00Z,m1,43,2025-01-02T03:01:00Z")
                .file("alarms/2.csv", "at,id,code", "02/01/2025 04:00,m1,cold");
        refused(daily).hasMessageContaining("the source 'alarms' had clean rows");
        assertThat(daily.fingerprints(Series.TABLE, Events.TABLE, Quarantine.TABLE))
                .isEqualTo(before);

        daily.remove("alarms/2.csv");
        daily.ingest(FROM, TO);

        assertThat(daily.readings())
                .containsExactly(
                        "m1 temperature 2025-01-01T03:00:00Z 41.0", "m1 temperature 2025-01-02T03:00:00Z 43.0");
        assertThat(daily.lake().read(Events.TABLE).select(Events.CODE).collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("hot");
    }

    private static AbstractThrowableAssert<?, ?> refused(Landings landings) {
        return assertThatThrownBy(() -> landings.ingest(FROM, TO))
                .asInstanceOf(InstanceOfAssertFactories.type(MillwrightException.class))
                .satisfies(refusal -> assertThat(refusal.category()).isEqualTo(Category.DATA))
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE);
    }
}

package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.WorkOrders;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plant exports in its own words, letters and numbers comes in by the pipeline file alone. */
class HistorianExportTest {

    private static final Charset LETTERS = Charset.forName("windows-1252");
    private static final String WRITTEN = "format: csv, delimiter: ';', encoding: windows-1252, decimal: ',',"
            + " missing: [NA, null], time: {column: Zeit, format: 'dd.MM.yyyy HH:mm'}, equipment: Gerät,";
    private static final String HISTORIAN = "{name: historian, kind: readings, path: '@/tags', layout: long, " + WRITTEN
            + " columns: {sensor: {column: Größe, names: {PT-101: pressure, TT-7: {sensor: temperature, unit: degF},"
            + " Öltemp: {sensor: temperature, unit: degC}}}, value: {column: Wert, unit: mbar}}}";

    @TempDir
    private Path folder;

    private static byte[] bytes(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(LETTERS);
    }

    @Test
    void tags_of_several_units_in_other_letters_and_numbers_become_sensors() {
        Landings landings = new Landings(folder)
                .source(HISTORIAN)
                .source("{name: orders, kind: work_orders, path: '@/orders.csv', " + WRITTEN
                        + " columns: {component: Teil, cost: Kosten, note: Notiz}, constants: {kind: corrective}}")
                .source("{name: machines, kind: equipment, path: '@/machines.csv', format: csv, delimiter: ';',"
                        + " encoding: windows-1252, equipment: Gerät, columns: {site: Werk}}")
                .bytes("machines.csv", bytes("Gerät;Werk", "Säge 1;Köln"))
                .bytes(
                        "tags/export.csv",
                        bytes(
                                "Zeit;Gerät;Größe;Wert",
                                "01.01.2025 01:00;Säge 1;PT-101;1500,5",
                                "01.01.2025 01:00;Säge 1;TT-7;212",
                                "01.01.2025 02:00;Säge 1;Öltemp;41,5",
                                "01.01.2025 02:00;Säge 1;PT-101;NA",
                                "01.01.2025 03:00;Säge 1;PT-101;1.500",
                                "01.01.2025 03:00;Säge 1;pressure;1500"))
                .bytes(
                        "orders.csv",
                        bytes(
                                "Zeit;Gerät;Teil;Kosten;Notiz",
                                "01.01.2025 04:00;Säge 1;Blatt;1250,75;Öl nachgefüllt",
                                "02.01.2025 04:00;Säge 1;Blatt;NA;null"));

        IngestReport report = landings.ingest();

        Map<String, Double> read = landings.readings().stream()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ')))));
        assertThat(read)
                .hasEntrySatisfying("Säge 1 pressure 2025-01-01T01:00:00Z", is -> assertThat(is)
                        .isCloseTo(1.5005, within(1e-12)))
                .hasEntrySatisfying("Säge 1 temperature 2025-01-01T01:00:00Z", is -> assertThat(is)
                        .isCloseTo(100, within(1e-12)))
                .hasEntrySatisfying("Säge 1 temperature 2025-01-01T02:00:00Z", is -> assertThat(is)
                        .isEqualTo(41.5))
                .hasSize(3);
        assertThat(report)
                .isEqualTo(new IngestReport(8, 6, Map.of(Reason.UNPARSABLE_VALUE, 1L, Reason.UNKNOWN_SENSOR, 1L), 0));
        assertThat(landings.lake().read(Quarantine.TABLE).select(Quarantine.RAW).collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("1.500", "01.01.2025 03:00;Säge 1;pressure;1500");
        assertThat(landings.lake().read(WorkOrders.TABLE).orderBy("event_time").collectAsList())
                .extracting(row -> row.<Double>getAs(WorkOrders.COST) + " " + row.getAs(WorkOrders.NOTE))
                .containsExactly("1250.75 Öl nachgefüllt", "null null");
        assertThat(landings.lake().read(Equipment.TABLE).collectAsList())
                .extracting(HistorianExportTest::site)
                .containsExactly("Säge 1 Köln");
    }

    private static String site(Row machine) {
        return machine.getString(0) + " " + machine.<String>getAs(Equipment.SITE);
    }

    @Test
    void a_tag_in_a_unit_of_something_else_is_named() {
        Landings landings = new Landings(folder)
                .source(HISTORIAN.replace("unit: degF", "unit: bar"))
                .bytes("tags/export.csv", bytes("Zeit;Gerät;Größe;Wert", "01.01.2025 01:00;Säge 1;PT-101;1500,5"));

        assertThatThrownBy(landings::ingest)
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("source 'historian', sensor 'TT-7'")
                .hasMessageContaining("'bar' is a pressure and 'degC' a temperature");
    }

    @Test
    void a_point_beside_a_decimal_comma_makes_no_number() {
        Notation comma = new Notation("UTF-8", ',', Set.of("NA", ""));

        assertThat(comma.number("-3,14")).isEqualTo(-3.14);
        assertThat(comma.number("1.234,5")).isNaN();
        assertThat(comma.number("1.234")).isNaN();
        assertThat(comma.isMissing(" NA ")).isTrue();
        assertThat(comma.isMissing(null)).isTrue();
        assertThat(comma.isMissing("0")).isFalse();
    }
}

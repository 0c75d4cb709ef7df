package io.millwright.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountingTest {

    private final Accounting accounting = new Accounting();

    @BeforeEach
    void two_sources_that_balance() {
        accounting.open(source("plc", Source.Kind.READINGS));
        accounting.open(source("orders", Source.Kind.WORK_ORDERS));
        accounting.add("plc", 100, 90, 4);
        accounting.quarantined("plc", Reason.FUTURE, 5);
        accounting.quarantined("plc", Reason.UNPARSABLE_VALUE, 1);
        accounting.add("orders", 7, 7, 0);
    }

    private static Source source(String name, Source.Kind kind) {
        return new Source(
                name,
                kind,
                "x",
                Source.Format.CSV,
                ",",
                List.of(),
                Source.Notation.PLAIN,
                Source.Layout.WIDE,
                Optional.empty(),
                Optional.empty(),
                new Source.Arrival(Optional.empty(), java.time.Duration.ZERO),
                Map.of(),
                Map.of(),
                Map.of(),
                false);
    }

    @Test
    void books_that_add_up_are_reported() {
        assertThatCode(accounting::requireBalance).doesNotThrowAnyException();
        assertThat(accounting.report())
                .isEqualTo(new IngestReport(107, 97, Map.of(Reason.FUTURE, 5L, Reason.UNPARSABLE_VALUE, 1L), 4));
    }

    @Test
    void what_a_later_slice_reads_anew_is_left_out_of_the_report_of_arrivals() {
        accounting.open(source("machines", Source.Kind.EQUIPMENT));
        accounting.add("machines", 3, 3, 0);
        accounting.add("plc", 3, 0, 0);
        accounting.quarantinedWithoutArrival("plc", Reason.MALFORMED_RECORD, "a.csv", 2);
        accounting.quarantinedWithoutArrival("plc", Reason.FUTURE, "b.csv", 1);

        assertThat(accounting.report().rowsIn()).isEqualTo(113);
        assertThat(accounting.reportOfArrivals(Set.of("b.csv")).rowsQuarantined())
                .isEqualTo(8);
        assertThat(accounting.reportOfArrivals(Set.of("a.csv", "b.csv")))
                .isEqualTo(new IngestReport(107, 97, Map.of(Reason.FUTURE, 5L, Reason.UNPARSABLE_VALUE, 1L), 4));
    }

    @Test
    void a_row_that_was_lost_stops_the_ingest_and_so_does_one_that_came_out_twice() {
        accounting.add("plc", 1, 0, 0);
        assertThatThrownBy(accounting::requireBalance)
                .isInstanceOf(MillwrightException.class)
                .hasMessage(
                        "the accounting of source 'plc' does not balance: 101 rows came in, but 90 clean + 6 quarantined"
                                + " + 4 merged = 100; nothing was written; the files may have changed while they were read: run"
                                + " ingest again");

        accounting.add("plc", 0, 2, 0);
        assertThatThrownBy(accounting::requireBalance).hasMessageContaining("101 rows came in, but 92 clean");
    }

    @Test
    void one_source_does_not_make_up_for_another() {
        accounting.add("plc", 1, 0, 0);
        accounting.add("orders", 0, 1, 0);

        assertThatThrownBy(accounting::requireBalance).hasMessageContaining("does not balance");
    }
}

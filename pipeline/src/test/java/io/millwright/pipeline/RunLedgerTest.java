package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLedgerTest {

    private static final RunLedger.Done INGEST =
            new RunLedger.Done("ingest", 1.5, "9 rows", Map.of("series", 0L), List.of());
    private static final RunLedger.Done FEATURES =
            new RunLedger.Done("features", 2.5, "4 rows", Map.of("tiles", 3L, "labels", 1L), List.of());

    @TempDir
    private Path out;

    @Test
    void finished_stages_are_remembered_while_their_tables_stay_as_they_left_them() throws Exception {
        finished(INGEST, FEATURES);

        assertThat(RunLedger.open(out, "r1", "same").stillTrue(tables("series", 0L, "tiles", 3L, "labels", 1L), out))
                .containsExactly(INGEST, FEATURES);
    }

    @Test
    void a_table_that_was_written_since_makes_its_stage_and_all_later_ones_run_again() throws Exception {
        finished(INGEST, FEATURES);

        assertThat(RunLedger.open(out, "r1", "same").stillTrue(tables("series", 1L, "tiles", 3L, "labels", 1L), out))
                .isEmpty();
        assertThat(RunLedger.open(out, "r1", "same").stillTrue(tables("series", 0L, "tiles", 4L, "labels", 1L), out))
                .containsExactly(INGEST);
    }

    @Test
    void a_table_that_vanished_makes_its_stage_run_again() throws Exception {
        finished(INGEST, FEATURES);

        assertThat(RunLedger.open(out, "r1", "same").stillTrue(tables("series", 0L, "tiles", 3L, "other", 1L), out))
                .containsExactly(INGEST);
    }

    @Test
    void a_file_that_vanished_makes_its_stage_run_again() throws Exception {
        finished(INGEST, new RunLedger.Done("evaluate", 1, "judged", Map.of(), List.of("metrics.json")));
        TableVersions now = tables("series", 0L, "a", 0L, "b", 0L);

        assertThat(RunLedger.open(out, "r1", "same").stillTrue(now, out)).containsExactly(INGEST);
        Files.writeString(out.resolve("metrics.json"), "{}");
        assertThat(RunLedger.open(out, "r1", "same").stillTrue(now, out)).hasSize(2);
    }

    @Test
    void other_input_or_another_run_starts_from_nothing() throws Exception {
        finished(INGEST);

        assertThat(RunLedger.open(out, "r1", "changed").stillTrue(tables("series", 0L, "a", 0L, "b", 0L), out))
                .isEmpty();
        assertThat(RunLedger.open(out, "r2", "same").stillTrue(tables("series", 0L, "a", 0L, "b", 0L), out))
                .isEmpty();
    }

    @Test
    void a_run_of_another_interval_or_other_stages_is_another_whatever_it_is_called() {
        Optional<Interval> first = day("2025-03-01");
        Optional<Interval> second = day("2025-03-02");
        String asked = RunLedger.meaning(first, Stages.RUN);

        assertThat(RunLedger.meaning(day("2025-03-01"), Stages.RUN)).isEqualTo(asked);
        assertThat(RunLedger.meaning(second, Stages.RUN)).isNotEqualTo(asked);
        assertThat(RunLedger.meaning(Optional.empty(), Stages.RUN)).isNotEqualTo(asked);
        assertThat(RunLedger.meaning(first, Stages.RUN.subList(0, 3))).isNotEqualTo(asked);
    }

    private static Optional<Interval> day(String date) {
        Instant from = Instant.parse(date + "T00:00:00Z");
        return Optional.of(new Interval(from, from.plus(Duration.ofDays(1))));
    }

    @Test
    void the_ledger_of_a_run_that_ended_is_gone() throws Exception {
        RunLedger ledger = RunLedger.open(out, "r1", "same");
        ledger.finished(INGEST);

        ledger.close();

        assertThat(RunLedger.open(out, "r1", "same").stillTrue(tables("series", 0L, "a", 0L, "b", 0L), out))
                .isEmpty();
    }

    private void finished(RunLedger.Done... stages) throws Exception {
        RunLedger ledger = RunLedger.open(out, "r1", "same");
        for (RunLedger.Done stage : stages) {
            ledger.finished(stage);
        }
    }

    private static TableVersions tables(String a, long versionA, String b, long versionB, String c, long versionC) {
        return new TableVersions(Map.of(a, versionA, b, versionB, c, versionC));
    }
}

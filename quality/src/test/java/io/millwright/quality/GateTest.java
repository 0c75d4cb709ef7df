package io.millwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import io.millwright.lake.table.Conditions;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.IngestAccounting;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.QualityResults;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.WorkOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

    @TempDir
    private Path folder;

    @Test
    void a_healthy_lake_passes_every_rule_that_has_something_to_judge() {
        GateReport report = judge(lake());

        assertThat(report.results()).filteredOn(RuleResult::failed).isEmpty();
        assertThat(report.notRunnable())
                .extracting(RuleResult::table)
                .containsOnly("waveforms", "components", "operations", "conditions");
        assertThat(report.passed()).isTrue();
        assertThat(report.json().path("gate").asText()).isEqualTo("passed");
    }

    @Test
    void each_planted_fault_fails_the_rule_meant_for_it() {
        TestLake lake = lake();
        double[] clean = new double[24];
        Arrays.fill(clean, 60);
        clean[3] = 400;
        lake.write(
                Series.TABLE,
                TestLake.chunk("p1", 0, 24, null),
                TestLake.chunk("p2", 0, 24, clean),
                TestLake.chunk("p9", 3, 24, null));
        lake.write(Events.TABLE, TestLake.event("p1", 30, 29, "failure"), TestLake.event("p1", 31, 31, "sneeze"));
        lake.write(
                WorkOrders.TABLE,
                TestLake.order("o1", "p1", 32, "corrective"),
                TestLake.order("o1", "p1", 32, "corrective"));
        lake.write(IngestAccounting.TABLE, TestLake.books(300, 288, 10, 0));

        GateReport report = judge(lake);

        assertThat(report.gateFailures())
                .extracting(result -> result.table() + " " + start(result))
                .containsExactlyInAnyOrder(
                        "series ReferentialIntegrity \"equipment_id\" \"equipment.equipment_id\" = 1.0",
                        "series CustomSql \"select count(*) from primary p left join sensors",
                        "events ColumnValues \"kind\" in [\"failure\", \"error\", \"alarm\"]",
                        "events CustomSql \"select count(*) from primary where known_time < event_time",
                        "work_orders IsPrimaryKey \"order_id\" \"known_time\"",
                        "ingest_accounting CustomSql \"select count(*) from primary where rows_in <> rows_clean");
        assertThat(report.gateFailures())
                .filteredOn(result -> result.rule().startsWith("ColumnValues"))
                .allSatisfy(result -> assertThat(result.outcome().message())
                        .contains("for example")
                        .contains("sneeze"));
    }

    @Test
    void a_site_that_no_machine_has_is_warned_of() throws IOException {
        rulesAlone("conditions", "operations");
        TestLake lake = lake();
        lake.write(Conditions.TABLE, TestLake.condition("north", null), TestLake.condition(null, "p1"));
        lake.write(Operations.TABLE, TestLake.operation("north"));

        assertThat(judge(lake).warnings()).isEmpty();

        lake.write(Conditions.TABLE, TestLake.condition("north", null), TestLake.condition("North", null));
        lake.write(Operations.TABLE, TestLake.operation("north "));
        GateReport report = judge(lake);

        assertThat(report.passed()).isTrue();
        assertThat(report.warnings())
                .extracting(result -> result.table() + " " + result.metrics().values())
                .containsExactlyInAnyOrder("conditions [1.0]", "operations [1.0]");
    }

    @Test
    void values_kept_out_of_features_are_not_out_of_range_and_are_counted() throws IOException {
        rulesAlone("series");
        TestLake lake = lake();
        double[] clean = new double[24];
        Arrays.fill(clean, 60);
        Arrays.fill(clean, 0, 12, Double.NaN);
        lake.write(
                Series.TABLE,
                TestLake.chunk("p1", 3, 24, clean),
                TestLake.chunk("p2", 3, 24, null),
                TestLake.chunk("p3", 3, 24, null));

        GateReport report = judge(lake);

        assertThat(report.passed()).isTrue();
        assertThat(report.warnings())
                .extracting(result -> start(result))
                .containsExactly("CustomSql \"select 1 - sum(clean_n) / sum(n) from primary");
    }

    @Test
    void missing_readings_are_weighed_by_volume_and_freshness_by_the_interval() throws IOException {
        rulesAlone("series");
        TestLake lake = lake();
        lake.write(
                Series.TABLE,
                TestLake.chunk("p1", 0, 24, null),
                TestLake.chunk("p2", 0, 4, null),
                TestLake.chunk("p3", 0, 4, null));

        GateReport report = Gate.judge(
                lake.lake,
                lake.config,
                new Interval(TestLake.START, Instant.parse("2026-02-01T00:00:00Z")),
                Progress.silent());

        assertThat(report.gateFailures()).hasSize(3);
        RuleResult missing = report.gateFailures().get(0);
        assertThat(missing.metrics().values()).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(1 - 32 / 72.0, org.assertj.core.data.Offset.offset(1e-9)));
        RuleResult stale = report.gateFailures().get(1);
        assertThat(stale.metrics().values()).containsExactly(30.0 * 24);
        assertThat(report.gateFailures().get(2).metrics().values()).containsExactly(1.0);
    }

    @Tag("full")
    @Test
    void one_machine_that_runs_does_not_vouch_for_those_that_fell_silent() throws IOException {
        rulesAlone("series");
        TestLake lake = lake();
        Interval month = new Interval(TestLake.START, Instant.parse("2026-01-31T00:00:00Z"));
        lake.write(
                Series.TABLE,
                TestLake.chunk("p1", 0, 24, null),
                TestLake.chunk("p1", 29, 24, null),
                TestLake.chunk("p2", 0, 24, null),
                TestLake.chunk("p3", 0, 24, null));

        GateReport some = Gate.judge(lake.lake, lake.config, month, Progress.silent());

        assertThat(some.passed()).isTrue();
        assertThat(some.warnings()).singleElement().satisfies(silent -> {
            assertThat(silent.rule()).contains("group by p.equipment_id, p.sensor");
            assertThat(silent.metrics().values()).containsExactly(2.0);
        });

        lake.write(
                Equipment.TABLE,
                Stream.of("p1", "p2", "p3", "p4", "p5", "p6")
                        .map(TestLake::machine)
                        .toArray(Row[]::new));
        GateReport most = Gate.judge(lake.lake, lake.config, month, Progress.silent());

        assertThat(most.gateFailures()).singleElement().satisfies(silent -> assertThat(
                        silent.metrics().values())
                .singleElement()
                .satisfies(share -> assertThat(share).isCloseTo(5 / 6.0, org.assertj.core.data.Offset.offset(1e-9))));
    }

    @Test
    void an_empty_table_does_not_pass_silently() throws IOException {
        rulesAlone("series", "events");
        TestLake lake = lake();
        lake.write(Series.TABLE);
        lake.write(Events.TABLE);

        GateReport report = judge(lake);

        assertThat(report.gateFailures()).extracting(RuleResult::rule).containsExactly("RowCount > 0");
        assertThat(report.results())
                .filteredOn(result ->
                        result.table().equals("series") && !result.rule().startsWith("RowCount"))
                .allSatisfy(result -> assertThat(result.outcome()).isInstanceOf(Outcome.NotRunnable.class));
        assertThat(report.warnings()).extracting(RuleResult::table).containsExactly("events");
    }

    @Test
    void an_interval_soon_behind_all_readings_is_not_judged_and_one_long_after_or_before_them_fails()
            throws IOException {
        rulesAlone("series");
        TestLake lake = lake();

        GateReport atRest = Gate.judge(
                lake.lake,
                lake.config,
                new Interval(Instant.parse("2026-01-10T00:00:00Z"), Instant.parse("2026-01-11T00:00:00Z")),
                Progress.silent());
        GateReport silent = Gate.judge(
                lake.lake,
                lake.config,
                new Interval(Instant.parse("2026-01-11T00:00:00Z"), Instant.parse("2026-01-12T00:00:00Z")),
                Progress.silent());
        GateReport before = Gate.judge(
                lake.lake,
                lake.config,
                new Interval(Instant.parse("2025-12-10T00:00:00Z"), Instant.parse("2025-12-11T00:00:00Z")),
                Progress.silent());

        assertThat(atRest.passed()).isTrue();
        assertThat(atRest.remarks())
                .contains("not judged: series: no reading has come since the chunk of 2026-01-04T00:00:00Z");
        assertThat(silent.gateFailures()).extracting(RuleResult::rule).containsExactly("RowCount > 0");
        assertThat(before.gateFailures()).extracting(RuleResult::rule).containsExactly("RowCount > 0");
    }

    @Test
    void a_missing_table_that_the_pipeline_file_promises_fails_the_gate() {
        TestLake lake = new TestLake(folder, "run-1");
        lake.write(Equipment.TABLE, TestLake.machine("p1"));

        GateReport report = judge(lake);

        assertThat(report.gateFailures()).extracting(RuleResult::table).contains("series", "events", "work_orders");
    }

    @Test
    void a_failed_gate_says_which_rule_on_which_table_measured_what_and_what_to_do() throws IOException {
        rulesAlone("ingest_accounting");
        TestLake lake = lake();
        lake.write(IngestAccounting.TABLE, TestLake.books(300, 288, 10, 0));

        assertThatThrownBy(() -> Gate.check(lake.lake, lake.config, TestLake.FOUR_DAYS, Progress.silent()))
                .isInstanceOfSatisfying(
                        MillwrightException.class,
                        e -> assertThat(e.category().exitCode()).isEqualTo(3))
                .hasMessageContaining("stopped the pipeline before features: 1 of")
                .hasMessageContaining("ingest_accounting: CustomSql")
                .hasMessageContaining("[measured 1]")
                .hasMessageContaining("run ingest again");
        assertThat(lake.lake
                        .read(QualityResults.TABLE)
                        .filter("outcome = 'failed'")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void own_rules_replace_ours_and_those_deequ_cannot_run_are_named() throws IOException {
        TestLake lake = lake();
        rulesAlone();
        Files.writeString(folder.resolve("rules/events.dqdl"), """
                Rules = [
                    # gate
                    DetectAnomalies "RowCount",
                    DataFreshness "event_time" <= 3 days,
                    Skewness "event_time" > 1,
                    RowCount between 1 and 10,
                    IsComplete "no_such_column",
                    CustomSql "selekt 1" = 1,
                    ColumnValues "kind" matches "["
                ]
                """);

        GateReport report = judge(lake);

        List<RuleResult> events = report.results().stream()
                .filter(result -> result.table().equals("events"))
                .toList();
        assertThat(events)
                .extracting(result -> result.outcome().label())
                .containsExactly(
                        "not_runnable", "not_runnable", "not_runnable", "passed", "failed", "failed", "failed");
        assertThat(report.gateFailures()).last().satisfies(broken -> assertThat(
                        broken.outcome().message())
                .startsWith("Deequ stopped at it: Unclosed character"));
        assertThat(report.notRunnable())
                .allSatisfy(result -> assertThat(result.outcome().message()).isNotBlank());
    }

    @Test
    void history_is_kept_and_a_rerun_replaces_its_own_results_only() throws IOException {
        rulesAlone("ingest_accounting");
        TestLake first = lake();
        judge(first);
        TestLake second = new TestLake(folder, "run-2");
        judge(second);
        long rows = judge(second).results().size();

        assertThat(second.lake
                        .read(QualityResults.TABLE)
                        .groupBy("run_id")
                        .count()
                        .orderBy("run_id")
                        .collectAsList())
                .containsExactly(RowFactory.create("run-1", rows), RowFactory.create("run-2", rows));
    }

    /** Leaves the shipped rules to some tables and none to the others: Deequ takes its time for each. */
    private void rulesAlone(String... tables) throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        for (GuardedTable table : GuardedTable.ALL) {
            if (!List.of(tables).contains(table.name())) {
                Files.writeString(folder.resolve("rules").resolve(table.name() + ".dqdl"), "Rules = [\n]\n");
            }
        }
    }

    private TestLake lake() {
        return new TestLake(folder, "run-1").healthy();
    }

    private static GateReport judge(TestLake lake) {
        return Gate.judge(lake.lake, lake.config, TestLake.FOUR_DAYS, Progress.silent());
    }

    /** The first words of a rule, enough to tell it from others. */
    private static String start(RuleResult result) {
        return result.rule().startsWith("CustomSql")
                ? result.rule().replaceFirst("(\" (<=|=) .*| s on .*| \\+ rows_quarantined.*)$", "")
                : result.rule();
    }
}

package io.millwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateReportTest {

    private static RuleResult rule(String table, String rule, Outcome outcome) {
        return new RuleResult(table, rule, false, outcome, Map.of());
    }

    @Test
    void what_failed_without_stopping_and_what_deequ_cannot_run_is_named() {
        GateReport report = new GateReport(
                "r1",
                List.of(
                        rule("series", "RowCount > 3", new Outcome.Passed()),
                        new RuleResult(
                                "series",
                                "Completeness \"n\" > 0.9",
                                false,
                                new Outcome.Failed("it is lower"),
                                Map.of("Completeness", 0.5)),
                        rule("series", "FileSize > 1", new Outcome.NotRunnable("Deequ has no such rule"))));

        assertThat(report.remarks())
                .containsExactly(
                        "failed without stopping: series: Completeness \"n\" > 0.9: it is lower [measured 0.5000]",
                        "not judged: series: FileSize > 1: Deequ has no such rule");
    }

    @Test
    void tables_without_anything_to_judge_share_a_line() {
        Outcome noSource = new Outcome.NotRunnable("the pipeline file names no source for this table");
        GateReport report = new GateReport(
                "r1",
                List.of(
                        rule("waveforms", "RowCount > 0", new Outcome.Failed("there are none")),
                        rule("waveforms", "IsComplete \"a\"", noSource),
                        rule("waveforms", "IsComplete \"b\"", noSource),
                        rule("components", "IsComplete \"c\"", noSource)));

        assertThat(report.remarks())
                .last()
                .isEqualTo("not judged: components, waveforms: the pipeline file names no source for this table");
        assertThat(report.remarks()).hasSize(2);
    }

    @Test
    void of_many_that_failed_without_stopping_ten_are_named_and_the_rest_is_counted() {
        List<RuleResult> failed = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            failed.add(rule("series", "rule " + i, new Outcome.Failed("no")));
        }

        assertThat(new GateReport("r1", failed).remarks())
                .hasSize(11)
                .last()
                .isEqualTo("3 more failed without stopping");
    }
}

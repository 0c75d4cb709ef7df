package io.millwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {

    @Test
    void rules_are_split_at_the_commas_between_them_only() {
        List<Rule> rules = RuleFile.split("""
                # rules of a pump, with [brackets], "quotes" and commas
                Rules = [
                    # gate
                    ColumnValues "kind" in ["a", "b"],   # both, really
                    (IsComplete "x") and (RowCount > 1),
                    # warn
                    CustomSql "select max(a, b) # no comment \\", from primary"
                        <= 3
                ]
                """, "rules/pump.dqdl");

        assertThat(rules)
                .extracting(Rule::text)
                .containsExactly(
                        "ColumnValues \"kind\" in [\"a\", \"b\"]",
                        "(IsComplete \"x\") and (RowCount > 1)",
                        "CustomSql \"select max(a, b) # no comment \\\", from primary\" <= 3");
        assertThat(rules).extracting(Rule::gating).containsExactly(true, true, false);
        assertThat(rules).extracting(Rule::line).containsExactly(4, 5, 7);
        assertThat(rules).extracting(Rule::type).containsExactly("ColumnValues", "IsComplete", "CustomSql");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello                       | :1: this is not a DQDL rule file",
                "Rules = [ RowCount > 0      | :1: the closing ] of Rules is missing",
                "Rules = [ IsComplete \"x ]  | :1: the closing quote is missing",
                "Rules = [ RowCount > 0, RowCount > 0 ] | :1: the rule stands here twice",
            })
    void a_broken_file_is_refused_with_file_and_line(String text, String says) {
        assertThatThrownBy(() -> RuleFile.split(text, "pump.dqdl"))
                .isInstanceOf(MillwrightException.class)
                .hasMessageStartingWith("pump.dqdl" + says);
    }

    @Test
    void every_shipped_rule_can_be_run_and_every_file_has_gates() {
        for (GuardedTable table : GuardedTable.ALL) {
            List<Rule> rules = RuleFile.of(table.name(), "nowhere/pipeline.yaml");

            assertThat(rules).as(table.name()).anyMatch(Rule::gating).allSatisfy(rule -> assertThat(
                            DqdlParser.read(rule).notRunnable())
                    .as(rule.text())
                    .isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DetectAnomalies \"RowCount\"          | AWS Glue does",
                "AllStatistics                          | AWS Glue does",
                "FileFreshness \"s3://b/\" between \"2026-01-01\" and \"2026-01-02\" | about files",
                "DataFreshness \"event_time\" <= 3 days | reads the clock",
                "(DataFreshness \"event_time\" <= 3 days) and (RowCount > 0) | reads the clock",
                "Variance \"x\" > 1                     | parser rejects it",
                "Skewness \"x\" > 1                     | parser rejects it",
                "IsComplete                             | parser rejects it",
            })
    void a_rule_that_cannot_be_run_is_named_with_the_reason(String text, String reason) {
        assertThat(DqdlParser.read(new Rule(text, true, "f", 1)).notRunnable())
                .hasValueSatisfying(said -> assertThat(said).contains(reason));
    }

    @Test
    void the_parsers_complaints_about_antlr_are_kept_from_the_user() {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            DqdlParser.read(new Rule("RowCount > 0", true, "f", 1));
        } finally {
            System.setErr(before);
        }

        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("ANTLR");
    }
}

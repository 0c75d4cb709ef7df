package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakAuditTest {

    @TempDir
    private Path folder;

    @Test
    void the_features_of_the_jobs_pass_and_what_could_not_be_tested_says_so() {
        AuditedFleet fleet = new AuditedFleet(folder);
        Builders.ofJobs(fleet.lake).features().run(fleet.lake, fleet.config);

        AuditReport report = LeakAudit.run(
                fleet.lake,
                fleet.config,
                Builders.ofJobs(fleet.lake),
                new AuditSettings(6, 0, 4, 3),
                Optional.empty(),
                Progress.silent());

        assertThat(report.entries())
                .extracting(AuditReport.Entry::id)
                .containsExactly(
                        "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13", "L14", "L15",
                        "L16", "L17", "L18", "L19", "L20");
        Map<String, String> status = report.entries().stream()
                .collect(java.util.stream.Collectors.toMap(
                        AuditReport.Entry::id, entry -> entry.outcome().label()));
        assertThat(status)
                .as(report.table())
                .isEqualTo(Map.ofEntries(
                        Map.entry("L1", "passed"),
                        Map.entry("L2", "passed"),
                        Map.entry("L3", "passed"),
                        Map.entry("L4", "passed"),
                        Map.entry("L5", "passed"),
                        Map.entry("L6", "passed"),
                        Map.entry("L7", "not applicable"),
                        Map.entry("L8", "not applicable"),
                        Map.entry("L9", "not applicable"),
                        Map.entry("L10", "not applicable"),
                        Map.entry("L11", "not applicable"),
                        Map.entry("L12", "not applicable"),
                        Map.entry("L13", "not applicable"),
                        Map.entry("L14", "passed"),
                        Map.entry("L15", "not applicable"),
                        Map.entry("L16", "not applicable"),
                        Map.entry("L17", "passed"),
                        Map.entry("L18", "passed"),
                        Map.entry("L19", "passed"),
                        Map.entry("L20", "not applicable")));
        assertThat(report.passed()).isTrue();
        assertThat(report.json())
                .contains("\"status\" : \"passed\"", "\"training\" : null")
                .contains("\"config_hash\" : \"" + fleet.config.hash() + "\"")
                .contains("\"caught_by\" : \"audit.RowChecksTest.a_column_nobody_describes_fails\"");
        assertThat(report.table()).contains("caught when planted: a column of true health that no catalogue describes");
    }

    @Test
    void a_lake_without_features_is_refused() {
        AuditedFleet fleet = new AuditedFleet(folder);

        assertThatThrownBy(() -> LeakAudit.run(
                        fleet.lake,
                        fleet.config,
                        Builders.ofJobs(fleet.lake),
                        AuditSettings.STANDARD,
                        Optional.empty(),
                        Progress.silent()))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("no features to audit yet");
    }

    @Test
    void two_halves_fail_together_and_do_not_pass_where_neither_ran() {
        AuditOutcome passed = new AuditOutcome.Passed(3, "a");
        AuditOutcome failed = new AuditOutcome.Failed(2, "b");
        AuditOutcome none = new AuditOutcome.NotApplicable("c");

        assertThat(LeakAudit.both(passed, failed)).isEqualTo(new AuditOutcome.Failed(5, "a; b"));
        assertThat(LeakAudit.both(none, passed)).isEqualTo(new AuditOutcome.Passed(3, "c; a"));
        assertThat(LeakAudit.both(none, none)).isInstanceOf(AuditOutcome.NotApplicable.class);
    }
}

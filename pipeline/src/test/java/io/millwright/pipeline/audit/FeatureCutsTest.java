package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.Progress;
import io.millwright.pipeline.audit.PlainFeatures.Leak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test of the audit passes on honest features and fails on the leak it is made for. */
class FeatureCutsTest {

    @TempDir
    private Path folder;

    /** Beside {@link LeakAuditTest}, whose features pass too, for what only {@code -Pfull} has time for. */
    @Tag("full")
    @Test
    void honest_features_pass_every_test() {
        AuditedFleet fleet = new AuditedFleet(folder);
        fleet.planned();
        fleet.errors();
        Builders builders = builders(Leak.NONE);
        builders.features().run(fleet.lake, fleet.config);
        AuditSettings settings = new AuditSettings(12, 0, 6, 7);

        try (WorkFolder work = new WorkFolder(fleet.lake)) {
            FeatureCuts cuts = new FeatureCuts(fleet.lake, fleet.config, builders, settings, work, Progress.silent());

            assertThat(cuts.perturbed())
                    .isInstanceOfSatisfying(AuditOutcome.Passed.class, passed -> assertThat(passed.cuts())
                            .isBetween(4, 12));
            assertThat(cuts.truncated()).isInstanceOf(AuditOutcome.Passed.class);
            assertThat(cuts.delayed()).isInstanceOf(AuditOutcome.Passed.class);
            assertThat(cuts.atFailures()).isInstanceOf(AuditOutcome.Passed.class);
            assertThat(cuts.peers()).isInstanceOf(AuditOutcome.Passed.class);
        }
        assertThat(folder.resolve("lake-audit")).doesNotExist();
        assertThat(Files.exists(folder.resolve("lake"))).isTrue();
    }

    @Test
    void a_window_over_the_whole_life_fails_when_the_future_becomes_garbage() {
        assertFails(Leak.WHOLE_LIFE, FeatureCuts::perturbed, "features_time_domain: ", "heat from ");
    }

    @Test
    void a_window_over_the_whole_life_fails_when_the_future_is_deleted() {
        assertFails(Leak.WHOLE_LIFE, FeatureCuts::truncated, "heat from ");
    }

    @Test
    void a_window_that_ignores_arrival_fails_when_readings_are_delayed() {
        assertFails(Leak.IGNORES_ARRIVAL, FeatureCuts::delayed, "heat from ");
    }

    @Test
    void a_repair_at_the_instant_of_the_row_fails_at_failures() {
        assertFails(Leak.REPAIR_AT_THE_INSTANT, FeatureCuts::atFailures, "features_context: ", "since_repair from ");
    }

    @Test
    void a_feature_relative_to_the_future_of_peers_fails() {
        assertFails(
                Leak.PEERS,
                FeatureCuts::peers,
                "features_peer: ",
                "above_peers from ",
                "features_roll_up: ",
                "coldest from ");
    }

    @Test
    void notes_counted_before_they_are_written_fail_when_they_are_delayed() {
        assertFails(Leak.NOTES_DATED_BACK, FeatureCuts::delayed, "features_text: ", "leak_notes from ");
    }

    @Test
    void notes_of_the_future_fail_when_it_becomes_garbage() {
        assertFails(Leak.NOTES_OF_THE_FUTURE, FeatureCuts::perturbed, "features_text: ", "leak_notes from ");
    }

    @Test
    void every_other_family_of_one_machine_fails_in_its_own_table_when_the_future_becomes_garbage() {
        AuditedFleet fleet = new AuditedFleet(folder);
        fleet.planned();
        fleet.errors();

        assertFails(
                fleet,
                Leak.OTHER_FAMILIES,
                FeatureCuts::perturbed,
                "features_context: ",
                "7 features, such as serials from ",
                "features_waveform: ",
                "burst from ",
                "features_relation: ",
                "rise from ",
                "features_own: ",
                "swing from ");
    }

    @Test
    void a_recording_counted_before_it_is_over_fails_when_its_samples_behind_the_cut_become_garbage() {
        AuditedFleet fleet = new AuditedFleet(folder);
        fleet.recordingsOverMidnight();

        assertFails(fleet, Leak.UNFINISHED_BURSTS, FeatureCuts::perturbed, "features_waveform: ", "burst from ");
    }

    @Test
    void parts_counted_before_they_are_written_down_fail_when_that_is_delayed() {
        assertFails(Leak.PARTS_DATED_BACK, FeatureCuts::delayed, "serials");
    }

    @Test
    @Tag("full")
    void an_order_written_after_an_alarm_and_dated_before_it_fails() {
        for (Leak leak : List.of(Leak.NONE, Leak.NOTES_DATED_BACK)) {
            AuditedFleet fleet = new AuditedFleet(folder);
            fleet.planned();
            fleet.alarmAndOrderDatedBack();
            Builders builders = builders(leak);
            builders.features().run(fleet.lake, fleet.config);

            try (WorkFolder work = new WorkFolder(fleet.lake)) {
                FeatureCuts cuts = new FeatureCuts(
                        fleet.lake, fleet.config, builders, new AuditSettings(6, 0, 6, 7), work, Progress.silent());
                AuditOutcome outcome = new AlertChecks(fleet.lake, fleet.config).followed(cuts);

                if (leak == Leak.NONE) {
                    assertThat(outcome).as(outcome.text()).isInstanceOf(AuditOutcome.Passed.class);
                    assertThat(outcome.text()).contains("1 of 2 positive rows and 0 of 1 healthy ones");
                } else {
                    assertThat(outcome).as(outcome.text()).isInstanceOf(AuditOutcome.Failed.class);
                    assertThat(outcome.text()).contains("written after an alert", "leak_notes");
                }
            }
        }
    }

    @Test
    @Tag("full")
    void features_that_depend_on_the_order_of_rows_fail() {
        for (boolean ordered : new boolean[] {true, false}) {
            AuditedFleet fleet = new AuditedFleet(folder);
            fleet.planned();
            Builders builders = ordered ? Builders.ofJobs(fleet.lake) : builders(Leak.ROW_ORDER);
            builders.features().run(fleet.lake, fleet.config);

            try (WorkFolder work = new WorkFolder(fleet.lake)) {
                AuditOutcome outcome =
                        new Shuffled(fleet.lake, fleet.config, builders, work, Progress.silent()).features();

                assertThat(outcome)
                        .as(outcome.text())
                        .isInstanceOf(ordered ? AuditOutcome.Passed.class : AuditOutcome.Failed.class);
            }
        }
    }

    private void assertFails(Leak leak, Function<FeatureCuts, AuditOutcome> test, String... told) {
        assertFails(new AuditedFleet(folder), leak, test, told);
    }

    private static void assertFails(
            AuditedFleet fleet, Leak leak, Function<FeatureCuts, AuditOutcome> test, String... told) {
        Builders builders = builders(leak);
        builders.features().run(fleet.lake, fleet.config);
        AuditSettings settings = new AuditSettings(6, 0, 6, 7);

        try (WorkFolder work = new WorkFolder(fleet.lake)) {
            AuditOutcome outcome =
                    test.apply(new FeatureCuts(fleet.lake, fleet.config, builders, settings, work, Progress.silent()));

            assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
            assertThat(outcome.text()).contains(told);
        }
    }

    private static Builders builders(Leak leak) {
        return new Builders((lake, config) -> {}, new PlainFeatures(leak), (lake, config) -> {});
    }
}

package io.millwright.pipeline.audit;

import java.util.Map;

/**
 * The leak that was planted to see a test of the audit catch it, so that its passing means something.
 *
 * @param leak what was planted, as half a sentence
 * @param test class, below {@code io.millwright.pipeline}, and method of the test that plants it
 */
public record PlantedLeak(String leak, String test) {

    private static final Map<String, PlantedLeak> CAUGHT = Map.ofEntries(
            features(
                    "L1",
                    "a mean over the whole life",
                    "a_window_over_the_whole_life_fails_when_the_future_becomes_garbage"),
            features(
                    "L2",
                    "a mean over the whole life",
                    "a_window_over_the_whole_life_fails_when_the_future_is_deleted"),
            features(
                    "L3",
                    "a mean of readings that had not arrived",
                    "a_window_that_ignores_arrival_fails_when_readings_are_delayed"),
            features(
                    "L4",
                    "hours since a repair that count one at the very instant of the row",
                    "a_repair_at_the_instant_of_the_row_fails_at_failures"),
            rows("L5", "a labelled row within a day of a failure", "a_labelled_row_within_a_day_of_a_failure_fails"),
            rows(
                    "L6",
                    "a healthy row whose horizon the data do not reach",
                    "a_healthy_row_whose_horizon_the_data_do_not_reach_fails"),
            leak(
                    "L7",
                    "a fold that learns from a label known only inside its test",
                    "audit.ShuffleCanaryTest.a_fold_that_learns_from_labels_that_reach_into_the_test_fails"),
            rows("L8", "machines whose rows are copies of each other's", "rows_of_two_machines_that_are_copies_fail"),
            training("L9", "scaling fitted on all rows", "scaling_fitted_on_all_rows_fails"),
            rows(
                    "L10",
                    "a row that is predicted twice, and one that was never there",
                    "a_row_that_is_predicted_twice_or_was_never_there_fails"),
            leak(
                    "L11",
                    "a threshold chosen on the test",
                    "evaluate.TestBlindnessTest.a_threshold_chosen_on_the_test_is_found"),
            leak(
                    "L12",
                    "a feature that counts the days to the failure",
                    "audit.ProxiesTest.a_feature_that_counts_the_days_to_the_failure_fails"),
            features(
                    "L13",
                    "notes counted by when their work was done, written after an alert",
                    "an_order_written_after_an_alarm_and_dated_before_it_fails"),
            features(
                    "L14",
                    "a mean relative to that of all machines over all time",
                    "a_feature_relative_to_the_future_of_peers_fails"),
            rows("L15", "a machine that failed and has no rows", "a_machine_that_is_left_out_fails"),
            leak(
                    "L16",
                    "an interval that takes the rows of a machine for independent",
                    "evaluate.AgainstItselfTest.an_interval_that_takes_the_rows_of_a_machine_for_independent_is_found"),
            leak(
                    "L17",
                    "an ingest that leaves the offset of a zone out",
                    "audit.LandingCutsTest.an_ingest_that_reads_offsets_passes_and_one_that_leaves_them_out_fails"),
            leak(
                    "L18",
                    "a feature that is a trillionth larger than what one machine alone gives",
                    "audit.ServingTest.the_features_of_the_job_pass_and_one_of_another_computation_fails"),
            features(
                    "L19",
                    "a feature of whichever reading comes first",
                    "features_that_depend_on_the_order_of_rows_fail"),
            rows("L20", "a column of true health that no catalogue describes", "a_column_nobody_describes_fails"));

    private static Map.Entry<String, PlantedLeak> features(String id, String leak, String test) {
        return leak(id, leak, "audit.FeatureCutsTest." + test);
    }

    private static Map.Entry<String, PlantedLeak> rows(String id, String leak, String test) {
        return leak(id, leak, "audit.RowChecksTest." + test);
    }

    private static Map.Entry<String, PlantedLeak> training(String id, String leak, String test) {
        return leak(id, leak, "audit.TrainingChecksTest." + test);
    }

    private static Map.Entry<String, PlantedLeak> leak(String id, String leak, String test) {
        return Map.entry(id, new PlantedLeak(leak, test));
    }

    /** @param id of a test of the audit, for example {@code L1} */
    static PlantedLeak caughtBy(String id) {
        PlantedLeak planted = CAUGHT.get(id);
        if (planted == null) {
            throw new IllegalArgumentException("no leak was ever planted for " + id);
        }
        return planted;
    }

    /** As the report says it. */
    String text() {
        return "caught when planted: " + leak + " (" + test + ")";
    }
}

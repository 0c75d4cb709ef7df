package io.millwright.training.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingMatrix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationsTest {

    private static final List<String> COLUMNS = List.of(
            "bearing__3d__mean",
            "bearing__3d__baseline_delta",
            "bearing__3d__sd",
            "vib__24h__mean",
            "context__hours_since_motor_replaced",
            "context__type_pump");

    private final Explanations explanations = new Explanations(
            List.of(
                    new Feature("bearing__3d__mean", "bearing", "bearing", "mean", "C"),
                    new Feature("bearing__3d__baseline_delta", "bearing", "bearing", "baseline_delta", "C"),
                    new Feature("bearing__3d__sd", "bearing", "bearing", "sd", "C"),
                    new Feature("vib__24h__mean", "vib", "vib", "mean", "mm/s"),
                    new Feature("context__hours_since_motor_replaced", "maintenance", "", "hours_since", "h"),
                    new Feature("context__type_pump", "equipment", "", "is", "")),
            new Sentences(
                    Map.of("bearing", "bearing temperature", "vib", "vibration"),
                    Map.of("bearing", "C", "vib", "mm/s"),
                    List.of()));

    private static TrainingMatrix row(float... values) {
        return TrainingMatrix.of(COLUMNS, List.of(new FeatureRow("m", 0, values)));
    }

    private List<Reason> reasons(TrainingMatrix rows, double... contributions) {
        return explanations.of(rows, COLUMNS, new double[][] {contributions}).get(0);
    }

    @Test
    void a_sensor_is_told_with_its_distance_from_the_machines_own_normal() {
        List<Reason> reasons = reasons(row(75.2f, 14.2f, 3, 4, 500, 1), 0.2, 1.0, 0.1, 0, 0, 0);

        assertThat(reasons)
                .extracting(Reason::sentence)
                .containsExactly("bearing temperature 14.2 C above this machine's normal of 61.0 C over 3 days");
    }

    @Test
    void features_of_a_family_are_summed_before_families_are_ranked() {
        List<Reason> reasons = reasons(row(75, 14, 3, 4, 500, 1), 0.4, 0.4, 0.0, 0.6, 0, 0);

        assertThat(reasons).extracting(Reason::family).containsExactly("bearing", "vib");
        assertThat(reasons.get(0).share()).isEqualTo(0.8 / 1.4);
    }

    @Test
    void pulls_towards_health_and_small_shares_are_not_told() {
        List<Reason> reasons = reasons(row(75, 14, 3, 4, 500, 1), 2.0, 0, 0, 0.1, -1, 0);

        assertThat(reasons).extracting(Reason::family).containsExactly("bearing");
    }

    @Test
    void context_is_told_in_words_and_identity_never() {
        List<Reason> reasons = reasons(row(75, 14, 3, 4, 500, 1), 0, 0, 0, 0, 1, 1);

        assertThat(reasons).extracting(Reason::sentence).containsExactly("20.8 days since motor replaced");
    }

    @Test
    void a_movement_is_told_beside_the_level_and_missing_values_never() {
        List<Reason> moving = reasons(row(75, 14, 3.25f, 4, 500, 1), 0, 0, 1, 0, 0, 0);
        List<Reason> missing = reasons(row(75, 14, 3, Float.NaN, 500, 1), 0, 0, 0, 1, 0, 0);

        assertThat(moving)
                .extracting(Reason::sentence)
                .containsExactly(
                        "bearing temperature: standard deviation 3.25 C, mean 14 C above this machine's normal of 61 C"
                                + " over 3 days");
        assertThat(missing).isEmpty();
    }

    @Test
    void a_signature_sums_families_with_their_sign_keeps_lines_apart_and_leaves_circumstances_out() {
        Explanations withLine = new Explanations(
                List.of(
                        new Feature("bearing__3d__mean", "bearing", "bearing", "mean", "C"),
                        new Feature("bearing__3d__sd", "bearing", "bearing", "sd", "C"),
                        new Feature("x__latest__burst_rms", "x", "x", "burst_rms", "m/s2"),
                        new Feature("x__latest__burst_envelope_bpfo", "x", "x", "burst_envelope_bpfo", "dB"),
                        new Feature("context__age_days", "age", "", "age", "d"),
                        new Feature("context__e1_count_24h", "events", "", "count", "events")),
                new Sentences(Map.of(), Map.of(), List.of()));

        Signature signature = withLine.signatures(
                        List.of(
                                "bearing__3d__mean",
                                "bearing__3d__sd",
                                "x__latest__burst_rms",
                                "x__latest__burst_envelope_bpfo",
                                "context__age_days",
                                "context__e1_count_24h"),
                        new double[][] {{1, -3, 0.5, 2, 9, 0.25}})
                .get(0);

        assertThat(signature.pushes())
                .isEqualTo(Map.of("bearing", -2.0, "x", 0.5, "x line envelope_bpfo", 2.0, "events", 0.25));
    }
}

package io.millwright.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.etl.UnwellSensors.Unwell;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.FabricatedFleet;
import io.millwright.training.ScoredMachine;
import io.millwright.training.explain.Reason;
import io.millwright.worklist.Prediction;
import io.millwright.worklist.RollUp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScoringTargetTest {

    private static final Instant AS_OF = Instant.parse("2025-05-01T00:00:00Z");
    private static final TargetSpec.Failure TARGET = new TargetSpec.Failure(
            "fails", Duration.ofHours(72), Duration.ofHours(24), Duration.ofHours(72), Duration.ofHours(72), true);

    private static final PipelineConfig CONFIG =
            PipelineFile.read(FabricatedFleet.yaml(), Map.of(), Optional.of(Path.of("nowhere")));
    private static final Cautions NO_CAUTIONS = new Cautions(CONFIG, List.of(), AS_OF);

    @Test
    void risk_from_a_remaining_life_is_the_quantile_at_each_end_of_its_interval() {
        assertThat(ScoringTarget.riskWithin(10, 10, 30, 90, 0.9)).isEqualTo(0.05);
        assertThat(ScoringTarget.riskWithin(30, 10, 30, 90, 0.9)).isEqualTo(0.5);
        assertThat(ScoringTarget.riskWithin(90, 10, 30, 90, 0.9)).isEqualTo(0.95);
        assertThat(ScoringTarget.riskWithin(10, 10, 30, 90, 0.5)).isEqualTo(0.25);
        assertThat(ScoringTarget.riskWithin(30, 10, 30, 90, 0.5)).isEqualTo(0.5);
        assertThat(ScoringTarget.riskWithin(90, 10, 30, 90, 0.5)).isEqualTo(0.75);
        assertThat(ScoringTarget.riskWithin(30, Double.NaN, Double.NaN, Double.NaN, 0.9))
                .isZero();
    }

    @Test
    void risk_from_a_remaining_life_never_falls_as_the_horizon_grows() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            double low = 20 * random.nextDouble();
            double median = low + 20 * random.nextDouble();
            double high = median + 20 * random.nextDouble();
            double before = 0;
            for (double horizon = 0; horizon < 70; horizon += 0.5) {
                double risk = ScoringTarget.riskWithin(horizon, low, median, high, 0.8);
                assertThat(risk).isBetween(before - 1e-12, 1.0);
                before = risk;
            }
        }
    }

    @Test
    void only_the_likeliest_component_of_a_machine_raises_an_alert() {
        ScoredMachine machine = machine(Map.of("wear", 0.6, "burnout", 0.4));
        ScoringTarget target = new ScoringTarget(TARGET, 0.2, false, 0.9);

        List<Prediction> predictions = new RiskPredictions(
                        target,
                        Map.of("wear", "bearing", "burnout", "motor"),
                        Map.of("M-1", "looked at yesterday: false alarm"),
                        Map.of("M-1", "outer race of the bearing: 104.6 Hz"),
                        Map.of("M-1", "unusual for this machine", "M-2", "unusual, too"),
                        NO_CAUTIONS,
                        AS_OF,
                        "1")
                .of(machine);

        assertThat(predictions).hasSize(2);
        assertThat(predictions.get(0).component()).isEqualTo("bearing");
        assertThat(predictions).extracting(Prediction::age).containsOnly(Duration.ofHours(6));
        assertThat(predictions.get(0).pFail()).isGreaterThanOrEqualTo(0.8);
        assertThat(predictions.get(0).reasons())
                .containsExactly(
                        "looked at yesterday: false alarm",
                        "outer race of the bearing: 104.6 Hz",
                        "unusual for this machine",
                        "like a past case: wear on M-2 (2025-03-02, quiet since)");
        assertThat(predictions.get(1).component()).isEqualTo("motor");
        assertThat(predictions.get(1).reasons()).isEmpty();
        assertThat(predictions.get(1).pFail()).isLessThan(0.2);
    }

    @Test
    void the_sensors_behind_the_reasons_that_were_unwell_are_named_after_them_and_no_others() {
        Cautions cautions = new Cautions(
                CONFIG,
                List.of(
                        unwell("M-1", "temperature", "spike", 40, 39),
                        unwell("M-1", "temperature", "stuck", 30, 0),
                        unwell("M-1", "vibration", "drift", 90, 20),
                        unwell("M-1", "", "clock_skew", 60, 50),
                        unwell("M-2", "temperature", "stuck", 30, 0)),
                AS_OF);
        Reason hot = new Reason("temperature", 0.9, "bearing temperature 14 C above normal");
        Reason old = new Reason("age", 0.1, "12 years old");

        assertThat(new RiskPredictions(
                                new ScoringTarget(TARGET, 0.2, false, 0.9),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                cautions,
                                AS_OF,
                                "1")
                        .of(machine(Map.of(), hot, old))
                        .get(0)
                        .reasons())
                .containsExactly(
                        "bearing temperature 14 C above normal",
                        "12 years old",
                        "caution: the machine's clock was unwell from 2025-04-28T12:00Z to 2025-04-28T22:00Z (clock skew)",
                        "caution: bearing temperature unwell since 2025-04-29T18:00Z (stuck)",
                        "like a past case: wear on M-2 (2025-03-02, quiet since)");
        assertThat(cautions.of(machine(Map.of(), old)))
                .as("no sensor behind it")
                .isEmpty();
    }

    private static Unwell unwell(String machine, String sensor, String kind, int fromHoursAgo, int toHoursAgo) {
        return new Unwell(
                machine,
                sensor,
                kind,
                AS_OF.minus(Duration.ofHours(fromHoursAgo)),
                AS_OF.minus(Duration.ofHours(toHoursAgo)));
    }

    @Test
    void the_risks_of_components_roll_up_to_the_machines_and_what_no_component_explains_stays_with_it() {
        RiskPredictions risks = new RiskPredictions(
                new ScoringTarget(TARGET, 0.2, false, 0.9),
                Map.of("wear", "bearing"),
                Map.of(),
                Map.of(),
                Map.of(),
                NO_CAUTIONS,
                AS_OF,
                "1");
        ScoredMachine machine = machine(Map.of("wear", 0.6, "burnout", 0.4));

        List<RollUp.Risk> components = risks.components(machine, "line-1");

        assertThat(components).extracting(risk -> risk.place().component()).containsExactly("bearing", "");
        double holds = components.stream().mapToDouble(risk -> 1 - risk.pFail()).reduce(1, (a, b) -> a * b);
        assertThat(1 - holds)
                .isCloseTo(risks.of(machine).get(0).pFail(), within(1e-12))
                .isGreaterThanOrEqualTo(0.79);
        assertThat(RollUp.of(components))
                .filteredOn(risk -> risk.place().level() == RollUp.Level.SYSTEM)
                .singleElement()
                .satisfies(line -> assertThat(line.pFail()).isCloseTo(1 - holds, within(1e-12)));
    }

    @Test
    void a_life_is_counted_from_the_moment_of_the_list_and_so_is_the_risk_read_off_it() {
        ScoredMachine machine = machine(Map.of());
        ScoringTarget byLife = new ScoringTarget(TARGET, 0.2, true, 0.9);

        ScoredMachine left = machine.lifeLeft();

        assertThat(List.of(left.rulLowHours(), left.rulMedianHours(), left.rulHighHours()))
                .containsExactly(4.0, 24.0, 84.0);
        assertThat(byLife.risk(left)).isGreaterThan(byLife.risk(machine));
        assertThat(left.lifeLeft().lifeLeft().rulLowHours())
                .as("over, not below 0")
                .isZero();
    }

    private static ScoredMachine machine(Map<String, Double> modes, Reason... reasons) {
        return new ScoredMachine(
                "M-1",
                "site-1",
                "conveyor",
                AS_OF.minus(Duration.ofHours(6)),
                Duration.ofHours(6),
                Map.of("fails", 0.8),
                Map.of("fails", 0.7),
                modes,
                "wear",
                "bearing",
                Optional.empty(),
                10,
                30,
                90,
                List.of(reasons),
                "like a past case: wear on M-2 (2025-03-02, quiet since)");
    }
}

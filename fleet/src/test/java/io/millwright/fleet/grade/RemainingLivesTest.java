package io.millwright.fleet.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.ClusterBootstrap;
import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.fleet.grade.RemainingLives.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemainingLivesTest {

    private static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(50, 1);

    @Test
    void the_run_is_off_by_what_it_said() {
        RemainingLives lives =
                new RemainingLives(List.of(row("a", "wear", 0.5, 80, 100), row("b", "wear", 0.5, 350, 300)));

        assertThat(value(lives.ofRun())).isCloseTo((20 + 50) / 400.0, within(1e-12));
    }

    @Test
    void the_oracle_asks_the_nearest_true_degradations_of_the_mode_on_other_machines() {
        List<Row> rows = new ArrayList<>(List.of(row("a", "wear", 0.5, 0, 100)));
        for (int i = 0; i < 25; i++) {
            rows.add(row("b", "wear", 0.5, 0, 110));
            rows.add(row("b", "wear", 0.9, 0, 25));
            rows.add(row("b", "short", 0.5, 0, 700));
        }

        assertThat(estimate(new RemainingLives(rows).ofOracle()).n()).isEqualTo(1 + 50);
        assertThat(value(new RemainingLives(rows).ofOracle()))
                .isCloseTo((10 + 25 * 10 + 25 * 75) / (100 + 25 * 110 + 25 * 25.0), within(1e-12));
    }

    @Test
    void the_constant_is_the_middle_of_other_machines() {
        RemainingLives lives = new RemainingLives(
                List.of(row("a", "wear", 0.1, 0, 400), row("b", "wear", 0.5, 0, 100), row("b", "short", 0.5, 0, 300)));

        assertThat(value(lives.ofConstant())).isCloseTo((200 + 300 + 100) / 800.0, within(1e-12));
    }

    @Test
    void one_machine_alone_has_no_references() {
        RemainingLives lives = new RemainingLives(List.of(row("a", "wear", 0.1, 0, 400)));

        assertThat(estimate(lives.ofOracle()).n()).isZero();
        assertThat(value(lives.ofConstant())).isNaN();
    }

    private static Row row(String machine, String mode, double degradation, double said, double hours) {
        return new Row(machine, mode, degradation, said, hours);
    }

    private static double value(ClusterMetric metric) {
        return estimate(metric).value();
    }

    private static Estimate estimate(ClusterMetric metric) {
        return BOOTSTRAP.estimate(metric);
    }
}

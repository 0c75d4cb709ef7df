package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.evaluation.ClusterMetric;
import io.millwright.evaluation.Estimate;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.AgainstItself.Thresholds;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A/A runs of the promotion rule on a fleet's predictions, and L16: intervals that take rows for independent are found. */
@Tag("full")
class AgainstItselfTest {

    private static final int RUNS = 200;
    private static final int ALL_ROWS = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private JobContext job;
    private EvaluationInput input;
    private Function<ClusterMetric, Estimate> honest;

    @BeforeEach
    void a_fleet() {
        job = FabricatedFleet.withSignal(folder);
        input = new EvaluationTables(job.lake(), job.config()).read();
        honest = PolicyJudge.bootstrap(job.config())::estimate;
    }

    @Test
    void a_model_hardly_ever_replaces_itself() {
        AgainstItself found =
                AgainstItself.of(job.lake(), job.config(), RUNS, ALL_ROWS).orElseThrow();

        assertThat(found.machines()).isEqualTo(FabricatedFleet.MACHINES);
        assertThat(found.different()).as("the runs are not all alike").isPositive();
        assertThat(found.promoted()).as("%s", found).isLessThanOrEqualTo(RUNS / 20);
        assertThat(found.broken()).isFalse();
    }

    @Test
    void an_interval_that_takes_the_rows_of_a_machine_for_independent_is_found() {
        AgainstItself found = runs(Thresholds.AS_CHOSEN, saved -> honest.apply(rowsApart(saved, 60)));

        assertThat(found.promoted()).as("%s", found).isGreaterThan(RUNS / 10);
        assertThat(found.broken()).isTrue();
    }

    /** As a challenger of another seed would: with thresholds of its own. */
    @Test
    void a_model_with_thresholds_chosen_anew_hardly_ever_replaces_itself() {
        AgainstItself found = runs(Thresholds.ANEW, honest);

        assertThat(found.promoted()).as("%s", found).isLessThanOrEqualTo(RUNS / 20);
        assertThat(found.broken()).isFalse();
    }

    @Test
    void the_chance_of_as_many_is_that_of_the_binomial_distribution() {
        assertThat(new AgainstItself(2, 0, 0, 9).chanceOfAsMany()).isEqualTo(1);
        assertThat(new AgainstItself(2, 1, 0, 9).chanceOfAsMany())
                .isCloseTo(1 - 0.95 * 0.95, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(new AgainstItself(2, 2, 0, 9).chanceOfAsMany())
                .isCloseTo(0.0025, org.assertj.core.data.Offset.offset(1e-12));
    }

    private AgainstItself runs(Thresholds thresholds, Function<ClusterMetric, Estimate> interval) {
        return AgainstItself.of(input, job.config(), RUNS, ALL_ROWS, thresholds, interval)
                .orElseThrow();
    }

    /** The same figure, every machine drawn as so many that do not know of each other. */
    private static ClusterMetric rowsApart(ClusterMetric metric, int rows) {
        return ClusterMetric.of(metric.clusters() * rows, metric.n(), drawn -> {
            int[] multiplicity = new int[metric.clusters()];
            for (int row = 0; row < drawn.length; row++) {
                multiplicity[row / rows] += drawn[row];
            }
            return metric.value(multiplicity);
        });
    }
}

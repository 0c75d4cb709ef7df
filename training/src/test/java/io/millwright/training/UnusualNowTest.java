package io.millwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.anomaly.Indicators;
import io.millwright.training.matrix.FeatureRow;
import io.millwright.training.matrix.TrainingData;
import io.millwright.training.matrix.TrainingMatrix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnusualNowTest {

    private static final List<String> WATCHED = List.of("temp__24h__mean", "vib__24h__mean");
    private static final TargetSpec.Anomaly WANTED =
            new TargetSpec.Anomaly(List.of("mean"), List.of("robust_z", "iqr"), Duration.ofDays(2), 0.5, 0.4);
    private static final Duration STRETCH = Duration.ofDays(2);
    private static final int DAYS = 120;

    private final TrainingData data = SyntheticFleet.of(8, DAYS, 7);
    private final TrainingSpec spec = SyntheticFleet.spec(List.of("xgboost"));

    private Optional<AnomalyRun> newest(TrainingMatrix matrix, Duration stretch) {
        Indicators indicators = new Indicators(matrix, List.of("temp", "vib"), Map.of(), Map.of(), Map.of());
        WatchedRows watched = new WatchedRows(indicators, new TrainingData(matrix, data.failures(), data.lives()));
        return AnomalyRun.newest(watched, WANTED, spec, TestSpark.session(), stretch);
    }

    private TrainingMatrix watched() {
        return data.matrix().withColumns(WATCHED);
    }

    /** Of the newest stretch, its first row among them. */
    private TrainingMatrix goneWild(TrainingMatrix rows) {
        List<FeatureRow> wild = new ArrayList<>();
        long from = newestMillis(rows) - STRETCH.toMillis();
        for (int row = 0; row < rows.rows(); row++) {
            boolean newest = rows.asOfMillis(row) >= from;
            float temp = newest ? 1e6f : rows.value(row, 0);
            wild.add(new FeatureRow(rows.machine(row), rows.asOfMillis(row), new float[] {temp, rows.value(row, 1)}));
        }
        return TrainingMatrix.of(WATCHED, wild);
    }

    private static long newestMillis(TrainingMatrix rows) {
        long newest = Long.MIN_VALUE;
        for (int row = 0; row < rows.rows(); row++) {
            newest = Math.max(newest, rows.asOfMillis(row));
        }
        return newest;
    }

    @Test
    void newest_rows_are_judged_by_detectors_that_never_saw_them_and_each_machine_by_its_last() {
        TrainingMatrix rows = watched();

        AnomalyRun quiet = newest(rows, STRETCH).orElseThrow();
        AnomalyRun wild = newest(goneWild(rows), STRETCH).orElseThrow();

        assertThat(wild.thresholds()).as("chosen on what came before").isEqualTo(quiet.thresholds());
        assertThat(wild.rows()).hasSize(8);
        for (int i = 0; i < wild.rows().length; i++) {
            assertThat(rows.asOfMillis(wild.rows()[i])).isEqualTo(newestMillis(rows));
            assertThat(wild.unusual(i)).isTrue();
            assertThat(wild.namedSensors(i)).startsWith("temp");
        }
        assertThat(quiet.score(0)).isBetween(0.0, 1.0);
        assertThat(quiet.sensors()).as("sensors of usual rows are named, too").anyMatch(named -> !named.isEmpty());
    }

    @Test
    void where_too_little_came_before_nothing_is_told() {
        assertThat(newest(watched(), Duration.ofDays(DAYS + 1))).isEmpty();
        assertThat(newest(watched(), Duration.ofDays(DAYS - 2))).isEmpty();
    }
}

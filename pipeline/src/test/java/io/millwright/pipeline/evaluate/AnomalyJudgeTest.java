package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.table.Anomalies;
import io.millwright.training.table.AnomalyThresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pump over nine days that fails on the sixth; the three days before are positive, the days after unlabelled. */
class AnomalyJudgeTest {

    private static final int DAYS = 9;
    private static final int FAILS = 6;
    private static final String PIPELINE = """
            landing:
              sources:
                - {name: telemetry, kind: readings, path: none.csv, format: csv, equipment: m, time: {column: t}, columns: {heat: heat}}
            sensors: [{name: heat, min: 0, max: 100, period: 1h}]
            features: {tile: 1h, as_of: {every: 24h}, windows: [24h]}
            targets:
              failure: [{name: fails, horizon: 4d, minimum_lead: 24h, headline: true}]
              anomaly: {detectors: [robust_z], alerts_per_machine_week: 0.5}
            split: {kind: time}
            """;

    /** By day. Alone, the detector ranks day 1 above two of the three days before the failure. */
    private static final double[] ROBUST_Z = {0.1, 0.8, 0.2, 0.6, 0.7, 0.9, 0, 0, 0};

    private static final double[] TOGETHER = {0.1, 0.4, 0.2, 0.7, 0.8, 0.9, 1, 1, 1};

    @TempDir
    private Path folder;

    private static Timestamp day(int day) {
        return Timestamp.from(Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day)));
    }

    @Test
    void each_voice_has_the_average_precision_of_its_scores_on_labelled_rows() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.of(folder));
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "test");
        List<Row> scores = new ArrayList<>();
        List<Row> labels = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            scores.add(RowFactory.create(
                    "pump", day(day), 1, "test", TOGETHER[day], false, List.of(), Map.of("robust_z", ROBUST_Z[day])));
            Integer label = day >= FAILS ? null : Integer.valueOf(day >= FAILS - 3 ? 1 : 0);
            labels.add(RowFactory.create("pump", day(day), "fails", label, null, null, null, null));
        }
        List<Row> thresholds = new ArrayList<>();
        for (String voice : List.of("all", "robust_z")) {
            thresholds.add(RowFactory.create(1, voice, 0.85, day(-9), day(-3), day(0), day(0), day(DAYS)));
        }
        write(lake, Anomalies.TABLE, scores);
        write(lake, AnomalyThresholds.TABLE, thresholds);
        write(lake, Labels.TABLE, labels);
        write(
                lake,
                Equipment.TABLE,
                List.of(RowFactory.create("pump", "north", "pump", null, null, null, null, 3.0, Map.of(), "machines")));
        write(
                lake,
                Events.TABLE,
                List.of(RowFactory.create(
                        "pump", day(FAILS), day(FAILS), "failure", null, "bearing", "wear", "failures")));

        List<AnomalyFigures.Voice> voices = AnomalyJudge.figures(
                        lake,
                        config,
                        config.targets().anomaly().orElseThrow(),
                        List.of("heat__24h__mean"),
                        Optional.empty())
                .voices();

        assertThat(voices).extracting(AnomalyFigures.Voice::detector).containsExactly("all", "robust_z", "random");
        assertThat(voices.get(0).averagePrecision().value()).isEqualTo(1);
        assertThat(voices.get(1).averagePrecision().value()).isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-12));
        assertThat(voices.get(1).averagePrecision().n()).isEqualTo(FAILS);
        assertThat(voices.get(2).averagePrecision().isDefined()).isTrue();
        AnomalyRanking together = voices.get(0).ranking();
        AnomalyRanking alone = voices.get(1).ranking();
        assertThat(together.longestBuffer()).as("three days are positive").isEqualTo(3);
        assertThat(together.series()).isEqualTo(1);
        assertThat(together.vusPr().value()).isBetween(0.9, 1.0);
        assertThat(together.averagePrecision().value()).isEqualTo(1);
        assertThat(together.prevalence().value()).isEqualTo(0.5);
        assertThat(alone.averagePrecision().value())
                .isEqualTo(voices.get(1).averagePrecision().value());
        assertThat(alone.vusPr().value()).isLessThan(together.vusPr().value());
        assertThat(voices.get(2).ranking()).as("that of random scores beside").isNotNull();
    }

    private static void write(Lake lake, TableSpec table, List<Row> rows) {
        lake.overwrite(TestSpark.session().createDataFrame(rows, table.schema()), table, Map.of());
    }
}

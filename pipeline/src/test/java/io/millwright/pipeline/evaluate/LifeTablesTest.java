package io.millwright.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millwright.evaluation.TimeWindow;
import io.millwright.evaluation.rul.KaplanMeier;
import io.millwright.features.table.RulLabels;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.PipelineFile;
import io.millwright.lake.testing.TestSpark;
import io.millwright.pipeline.evaluate.EvaluationInput.RulRow;
import io.millwright.training.table.RulPredictions;
import io.millwright.training.table.RulSurvival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days 0 to 3 teach, days 4 and 5 are the test. Machine a fails on day 5, b runs on to day 6, c fails on day 2. */
class LifeTablesTest {

    private static final String PIPELINE = """
            landing:
              sources:
                - {name: telemetry, kind: readings, path: none.csv, format: csv, equipment: m, time: {column: t}, columns: {heat: heat}}
            sensors: [{name: heat, min: 0, max: 100, period: 1h}]
            features: {tile: 1h, as_of: {every: 24h}, windows: [24h]}
            targets:
              failure: [{name: fails, horizon: 4d, minimum_lead: 24h, headline: true}]
              rul: {cap: 10d}
            split: {kind: time}
            """;

    @TempDir
    private Path folder;

    private static Instant day(double day) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(Math.round(day * 1_440)));
    }

    private static Row label(String machine, double day, double end, boolean censored) {
        return RowFactory.create(machine, Timestamp.from(day(day)), 24 * (end - day), censored);
    }

    private static Row said(String machine, double day, String candidate) {
        return RowFactory.create(machine, Timestamp.from(day(day)), candidate, 1, "test", 48.0, 24.0, 72.0);
    }

    @Tag("full")
    @Test
    void tells_what_is_known_of_a_life_and_learns_nothing_from_the_test() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        PipelineConfig config = PipelineFile.read(file, Map.of(), Optional.of(folder));
        Lake lake = Lake.open(TestSpark.session(), folder.resolve("lake").toString(), "test");
        write(
                lake,
                RulLabels.TABLE,
                List.of(
                        label("a", 0, 5, false),
                        label("a", 4, 5, false),
                        label("b", 0, 6, true),
                        label("b", 4, 6, true),
                        label("c", 0, 2, false)));
        write(
                lake,
                RulPredictions.TABLE,
                List.of(said("a", 4, "weibull_aft"), said("b", 4, "weibull_aft"), said("a", 4, "xgboost")));
        write(
                lake,
                RulSurvival.TABLE,
                List.of(
                        RowFactory.create("a", Timestamp.from(day(4)), "weibull_aft", 1, List.of(0.5, 0.25)),
                        RowFactory.create("b", Timestamp.from(day(4)), "weibull_aft", 1, List.of(0.9, 0.8))));
        TestFold fold = new TestFold(1, new TimeWindow(day(0), day(3.5)), new TimeWindow(day(4), day(6)), 3, 2, 1);

        EvaluationInput.Lives lives = new LifeTables(lake, config).read(List.of(fold));

        RulRow a = row(lives, "a", "weibull_aft");
        assertThat(a.truth()).isEqualTo(24);
        assertThat(a.atLeast()).isNaN();
        assertThat(a.surviving()).containsExactly(0.5, 0.25);
        RulRow b = row(lives, "b", "weibull_aft");
        assertThat(b.truth()).isNaN();
        assertThat(b.atLeast()).isEqualTo(48);
        assertThat(row(lives, "a", "xgboost").surviving()).isEmpty();
        KaplanMeier learned = lives.learned().get(1);
        assertThat(learned.after(48)).as("c of three").isCloseTo(2 / 3.0, within(1e-12));
        assertThat(learned.after(24 * 5.5))
                .as("that a fails on the fifth day was not known on the fourth")
                .isCloseTo(2 / 3.0, within(1e-12));
    }

    private static RulRow row(EvaluationInput.Lives lives, String machine, String candidate) {
        return lives.tests().stream()
                .filter(row -> row.machine().equals(machine) && row.candidate().equals(candidate))
                .findFirst()
                .orElseThrow();
    }

    private static void write(Lake lake, TableSpec table, List<Row> rows) {
        lake.overwrite(TestSpark.session().createDataFrame(rows, table.schema()), table, Map.of());
    }
}

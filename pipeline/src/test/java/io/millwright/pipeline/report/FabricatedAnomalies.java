package io.millwright.pipeline.report;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.AnomalyFigures;
import io.millwright.pipeline.evaluate.AnomalyRanking;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.training.KeptDetectors;
import io.millwright.training.UnusualNow;
import io.millwright.training.table.Anomalies;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Two pumps over a hundred days, one of them with an alert that came true. */
final class FabricatedAnomalies {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 100;
    private static final int ALERT = 60;

    private FabricatedAnomalies() {}

    static Path page(JobContext job) {
        Lake lake = job.lake();
        PipelineConfig config = job.config();
        lake.overwrite(lake.spark().createDataFrame(rows(), Anomalies.SCHEMA).coalesce(1), Anomalies.TABLE, Map.of());
        Path file = job.out().resolve("anomalies.html");
        AnomalyPage.write(file, lake, config, figures(), now());
        return file;
    }

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int pump = 1; pump <= 2; pump++) {
            for (int day = 0; day < DAYS; day++) {
                boolean unusual = pump == 2 && day == ALERT;
                double score = unusual ? 0.97 : 0.5 + 0.3 * Math.sin(day + pump);
                rows.add(RowFactory.create(
                        "pump-" + pump,
                        Timestamp.from(day(day)),
                        1,
                        "test",
                        score,
                        unusual,
                        unusual ? List.of("heat", "load") : List.of(),
                        Map.of("robust_z", score)));
            }
        }
        return rows;
    }

    private static List<UnusualNow.Machine> now() {
        return List.of(
                new UnusualNow.Machine("pump-1", "site-3", day(DAYS), 0.96, 0.91, true, List.of("load", "heat")),
                new UnusualNow.Machine("pump-2", "site-4", day(DAYS), 0.4, 0.91, false, List.of("heat")));
    }

    private static AnomalyFigures figures() {
        Estimate share = new Estimate(0.5, 0.2, 0.8, 2);
        AnomalyRanking ranking =
                new AnomalyRanking(7, 2, new Estimate(0.61, 0.41, 0.81, 2), new Estimate(0.57, 0.37, 0.77, 2), share);
        return new AnomalyFigures(
                List.of("heat__24h__mean", "load__24h__mean"),
                0.5,
                2,
                28.6,
                List.of(new AnomalyFigures.Fold(1, day(0), day(DAYS), 0.9)),
                List.of(
                        new AnomalyFigures.Voice("all", 1, 0.03, 2, 1, share, share, share, ranking),
                        new AnomalyFigures.Voice("robust_z", 1, 0.03, 2, 1, share, share, share, null),
                        new AnomalyFigures.Voice("random", 1, 0.03, 2, 0, share, share, Estimate.undefined(), null)),
                List.of(new AnomalyFigures.Alert("pump-2", day(ALERT), 1, 0.97, List.of("heat", "load"), "hit")),
                new Metrics.Looks(2, List.of("another statistic"), 300, "key"),
                new KeptDetectors.Version("3", "5eed"));
    }
}

package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.millwright.evaluation.CostModel;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.table.SensorHealth;
import io.millwright.pipeline.JobContext;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import io.millwright.training.table.RulPredictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * What a run on a simulated fleet hands to the grader, who alone knows the truth: test predictions of the chosen model, its
 * thresholds, what machines cost under it and under the plain model, the features, and the data faults that were found.
 */
final class GradingFiles {

    private final Lake lake;
    private final Metrics metrics;
    private final CostModel prices;
    private final Path folder;

    /** What a machine cost on the tests, under the model and under the plain one. */
    record Costs(double model, double plain) {}

    GradingFiles(JobContext job, Metrics metrics) {
        this.lake = job.lake();
        this.metrics = metrics;
        this.prices = PolicyJudge.costsOf(job.config());
        this.folder = job.out().resolve("grading");
    }

    /** @param costs by machine; empty where no plain model was trained */
    void write(Map<String, Costs> costs) {
        Metrics.Failure headline = metrics.failure();
        if (headline == null) {
            return;
        }
        save(predictions(headline), "predictions.parquet");
        copyFeatures();
        if (lake.has(SensorHealth.TABLE)) {
            save(FoundFaults.of(lake), "sensor_health.parquet");
        }
        ResultFiles.writeText(folder.resolve("thresholds.csv"), thresholds(headline));
        writeCosts(costs);
    }

    private void save(Dataset<Row> rows, String name) {
        rows.coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(folder.resolve(name).toString());
    }

    private Dataset<Row> predictions(Metrics.Failure headline) {
        Dataset<Row> tests = lake.read(Predictions.TABLE)
                .where(col(Predictions.TARGET)
                        .equalTo(headline.name())
                        .and(FoldChoice.rows(FoldChoice.of(metrics)))
                        .and(col(Predictions.ROLE).equalTo(Role.TEST)))
                .select(
                        col(Predictions.EQUIPMENT_ID),
                        col(Predictions.AS_OF),
                        expr("coalesce(p + " + PredictionColumns.TIE_BREAK + " * score, score)")
                                .as("p"),
                        col(Predictions.FOLD),
                        col(Predictions.MODE),
                        col(Predictions.SEVERITY));
        Dataset<Row> folds = lake.read(Folds.TABLE).select(Folds.FOLD, Folds.TEST_FROM, Folds.TEST_TO);
        Dataset<Row> dated = tests.join(broadcast(folds), Folds.FOLD);
        return EvaluationTables.withLives(lake, dated, Optional.ofNullable(metrics.rul()))
                .select(
                        "equipment_id",
                        "as_of",
                        "p",
                        "fold",
                        "test_from",
                        "test_to",
                        "mode",
                        "severity",
                        RulPredictions.RUL_MEDIAN_H,
                        RulPredictions.RUL_LOW_H,
                        RulPredictions.RUL_HIGH_H);
    }

    /** The files of the training set as they are; reading and writing hundreds of columns again would say nothing more. */
    private void copyFeatures() {
        Configuration hadoop = lake.spark().sessionState().newHadoopConf();
        org.apache.hadoop.fs.Path into =
                new org.apache.hadoop.fs.Path(folder.resolve("features.parquet").toUri());
        try {
            FileSystem target = into.getFileSystem(hadoop);
            target.delete(into, true);
            target.mkdirs(into);
            for (String file : lake.read(TrainingSet.NAME).inputFiles()) {
                org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(file);
                FileUtil.copy(from.getFileSystem(hadoop), from, target, into, false, hadoop);
            }
        } catch (IOException e) {
            throw MillwrightException.service(
                    "the features cannot be copied to " + into + " (" + e.getMessage() + ")", e);
        }
    }

    private void writeCosts(Map<String, Costs> costs) {
        Path file = folder.resolve("costs.csv");
        if (costs.isEmpty()) {
            ResultFiles.delete(file);
            return;
        }
        StringBuilder csv = new StringBuilder("equipment_id,model,plain,unplanned,planned\n");
        costs.forEach((machine, cost) -> csv.append(machine)
                .append(',')
                .append(cost.model())
                .append(',')
                .append(cost.plain())
                .append(',')
                .append(prices.unplanned())
                .append(',')
                .append(prices.planned())
                .append('\n'));
        ResultFiles.writeText(file, csv.toString());
    }

    private static String thresholds(Metrics.Failure headline) {
        StringBuilder csv = new StringBuilder("operating_point,fold,threshold\n");
        headline.operatingPoints().forEach((name, point) -> point.byFold().forEach(fold -> csv.append(name)
                .append(',')
                .append(fold.fold())
                .append(',')
                .append(fold.threshold())
                .append('\n')));
        return csv.toString();
    }
}

package io.millwright.pipeline.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.evaluation.event.Episode;
import io.millwright.evaluation.row.Label;
import io.millwright.evaluation.row.ScoredRows;
import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.pipeline.evaluate.ListedAlerts;
import io.millwright.pipeline.evaluate.PredictionColumns;
import io.millwright.training.table.Scores;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads what a model's lists said, joined with what happened. */
final class ListedScores {

    private ListedScores() {}

    /**
     * The record of a model on its headline target.
     *
     * @param threshold its lists alert at
     * @param trainedUntil its lists of earlier moments know the answers, and are left out
     * @param end what happens from here on is not known
     */
    static TrackRecord record(
            Lake lake,
            PipelineConfig config,
            TargetSpec.Failure target,
            String modelVersion,
            double threshold,
            Instant trainedUntil,
            Instant end) {
        Instant maturedUntil =
                end.minus(target.horizon()).minus(config.maintenance().repairWindow());
        List<ListedRow> rows = rows(lake, target.name(), modelVersion, trainedUntil, maturedUntil);
        ScoredRows.Builder decisions = ScoredRows.builder();
        rows.forEach(row -> decisions.add(row.machine(), row.asOfMillis(), row.decision(), row.label()));
        List<Episode> alerts = ListedAlerts.episodes(lake, config, target, decisions.build(), threshold, end);
        return TrackRecord.of(
                modelVersion, target.name(), target.horizon().minus(target.minimumLead()), maturedUntil, rows, alerts);
    }

    /** One a machine and {@code as_of} in {@code [from, to]}: what the newest list made from it said. */
    private static List<ListedRow> rows(Lake lake, String target, String modelVersion, Instant from, Instant to) {
        Column said = element_at(col(Scores.P), target);
        Column raw = element_at(col(Scores.SCORE), target);
        Dataset<Row> listed = lake.read(Scores.TABLE)
                .filter(col(Scores.MODEL_VERSION)
                        .equalTo(modelVersion)
                        .and(col(Scores.AS_OF).geq(lit(Timestamp.from(from))))
                        .and(col(Scores.AS_OF).leq(lit(Timestamp.from(to))))
                        .and(said.isNotNull()))
                .groupBy(Scores.EQUIPMENT_ID, Scores.AS_OF)
                .agg(
                        max_by(said, col(Scores.SCORED_FOR)).as("probability"),
                        max_by(raw, col(Scores.SCORED_FOR)).as("score"));
        Dataset<Row> happened = lake.read(Labels.TABLE)
                .filter(col(Labels.TARGET).equalTo(target))
                .select(
                        col(Labels.EQUIPMENT_ID),
                        col(Labels.AS_OF),
                        expr(Labels.HAPPENED).as("label"),
                        unix_millis(col(Labels.FAILURE_TIME)).as("failed"));
        return listed
                .join(happened, new String[] {Scores.EQUIPMENT_ID, Scores.AS_OF}, "left")
                .select(
                        col(Scores.EQUIPMENT_ID),
                        unix_millis(col(Scores.AS_OF)).as("at"),
                        col("probability"),
                        col("score"),
                        col("label"),
                        col("failed"))
                .orderBy(Scores.EQUIPMENT_ID, "at")
                .collectAsList()
                .stream()
                .map(ListedScores::row)
                .toList();
    }

    private static ListedRow row(Row row) {
        double probability = row.getDouble(2);
        return new ListedRow(
                row.getString(0),
                row.getLong(1),
                probability,
                PredictionColumns.decision(row.isNullAt(3) ? 0 : row.getDouble(3), probability),
                row.isNullAt(4) ? Label.UNLABELLED : Label.of(row.getInt(4)),
                row.isNullAt(5) ? 0 : row.getLong(5));
    }
}

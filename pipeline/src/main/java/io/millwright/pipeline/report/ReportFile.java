package io.millwright.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Series;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.evaluate.DataFigures;
import io.millwright.pipeline.evaluate.EvaluationDetail;
import io.millwright.pipeline.evaluate.Metrics;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.score.WorkListFile;
import io.millwright.training.SearchRecord;
import io.millwright.training.table.Trials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code report.html}: one file with everything a planner and a doubter want to see.
 *
 * <p>{@code metrics.json, evaluation.json, worklist.json, drift.json, the tables as they are now -> page}
 */
public final class ReportFile {

    private ReportFile() {}

    /** Returns the file written. The work list and the drift are left out of the page where their jobs have not run. */
    public static Path run(JobContext job) {
        job.progress().step("drawing the report");
        Path out = job.out();
        Metrics metrics = ResultFiles.read(out.resolve("metrics.json"), Metrics.class, "evaluate");
        EvaluationDetail evaluation =
                ResultFiles.read(out.resolve("evaluation.json"), EvaluationDetail.class, "evaluate");
        DataFigures.Quality quality = DataFigures.quality(job.lake(), job.config());
        WorkListFile list = optional(out.resolve("worklist.json"), WorkListFile.class, "score");
        ReportData.Fleet fleet = fleet(job.lake(), job.config());
        ReportData data = new ReportData(
                title(job.config()),
                Path.of(job.config().file()).getFileName().toString(),
                job.config().timeAxis().name().toLowerCase(Locale.ROOT),
                job.config().costs().currency(),
                job.config().capacity().alertsPerMachineWeek(),
                fleet,
                list,
                metrics,
                evaluation,
                quality,
                DataFigures.data(quality),
                optional(out.resolve("drift.json"), JsonNode.class, "monitor"),
                trials(job.lake(), job.config(), metrics.judged()),
                optional(out.resolve("timings.json"), JsonNode.class, "run"),
                new TimelineTables(job.lake(), job.config(), metrics, fleet).read(ShownMachine.of(list, evaluation)));
        Path file = out.resolve("report.html");
        ResultFiles.writeText(file, ReportPage.html(data));
        return file;
    }

    /** What the report shows of a machine, whether or not it shows this one. */
    public static MachineTimeline timeline(
            Lake lake, PipelineConfig config, Metrics metrics, String equipmentId, String why) {
        return new TimelineTables(lake, config, metrics, fleet(lake, config))
                .read(List.of(new ShownMachine(equipmentId, why)))
                .get(0);
    }

    /** Of the final model for the headline target; those judged on more folds first, then the better ones. */
    private static List<ReportData.Tried> trials(Lake lake, PipelineConfig config, Metrics.@Nullable Judged judged) {
        if (judged == null || !lake.has(Trials.TABLE) || config.targets().searchTrials() == 0) {
            return List.of();
        }
        String headline =
                config.targets().headline().map(TargetSpec.Failure::name).orElse("");
        return SearchRecord.of(lake, judged.training())
                .where(functions
                        .col(Trials.FOLD)
                        .equalTo(0)
                        .and(functions.col(Trials.TARGET).equalTo(headline)))
                .orderBy(
                        functions.col(Trials.FOLDS_JUDGED).desc(),
                        functions.col(Trials.LOG_LOSS),
                        functions.col(Trials.TRIAL))
                .collectAsList()
                .stream()
                .map(row -> new ReportData.Tried(
                        row.getAs(Trials.TRIAL),
                        row.getAs(Trials.FAMILY),
                        row.getList(row.fieldIndex(Trials.WINDOWS)),
                        row.getAs(Trials.FITTED_FEATURES),
                        row.getAs(Trials.KEPT_FEATURES),
                        row.getAs(Trials.ETA),
                        row.getAs(Trials.DEPTH),
                        row.getAs(Trials.MIN_CHILD_WEIGHT),
                        row.getAs(Trials.ROW_SHARE),
                        row.getAs(Trials.COLUMN_SHARE),
                        row.getAs(Trials.BINS),
                        row.getAs(Trials.FOLDS_JUDGED),
                        row.getAs(Trials.LOG_LOSS),
                        row.getAs(Trials.AVERAGE_PRECISION),
                        row.getAs(Trials.SECONDS),
                        row.getAs(Trials.CHOSEN),
                        row.getAs(Trials.TRAINING_SET_HASH),
                        row.getList(row.fieldIndex(Trials.DATA_VERSIONS))))
                .toList();
    }

    private static <T> @Nullable T optional(Path file, Class<T> type, String writtenBy) {
        return Files.exists(file) ? ResultFiles.read(file, type, writtenBy) : null;
    }

    /** The pipeline file's name in words. */
    static String title(PipelineConfig config) {
        if (config.landing().simulated().isPresent()) {
            return "Simulated fleet";
        }
        String name = Path.of(config.file())
                .getFileName()
                .toString()
                .replaceFirst("\\.ya?ml$", "")
                .replace('-', ' ');
        return name.isEmpty() ? "Fleet" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static ReportData.Fleet fleet(Lake lake, PipelineConfig config) {
        Row machines = lake.read(Equipment.TABLE)
                .selectExpr("count(distinct equipment_id)", "count(distinct site)", "count(distinct type)")
                .first();
        Row readings = lake.read(Series.TABLE)
                .selectExpr("unix_millis(min(chunk_start))", "unix_millis(max(chunk_start))")
                .first();
        return new ReportData.Fleet(
                (int) machines.getLong(0),
                (int) machines.getLong(1),
                (int) machines.getLong(2),
                config.sensors().size(),
                Instant.ofEpochMilli(readings.isNullAt(0) ? 0 : readings.getLong(0)),
                Instant.ofEpochMilli(readings.isNullAt(1) ? 0 : readings.getLong(1)));
    }
}

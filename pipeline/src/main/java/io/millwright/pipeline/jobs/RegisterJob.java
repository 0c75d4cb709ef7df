package io.millwright.pipeline.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.tables.DeltaTable;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.training.table.Folds;

/** {@code register}: the model, its card, and whether it becomes champion. */
public final class RegisterJob {

    private RegisterJob() {}

    public static void main(String[] args) {
        Main.main("register", args);
    }

    public static Outcome run(JobContext context) {
        var report = io.millwright.pipeline.evaluate.RegisterJob.run(asTrained(context));
        return Outcome.of(report.summary(), "model-card.json", "model-card.html");
    }

    /** The same under the run that trained: models lie in its folder, whichever run asks for them to be registered. */
    private static JobContext asTrained(JobContext context) {
        Lake lake = context.lake();
        if (!lake.has(Folds.TABLE)) {
            throw MillwrightException.data("the lake " + lake.root()
                    + " holds no trained model yet; run ./millwright train and ./millwright evaluate first");
        }
        String runId = trainingRun(context);
        return new JobContext(
                context.spark(),
                Lake.open(context.spark(), lake.root(), runId),
                context.config(),
                context.interval(),
                runId,
                context.out(),
                context.progress());
    }

    private static String trainingRun(JobContext context) {
        String note = DeltaTable.forPath(context.spark(), context.lake().path(Folds.TABLE.name()))
                .history(1)
                .select("userMetadata")
                .first()
                .getString(0);
        try {
            return new ObjectMapper().readTree(note).path("run_id").asText();
        } catch (JsonProcessingException e) {
            throw MillwrightException.data(
                    "the newest commit of the table folds was not made by ./millwright train", e);
        }
    }
}

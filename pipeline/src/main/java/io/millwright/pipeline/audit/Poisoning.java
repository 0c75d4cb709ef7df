package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Fingerprint;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.RulPredictions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the features of half of the test rows by 1000 and trains twice: what the fold fits (scaling, imputation,
 * coefficients, calibration) must not notice. It shows in the predictions of the fold's own training rows, and of test rows
 * that were not touched, which must agree in every bit. Trained once more on the same rows in another order (L19), all predictions must
 * agree.
 */
final class Poisoning {

    /** The first that is asked for: none learns more slowly than the next. */
    private static final List<String> LIGHT = List.of("logistic", "random_forest", "tribuo_forest", "xgboost");

    private final Lake lake;
    private final PipelineConfig config;
    private final SmallTraining training;
    private final WorkFolder work;
    private final Progress progress;
    private @Nullable Lake honest;

    Poisoning(Lake lake, PipelineConfig config, Builders builders, WorkFolder work, Progress progress) {
        this.lake = lake;
        this.config = config;
        this.training = new SmallTraining(lake, config, builders);
        this.work = work;
        this.progress = progress;
    }

    AuditOutcome poisoned() {
        if (!lake.has(TrainingSet.NAME)) {
            return new AuditOutcome.NotApplicable("there is no training set yet; run features first");
        }
        if (config.split().kind() != SplitSpec.Kind.TIME && config.split().kind() != SplitSpec.Kind.OFFICIAL) {
            return new AuditOutcome.NotApplicable("test rows are not known before training with split.kind "
                    + config.split().kind().name().toLowerCase(java.util.Locale.ROOT));
        }
        Dataset<Row> frame = lake.read(TrainingSet.NAME);
        SplitSpec split = training.oneTest(frame);
        PipelineConfig small = training.small(split, LIGHT);
        Column touched = expressionOfTest(split).and(ofOddMachines());
        if (frame.filter(touched).isEmpty()) {
            return new AuditOutcome.NotApplicable("no machine has a row in the test");
        }
        Lake clean = honest(small, frame);
        progress.step("training with half of the test rows multiplied by 1000");
        Lake poisoned = training.into(work.lake(), small, multiplied(frame, touched));
        AuditOutcome outcome = compared(clean, poisoned, touched);
        work.discard(poisoned);
        return outcome;
    }

    /** L19: training on the same rows, shuffled, on another number of partitions. */
    AuditOutcome shuffled() {
        if (!lake.has(TrainingSet.NAME)) {
            return new AuditOutcome.NotApplicable("there is no training set yet; run features first");
        }
        Dataset<Row> frame = lake.read(TrainingSet.NAME);
        PipelineConfig small = training.small(training.oneTest(frame), LIGHT);
        Lake clean = honest(small, frame);
        progress.step("training on shuffled rows");
        Lake other = training.into(Shuffled.session(work.lake()), small, Shuffled.rows(frame));
        TableSpec table = predictions(clean);
        if (!clean.has(table)) {
            return new AuditOutcome.NotApplicable("training made no predictions");
        }
        Dataset<Row> before = clean.read(table);
        Dataset<Row> after = other.read(table);
        boolean same = Fingerprint.of(before, table.key()).equals(Fingerprint.of(after, table.key()));
        AuditOutcome outcome = same
                ? new AuditOutcome.Passed(0, before.count() + " predictions agree in every bit")
                : new AuditOutcome.Failed(
                        0,
                        "a model depends on the order of its rows: the prediction for "
                                + firstOther(before, after, table) + " changes when they are shuffled");
        work.discard(other);
        return outcome;
    }

    /** Trained on what there is; once for both tests, which may run side by side. */
    private synchronized Lake honest(PipelineConfig small, Dataset<Row> frame) {
        if (honest == null) {
            progress.step("training on one test");
            honest = training.into(work.lake(), small, frame);
        }
        return honest;
    }

    private static Column ofOddMachines() {
        return org.apache.spark.sql.functions.expr("pmod(xxhash64(" + TrainingSet.EQUIPMENT_ID + "), 2) = 1");
    }

    private Column expressionOfTest(SplitSpec split) {
        return split.kind() == SplitSpec.Kind.OFFICIAL
                ? col(TrainingSet.EQUIPMENT_ID).startsWith(split.testPrefix())
                : unix_millis(col(TrainingSet.AS_OF))
                        .geq(split.tests().get(0).from().toEpochMilli());
    }

    private static Dataset<Row> multiplied(Dataset<Row> frame, Column touched) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : frame.schema().fields()) {
            Column column = col("`" + field.name() + "`");
            columns.add(
                    field.dataType().equals(DataTypes.DoubleType)
                            ? when(touched, column.multiply(lit(1000.0)))
                                    .otherwise(column)
                                    .as(field.name())
                            : column);
        }
        return frame.select(columns.toArray(new Column[0]));
    }

    private AuditOutcome compared(Lake clean, Lake poisoned, Column touched) {
        TableSpec table = predictions(clean);
        if (!clean.has(table)) {
            return new AuditOutcome.NotApplicable("training made no predictions");
        }
        Column outOfSample = col(Predictions.FOLD).gt(0).and(org.apache.spark.sql.functions.not(touched));
        Dataset<Row> before = clean.read(table).filter(outOfSample);
        Dataset<Row> after = poisoned.read(table).filter(outOfSample);
        long rows = before.count();
        if (rows == 0) {
            return new AuditOutcome.NotApplicable("no prediction was left untouched to compare");
        }
        if (Fingerprint.of(before, table.key()).equals(Fingerprint.of(after, table.key()))) {
            return new AuditOutcome.Passed(
                    0,
                    rows + " predictions of training rows and of untouched test rows agree in"
                            + " every bit after half of the test rows was multiplied by 1000");
        }
        return new AuditOutcome.Failed(
                0,
                "what the fold fits knows the test: the prediction for " + firstOther(before, after, table)
                        + " changes when other test rows are multiplied by 1000");
    }

    private static TableSpec predictions(Lake trained) {
        return trained.has(Predictions.TABLE) ? Predictions.TABLE : RulPredictions.TABLE;
    }

    /** The first prediction that is not the same in the other, in words. */
    private static String firstOther(Dataset<Row> before, Dataset<Row> after, TableSpec table) {
        String answer = table.equals(Predictions.TABLE) ? Predictions.SCORE : RulPredictions.RUL_MEDIAN_H;
        Row first = before.exceptAll(after)
                .orderBy(Predictions.EQUIPMENT_ID, Predictions.AS_OF)
                .first();
        return first.getAs(Predictions.EQUIPMENT_ID) + " at " + first.getAs(Predictions.AS_OF) + " ("
                + first.getAs(Predictions.ROLE) + " row, " + first.getAs(answer) + ")";
    }
}

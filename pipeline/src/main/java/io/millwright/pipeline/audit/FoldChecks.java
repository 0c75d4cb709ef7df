package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.pipeline.evaluate.AgainstItself;
import io.millwright.pipeline.evaluate.TestBlindness;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import io.millwright.training.table.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/** The arithmetic of the folds: no training row's label window reaches into the test that judges it. */
final class FoldChecks {

    private static final int RUNS_AGAINST_ITSELF = 200;
    /** Enough for any fleet's interval, and soon judged. */
    private static final int ROWS_AGAINST_ITSELF = 20_000;

    private FoldChecks() {}

    static AuditOutcome folds(Lake lake, PipelineConfig config) {
        if (!lake.has(Folds.TABLE)) {
            return new AuditOutcome.NotApplicable("there are no folds yet; run train first");
        }
        List<Row> byTime = lake.read(Folds.TABLE)
                .filter(col(Folds.AXIS).equalTo("time"))
                .orderBy(Folds.TEST_FROM)
                .collectAsList();
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Row fold : byTime) {
            if (!fold.<java.sql.Timestamp>getAs(Folds.TRAIN_TO).after(fold.getAs(Folds.TEST_FROM))) {
                checked++;
            } else {
                wrong.add("fold " + fold.getAs(Folds.FOLD) + " trains until " + fold.getAs(Folds.TRAIN_TO)
                        + " and tests from " + fold.getAs(Folds.TEST_FROM));
            }
        }
        wrong.addAll(overlapping(byTime));
        config.targets()
                .headline()
                .ifPresent(headline -> byTime.forEach(fold -> wrong.addAll(reaching(lake, headline, fold))));
        wrong.addAll(sharedMachines(lake));
        if (!wrong.isEmpty()) {
            return new AuditOutcome.Failed(0, wrong);
        }
        return byTime.isEmpty() && lake.read(Folds.TABLE).isEmpty()
                ? new AuditOutcome.NotApplicable("the table of folds is empty")
                : new AuditOutcome.Passed(
                        0,
                        (byTime.isEmpty()
                                        ? "no fold is by time"
                                        : checked + " folds by time: the label windows of all training rows end before"
                                                + " the test starts")
                                + "; no machine of another axis stands on both sides");
    }

    /** L11: thresholds, model and baseline of every test are chosen again with its answers turned round. */
    static AuditOutcome choices(Lake lake, PipelineConfig config) {
        if (config.targets().headline().isEmpty()) {
            return new AuditOutcome.NotApplicable("the pipeline file has no failure target");
        }
        if (!lake.has(Predictions.TABLE) || !lake.has(Labels.TABLE)) {
            return new AuditOutcome.NotApplicable("there are no predictions yet; run train first");
        }
        TestBlindness blindness = TestBlindness.of(lake, config);
        if (!blindness.changed().isEmpty()) {
            return new AuditOutcome.Failed(0, blindness.changed());
        }
        return blindness.choices() == 0
                ? new AuditOutcome.NotApplicable("nothing was chosen")
                : new AuditOutcome.Passed(
                        0,
                        blindness.choices()
                                + " thresholds, models and baselines come out the same when the tests end otherwise");
    }

    /** L16: the chosen model against itself, so that a rule that takes rows of one machine for independent shows. */
    static AuditOutcome againstItself(Lake lake, PipelineConfig config) {
        if (config.targets().headline().isEmpty()) {
            return new AuditOutcome.NotApplicable("the pipeline file has no failure target");
        }
        if (config.timeAxis() == TimeAxis.NONE) {
            return new AuditOutcome.NotApplicable(
                    "landing.axis is none: every row is a machine of its own, so no two rows share a window");
        }
        if (!lake.has(Predictions.TABLE) || !lake.has(Labels.TABLE)) {
            return new AuditOutcome.NotApplicable("there are no predictions yet; run train first");
        }
        return AgainstItself.of(lake, config, RUNS_AGAINST_ITSELF, ROWS_AGAINST_ITSELF)
                .map(FoldChecks::againstItself)
                .orElseGet(() -> new AuditOutcome.NotApplicable("no model was tested on two machines"));
    }

    static AuditOutcome againstItself(AgainstItself found) {
        String text = String.format(
                Locale.ROOT,
                "the chosen model, shaken as by another seed, replaces itself in %d of %d runs on %d machines (promised: at"
                        + " most %.0f %%; the saved cost differs from 0 in %d)",
                found.promoted(),
                found.runs(),
                found.machines(),
                100 * AgainstItself.PROMISED,
                found.different());
        return found.broken() ? new AuditOutcome.Failed(0, text) : new AuditOutcome.Passed(0, text);
    }

    private static List<String> overlapping(List<Row> folds) {
        List<String> wrong = new ArrayList<>();
        List<Row> sorted = folds.stream()
                .sorted(Comparator.comparing(row -> row.<java.sql.Timestamp>getAs(Folds.TEST_FROM)))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1)
                    .<java.sql.Timestamp>getAs(Folds.TEST_TO)
                    .after(sorted.get(i).getAs(Folds.TEST_FROM))) {
                wrong.add("the tests of folds " + sorted.get(i - 1).getAs(Folds.FOLD) + " and "
                        + sorted.get(i).getAs(Folds.FOLD) + " overlap");
            }
        }
        return wrong;
    }

    /** A fold counts the rows it learns from: one more than have a label that was known when the test starts knows the test. */
    private static List<String> reaching(Lake lake, TargetSpec.Failure headline, Row fold) {
        if (!lake.has(Labels.TABLE)) {
            return List.of();
        }
        java.sql.Timestamp testFrom = fold.getAs(Folds.TEST_FROM);
        long known = lake.read(Labels.TABLE)
                .filter(col(Labels.TARGET)
                        .equalTo(headline.name())
                        .and(col(Labels.LABEL).isNotNull()))
                .filter(col(Labels.AS_OF).geq(lit(fold.getAs(Folds.TRAIN_FROM))))
                .filter(unix_millis(col(Labels.AS_OF))
                        .plus(headline.horizon().toMillis())
                        .leq(testFrom.getTime()))
                .count();
        long learned = fold.<Long>getAs(Folds.N_TRAIN);
        return learned <= known
                ? List.of()
                : List.of("fold " + fold.getAs(Folds.FOLD) + " learned " + headline.name() + " from " + learned
                        + " rows, but only " + known + " have a label that was known when its test starts at "
                        + testFrom.toInstant());
    }

    /** On the axes of machines, nobody is trained on and tested on. */
    private static List<String> sharedMachines(Lake lake) {
        if (!lake.has(Predictions.TABLE)) {
            return List.of();
        }
        return lake
                .read(Predictions.TABLE)
                .join(
                        lake.read(Folds.TABLE)
                                .filter(col(Folds.AXIS).notEqual("time"))
                                .select(Folds.FOLD)
                                .distinct(),
                        Folds.FOLD)
                .groupBy(Predictions.FOLD, Predictions.EQUIPMENT_ID)
                .agg(
                        max(col(Predictions.ROLE).isin(Role.VALIDATION, Role.HELD_OUT_VALIDATION))
                                .as("trained"),
                        max(col(Predictions.ROLE).isin(Role.TEST, Role.HELD_OUT_TEST))
                                .as("tested"))
                .filter("trained and tested")
                .groupBy(Predictions.FOLD)
                .count()
                .orderBy(Predictions.FOLD)
                .collectAsList()
                .stream()
                .map(row -> "fold " + row.getInt(0) + " trains and tests on " + row.getLong(1) + " machines")
                .toList();
    }
}

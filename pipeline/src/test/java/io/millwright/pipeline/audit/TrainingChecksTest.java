package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L4 and L17 on labels, L7, L9 and L19 on models: honest tables pass, planted leaks fail. */
class TrainingChecksTest {

    @TempDir
    private Path folder;

    private AuditedFleet fleet;

    @BeforeEach
    void a_fleet() {
        fleet = new AuditedFleet(folder);
    }

    @Test
    void labels_before_the_failure_pass() {
        fleet.write(Labels.TABLE, List.of(label(1, 0), label(3, 1), label(4, null), label(5, 0)));

        assertThat(LabelChecks.labels(fleet.lake, fleet.config)).isInstanceOf(AuditOutcome.Passed.class);
    }

    @Test
    void a_labelled_row_at_the_failure_fails() {
        fleet.write(Labels.TABLE, List.of(label(3, 1), label(4, 1)));

        AuditOutcome outcome = LabelChecks.labels(fleet.lake, fleet.config);

        assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains("p0 at 2026-01-05T00:00:00Z is labelled 1");
    }

    @Test
    void a_positive_row_without_a_failure_and_a_negative_one_before_it_fail() {
        fleet.write(Labels.TABLE, List.of(label(1, 1), label(3, 0)));

        assertThat(LabelChecks.labels(fleet.lake, fleet.config).text())
                .contains("positive without a failure")
                .contains("negative with a failure");
    }

    /** All failures of the fleet are at midnight, so they may be dated by the day alone. */
    @Test
    void a_labelled_row_inside_a_day_that_only_dates_a_failure_fails() {
        fleet.write(Labels.TABLE, List.of(label(3, 1), label(4, null), label(5, 0)));

        AuditOutcome honest = LabelChecks.datedByDay(fleet.lake, fleet.config);
        assertThat(honest).as(honest.text()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(honest.text()).contains("6 failures are dated by the day alone");

        fleet.write(Labels.TABLE, List.of(AuditedFleet.label("p0", 4.5, 0)));

        assertThat(LabelChecks.datedByDay(fleet.lake, fleet.config))
                .isInstanceOfSatisfying(AuditOutcome.Failed.class, failed -> assertThat(failed.evidence())
                        .contains("p0 at 2026-01-05T12:00:00Z is labelled 0 inside the day it failed"));
    }

    @Test
    void folds_that_learn_from_known_labels_pass_and_one_that_learns_from_a_later_one_fails() {
        fleet.write(Labels.TABLE, List.of(label(1, 0), label(2, 0), label(3, null), label(5, 0), label(6, 0)));
        fleet.write(Folds.TABLE, List.of(learningFrom(3)));

        assertThat(FoldChecks.folds(fleet.lake, fleet.config)).isInstanceOf(AuditOutcome.Passed.class);

        fleet.write(Folds.TABLE, List.of(learningFrom(4)));

        AuditOutcome outcome = FoldChecks.folds(fleet.lake, fleet.config);
        assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains("fold 1 learned fails from 4 rows, but only 3 have a label");
    }

    private static Row learningFrom(long rows) {
        return RowFactory.create(
                1,
                "time",
                AuditedFleet.day(0),
                AuditedFleet.day(7),
                AuditedFleet.day(7),
                AuditedFleet.day(12),
                rows,
                9L,
                1L);
    }

    @Test
    void a_machine_on_both_sides_of_an_axis_of_machines_fails() {
        fleet.write(
                Folds.TABLE,
                List.of(RowFactory.create(
                        1,
                        "machines",
                        AuditedFleet.day(0),
                        AuditedFleet.day(12),
                        AuditedFleet.day(0),
                        AuditedFleet.day(12),
                        9L,
                        9L,
                        1L)));
        fleet.write(Predictions.TABLE, List.of(prediction("p0", 6, "validation"), prediction("p0", 8, "test")));

        assertThat(FoldChecks.folds(fleet.lake, fleet.config)).isInstanceOf(AuditOutcome.Failed.class);
    }

    @Test
    void scaling_fitted_on_training_rows_passes() {
        assertThat(poisoned("as_of < timestamp'2026-01-08'")).isInstanceOf(AuditOutcome.Passed.class);
    }

    @Test
    void scaling_fitted_on_all_rows_fails() {
        AuditOutcome outcome = poisoned("true");

        assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains("what the fold fits knows the test");
    }

    /** L9 with a training step that only centres, on the rows a condition names. */
    private AuditOutcome poisoned(String fittedOn) {
        return checked(fittedOn, "avg(heat)", Poisoning::poisoned);
    }

    private AuditOutcome checked(String fittedOn, String centre, Function<Poisoning, AuditOutcome> test) {
        StructType schema = new StructType()
                .add("equipment_id", DataTypes.StringType)
                .add("as_of", DataTypes.TimestampType)
                .add("heat", DataTypes.DoubleType);
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < 6; machine++) {
            for (int day = 1; day < AuditedFleet.DAYS; day++) {
                rows.add(RowFactory.create("p" + machine, AuditedFleet.day(day), machine + 0.1 * day));
            }
        }
        fleet.write(new TableSpec(TrainingSet.NAME, schema, List.of(), List.of("equipment_id", "as_of")), rows);
        Builders builders = new Builders(
                (lake, config) -> {}, (lake, config) -> {}, (lake, config) -> centred(lake, fittedOn, centre));
        try (WorkFolder work = new WorkFolder(fleet.lake)) {
            return test.apply(new Poisoning(fleet.lake, fleet.config, builders, work, Progress.silent()));
        }
    }

    @Test
    void a_model_that_depends_on_the_order_of_its_rows_fails() {
        for (boolean ordered : new boolean[] {true, false}) {
            AuditOutcome outcome = checked("true", ordered ? "max(heat)" : "first(heat)", Poisoning::shuffled);

            assertThat(outcome)
                    .as(outcome.text())
                    .isInstanceOf(ordered ? AuditOutcome.Passed.class : AuditOutcome.Failed.class);
        }
    }

    private static void centred(Lake lake, String fittedOn, String centre) {
        lake.read(TrainingSet.NAME).createOrReplaceTempView("training_rows");
        Dataset<Row> predictions = lake.spark()
                .sql("select equipment_id, as_of, 'fails' as target, 'logistic' as candidate,"
                        + " 1 as fold, if(as_of < timestamp'2026-01-08', 'validation', 'test') as role,"
                        + " heat - (select " + centre + " from training_rows where " + fittedOn + ") as score,"
                        + " cast(null as double) as p, cast(null as string) as mode, cast(null as double) as mode_p,"
                        + " cast(null as string) as severity, cast(null as double) as severity_p_medium,"
                        + " cast(null as double) as severity_p_high from training_rows");
        lake.overwrite(predictions, Predictions.TABLE, Map.of());
    }

    private static Row label(int day, Integer label) {
        return RowFactory.create("p0", AuditedFleet.day(day), "fails", label, null, null, null, null);
    }

    private static Row prediction(String machine, int day, String role) {
        return RowFactory.create(
                machine, AuditedFleet.day(day), "fails", "logistic", 1, role, 0.5, null, null, null, null, null, null);
    }
}

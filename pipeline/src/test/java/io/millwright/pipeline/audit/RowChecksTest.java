package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.WorkOrders;
import io.millwright.training.table.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L5, L6, L8, L10, L15 and L20: honest tables pass, planted leaks fail. p0 fails on day 4, p1 on day 5, and so on. */
class RowChecksTest {

    private static final StructType TRAINING = new StructType()
            .add("equipment_id", DataTypes.StringType)
            .add("as_of", DataTypes.TimestampType)
            .add("site", DataTypes.StringType)
            .add("type", DataTypes.StringType)
            .add("heat", DataTypes.DoubleType)
            .add("load", DataTypes.DoubleType);

    @TempDir
    private Path folder;

    private AuditedFleet fleet;
    private RowChecks checks;

    @BeforeEach
    void a_fleet() {
        fleet = new AuditedFleet(folder);
        checks = new RowChecks(fleet.lake, fleet.config);
    }

    private static Row label(String machine, double day, Integer label) {
        return RowFactory.create(machine, AuditedFleet.day(day), "fails", label, null, null, null, null);
    }

    private static void assertFails(AuditOutcome outcome, String... evidence) {
        assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains(evidence);
    }

    @Test
    void a_labelled_row_within_a_day_of_a_failure_fails() {
        fleet.write(Labels.TABLE, List.of(label("p0", 3, 1), label("p0", 4.5, null), label("p0", 6, 0)));
        assertThat(checks.afterFailures()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(checks.afterFailures().text()).contains("1 rows up to 24 h after a failure");

        fleet.write(Labels.TABLE, List.of(label("p0", 4.5, 0)));

        assertFails(checks.afterFailures(), "p0 at 2026-01-05T12:00:00Z is labelled 0");
    }

    @Test
    void a_healthy_row_whose_horizon_the_data_do_not_reach_fails() {
        fleet.write(Labels.TABLE, List.of(label("p0", 8, 0), label("p0", 11, null)));
        assertThat(checks.observed()).isInstanceOf(AuditOutcome.Passed.class);

        fleet.write(Labels.TABLE, List.of(label("p0", 11, 0)));

        assertFails(checks.observed(), "p0 at 2026-01-12T00:00:00Z counts as healthy though the data end");
    }

    @Test
    void a_healthy_row_with_a_replacement_in_its_horizon_fails() {
        fleet.write(Labels.TABLE, List.of(label("p0", 1, 0)));

        assertFails(checks.observed(), "p0 at 2026-01-02T00:00:00Z", "a part was replaced in its horizon");

        fleet.write(WorkOrders.TABLE, List.of(AuditedFleet.greased(0, 1.5)));

        assertThat(checks.observed()).isInstanceOf(AuditOutcome.Passed.class);
    }

    /** Rows of every pump and day; what {@code heat} says is up to the test. */
    private void trainingSet(Heat heat, StructType schema, int machines) {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            for (int day = 1; day < AuditedFleet.DAYS; day++) {
                List<Object> values = new ArrayList<>(
                        List.of("p" + machine, AuditedFleet.day(day), "plant", "pump", heat.of(machine, day, random)));
                while (values.size() < schema.size()) {
                    values.add(random.nextGaussian());
                }
                rows.add(RowFactory.create(values.toArray()));
            }
        }
        fleet.write(new TableSpec(TrainingSet.NAME, schema, List.of(), List.of("equipment_id", "as_of")), rows);
        fleet.write(FeatureCatalogue.TABLE, List.of(feature("heat", 0), feature("load", 1)));
    }

    private interface Heat {
        double of(int machine, int day, Random random);
    }

    private static double noise(int machine, int day, Random random) {
        return random.nextGaussian();
    }

    private static Row feature(String name, int position) {
        return RowFactory.create(
                name, "features_time_domain", "", "", null, "series", "1", null, "mean", name, null, position);
    }

    @Test
    void rows_of_two_machines_that_are_copies_fail() {
        trainingSet(RowChecksTest::noise, TRAINING, 6);
        assertThat(checks.copies()).isInstanceOf(AuditOutcome.Passed.class);

        StructType onlyHeat = new StructType(new org.apache.spark.sql.types.StructField[] {
            TRAINING.fields()[0], TRAINING.fields()[1], TRAINING.fields()[2], TRAINING.fields()[3], TRAINING.fields()[4]
        });
        trainingSet((machine, day, random) -> 1 + day % 3, onlyHeat, 6);

        assertFails(checks.copies(), "6 machines, p0 and p5 among them");
    }

    @Test
    void a_machine_that_is_left_out_fails() {
        trainingSet(RowChecksTest::noise, TRAINING, 6);
        assertThat(checks.survivors().text()).contains("all 6 machines", "6 that failed and 0 that did not");

        trainingSet(RowChecksTest::noise, TRAINING, 5);

        assertFails(checks.survivors(), "1 of 6 machines", "p5");
    }

    @Test
    void a_column_nobody_describes_fails() {
        trainingSet(RowChecksTest::noise, TRAINING, 6);
        assertThat(checks.columns()).isInstanceOf(AuditOutcome.Passed.class);

        trainingSet(RowChecksTest::noise, TRAINING.add("true_health", DataTypes.DoubleType), 6);

        assertFails(checks.columns(), "true_health");
    }

    @Test
    void a_row_that_is_predicted_twice_or_was_never_there_fails() {
        trainingSet(RowChecksTest::noise, TRAINING, 6);
        fleet.write(Predictions.TABLE, List.of(prediction("p0", 3), prediction("p0", 5)));
        assertThat(checks.drawnTwice()).isInstanceOf(AuditOutcome.Passed.class);

        fleet.write(Predictions.TABLE, List.of(prediction("p0", 3), prediction("p0", 3)));
        assertFails(checks.drawnTwice(), "logistic predicts p0", "2 times as validation");

        fleet.write(Predictions.TABLE, List.of(prediction("p0", 3.5)));
        assertFails(checks.drawnTwice(), "1 predictions are of rows the training set does not have");
    }

    private static Row prediction(String machine, double day) {
        return RowFactory.create(
                machine,
                AuditedFleet.day(day),
                "fails",
                "logistic",
                1,
                "validation",
                0.5,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}

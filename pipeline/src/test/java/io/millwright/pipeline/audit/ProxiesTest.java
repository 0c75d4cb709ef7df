package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.TableSpec;
import io.millwright.training.matrix.FailureLabels;
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

/** L12 on twenty pumps that are seen daily; three of four fail, on day 6 to 11, and the four days before are positive. */
class ProxiesTest {

    private static final int MACHINES = 20;
    private static final int NEVER = 100;
    private static final StructType TRAINING = new StructType()
            .add("equipment_id", DataTypes.StringType)
            .add("as_of", DataTypes.TimestampType)
            .add("heat", DataTypes.DoubleType)
            .add("load", DataTypes.DoubleType);

    @TempDir
    private Path folder;

    private AuditedFleet fleet;

    @BeforeEach
    void a_fleet_of_which_most_fail() {
        fleet = new AuditedFleet(folder);
    }

    private static int fails(int machine) {
        return machine % 4 == 3 ? NEVER : 6 + machine % 6;
    }

    private interface Value {
        double of(int machine, int day, Random random);
    }

    private AuditOutcome audited(Value heat) {
        Random random = new Random(3);
        List<Row> rows = new ArrayList<>();
        List<Row> labels = new ArrayList<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            for (int day = 1; day < AuditedFleet.DAYS; day++) {
                int toFailure = fails(machine) - day;
                String name = "p" + machine;
                rows.add(RowFactory.create(
                        name, AuditedFleet.day(day), heat.of(machine, day, random), random.nextGaussian()));
                if (toFailure > 0) {
                    labels.add(AuditedFleet.label(name, day, toFailure <= 4 ? 1 : 0));
                }
            }
        }
        fleet.write(new TableSpec(TrainingSet.NAME, TRAINING, List.of(), List.of("equipment_id", "as_of")), rows);
        fleet.write(Labels.TABLE, labels);
        return Proxies.of(fleet.lake, fleet.config);
    }

    @Test
    void a_feature_that_says_nothing_passes() {
        AuditOutcome outcome = audited((machine, day, random) -> random.nextGaussian());

        assertThat(outcome).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(outcome.text()).contains("of 2 features none alone").doesNotContain("FLAGGED");
    }

    @Test
    void a_feature_that_counts_the_days_to_the_failure_fails() {
        AuditOutcome outcome = audited((machine, day, random) -> fails(machine) - day);

        assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains("heat 1.000 (1.000 at the start of the horizon)");
    }

    @Test
    void one_good_sensor_is_flagged_and_does_not_fail() {
        AuditOutcome outcome =
                audited((machine, day, random) -> Math.max(0, 8 - (fails(machine) - day)) + random.nextGaussian());

        assertThat(outcome).as(outcome.text()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(outcome.text()).startsWith("FLAGGED").contains("heat 0.9");
    }

    @Test
    void a_number_of_the_machine_fails_where_those_with_like_numbers_fail_alike() {
        AuditOutcome byFate = audited((machine, day, random) -> machine + (fails(machine) == NEVER ? 1000 : 0));
        AuditOutcome byName = audited((machine, day, random) -> machine * 7 % MACHINES);

        assertThat(byFate).as(byFate.text()).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(byFate.text()).contains("is a name").endsWith("heat");
        assertThat(byName).as(byName.text()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(byName.text()).contains("1 name the machine and tell nothing of others, heat among them");
    }

    @Test
    void the_area_under_the_curve_is_that_of_all_pairs() {
        Random random = new Random(7);
        float[] values = new float[60];
        byte[] label = new byte[60];
        for (int row = 0; row < values.length; row++) {
            label[row] = (byte) (random.nextInt(3) - 1);
            values[row] = row % 11 == 0 ? Float.NaN : random.nextInt(6) + label[row];
        }
        double wins = 0;
        double pairs = 0;
        for (int a = 0; a < 60; a++) {
            for (int b = 0; b < 60; b++) {
                if (label[a] == 1 && label[b] == 0 && !Float.isNaN(values[a]) && !Float.isNaN(values[b])) {
                    pairs++;
                    wins += values[a] > values[b] ? 1 : values[a] == values[b] ? 0.5 : 0;
                }
            }
        }
        assertThat(Proxies.areaUnderCurve(values, FailureLabels.of(label)))
                .isCloseTo(Math.max(wins / pairs, 1 - wins / pairs), org.assertj.core.data.Offset.offset(1e-12));
    }
}

package io.millwright.training.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.testing.TestSpark;
import io.millwright.training.group.PerGroupModels;
import io.millwright.training.table.GroupModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PerMachineTest {

    private static final int MACHINES = 2_000;
    private static final int DAYS = 24;

    private final SparkSession spark = TestSpark.session();

    /** Each machine has a normal of its own; one has three rows only, another one without a value. */
    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            Random random = new Random(machine);
            for (int day = 0; day < (machine == 7 ? 3 : DAYS); day++) {
                double[] values = {machine + random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
                rows.add(RowFactory.create(
                        name(machine), (long) day, machine == 8 && day == 0 ? new double[0] : values));
            }
        }
        return rows;
    }

    private static String name(int machine) {
        return String.format("m%04d", machine);
    }

    private List<Row> models(int partitions) {
        Dataset<Row> rows = spark.createDataFrame(rows(), PerGroupModels.ROWS).repartition(partitions);
        return PerGroupModels.of(rows, PerMachine.TRAINER, 1)
                .orderBy(GroupModels.GROUP)
                .collectAsList();
    }

    @Test
    void
            thousands_of_machines_get_the_same_models_whatever_the_partitions_and_one_that_cannot_be_trained_stops_no_other() {
        List<Row> one = models(1);
        List<Row> other = models(8);

        assertThat(one).hasSize(MACHINES).extracting(row -> row.getString(0)).startsWith("m0000", "m0001");
        assertThat(other)
                .extracting(row -> row.getAs(GroupModels.FINGERPRINT))
                .isEqualTo(one.stream()
                        .map(row -> row.getAs(GroupModels.FINGERPRINT))
                        .toList());
        assertThat(one.stream().map(row -> row.getAs(GroupModels.FINGERPRINT)).distinct())
                .as("no two machines are alike")
                .hasSize(MACHINES - 1);
        double[] row = {1_500, 0, 0};
        for (int machine : new int[] {0, 1_000, 1_500}) {
            assertThat(read(other.get(machine)).score(row))
                    .isEqualTo(read(one.get(machine)).score(row));
        }
        assertThat(read(one.get(1_500)).score(row)).as("its own normal").isNegative();
        assertThat(read(one.get(1_000)).score(row)).as("another's").isPositive();
        assertThat(one.stream().filter(model -> model.getAs(GroupModels.MODEL) == null))
                .extracting(model -> model.getString(0) + " " + model.getAs(GroupModels.REASON))
                .satisfiesExactly(
                        few -> assertThat(few).isEqualTo("m0007 3 rows, and 20 are needed"),
                        broken -> assertThat(broken).startsWith("m0008 training failed: "));
    }

    private static SupportVectors read(Row model) {
        return SupportVectors.read(model.getAs(GroupModels.MODEL));
    }

    @Test
    void nothing_is_stranger_to_a_machine_than_what_is_far_from_all_it_did_and_with_few_rows_nobody_can_tell() {
        Indicators rows = Rows.of(60, (machine, day, values) -> {
            if (machine == 3 && day == 50) {
                Arrays.fill(values, 10_000);
            }
            return values;
        });
        Indicators normal = rows.select(Rows.days(rows, 0, 40));
        Indicators few = rows.select(Rows.days(rows, 0, 10));
        Detector detector = Detectors.named(List.of("machine_svm"), spark).get(0);
        Normals normals = Normals.of(normal);
        Deviations all = Deviations.of(rows, normals);

        double[] scores = detector.fit(Deviations.of(normal, normals), 1).scores(all);

        int strange = Rows.at(rows, "m3", 50);
        assertThat(scores[strange]).isPositive();
        for (int row = 0; row < scores.length; row++) {
            if (rows.matrix().machine(row).equals("m3")) {
                assertThat(scores[row]).isLessThanOrEqualTo(scores[strange]);
            }
        }
        assertThat(detector.fit(Deviations.of(few, normals), 1).scores(all)).containsOnly(Double.NaN);
    }

    @Test
    void its_parameters_alone_score_as_the_library_does() {
        Random random = new Random(3);
        double[][] rows = new double[40][3];
        for (double[] row : rows) {
            Arrays.setAll(row, column -> random.nextInt(4) == 0 ? 0 : random.nextGaussian());
        }

        SupportVectors kept = SupportVectors.read(PerMachine.TRAINER.train(rows, 1));

        double[] expected = new OneClass().fit(rows, 1).scores(rows);
        for (int row = 0; row < rows.length; row++) {
            assertThat(kept.score(rows[row])).isCloseTo(expected[row], within(1e-12));
        }
        assertThatThrownBy(() -> SupportVectors.read(new byte[] {0, 0, 0, 9, 0, 0, 0, 9}))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("group_models is damaged");
    }
}

package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.features.table.Labels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Progress;
import io.millwright.lake.TableSpec;
import io.millwright.training.table.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L7 on forty pumps that are seen daily and tested from day 7; every other one is positive for three days on end. */
class ShuffleCanaryTest {

    private static final int MACHINES = 40;
    private static final StructType TRAINING = new StructType()
            .add("equipment_id", DataTypes.StringType)
            .add("as_of", DataTypes.TimestampType)
            .add("heat", DataTypes.DoubleType);

    @TempDir
    private Path folder;

    private AuditedFleet fleet;

    @BeforeEach
    void a_fleet() {
        fleet = new AuditedFleet(folder);
    }

    private void training(int failing) {
        List<Row> rows = new ArrayList<>();
        List<Row> labels = new ArrayList<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            int from = 4 + machine / 2 % 6;
            for (int day = 1; day < AuditedFleet.DAYS; day++) {
                boolean positive = machine % 2 == 0 && machine < failing && day >= from && day < from + 3;
                rows.add(RowFactory.create("p" + machine, AuditedFleet.day(day), (double) day));
                labels.add(AuditedFleet.label("p" + machine, day, positive ? 1 : 0));
            }
        }
        fleet.write(new TableSpec(TrainingSet.NAME, TRAINING, List.of(), List.of("equipment_id", "as_of")), rows);
        fleet.write(Labels.TABLE, labels);
    }

    /** @param known of the labels a model learns from: it says of each row what it knows of the machine's last before it */
    private AuditOutcome sung(String known) {
        Builders builders =
                new Builders((lake, config) -> {}, (lake, config) -> {}, (lake, config) -> asBefore(lake, known));
        try (WorkFolder work = new WorkFolder(fleet.lake)) {
            return new ShuffleCanary(fleet.lake, fleet.config, builders, work, Progress.silent()).sings();
        }
    }

    private static void asBefore(Lake lake, String known) {
        lake.read(TrainingSet.NAME).createOrReplaceTempView("canary_rows");
        lake.read(Labels.TABLE).createOrReplaceTempView("canary_labels");
        Dataset<Row> predictions = lake.spark()
                .sql(
                        "select r.equipment_id, r.as_of, 'fails' as target, 'logistic' as candidate, 1 as fold, 'test' as role,"
                                + " cast(coalesce(max_by(l.label, l.as_of), 0) as double) as score, cast(null as double) as p,"
                                + " cast(null as string) as mode, cast(null as double) as mode_p,"
                                + " cast(null as string) as severity, cast(null as double) as severity_p_medium,"
                                + " cast(null as double) as severity_p_high"
                                + " from canary_rows r left join canary_labels l on l.equipment_id = r.equipment_id"
                                + " and l.as_of < r.as_of and " + known
                                + " where r.as_of >= timestamp'2026-01-08' group by r.equipment_id, r.as_of");
        lake.overwrite(predictions, Predictions.TABLE, Map.of());
    }

    @Test
    void a_fold_that_learns_from_labels_known_before_its_test_passes() {
        training(MACHINES);

        AuditOutcome outcome = sung("l.as_of + interval 48 hours <= timestamp'2026-01-08'");

        assertThat(outcome).as(outcome.text()).isInstanceOf(AuditOutcome.Passed.class);
        assertThat(outcome.text()).contains("on 200 test rows");
    }

    @Test
    void a_fold_that_learns_from_labels_that_reach_into_the_test_fails() {
        training(MACHINES);

        AuditOutcome outcome = sung("true");

        assertThat(outcome).as(outcome.text()).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains("finds them in the test");
    }

    @Test
    void where_hardly_any_row_is_positive_nothing_can_be_told() {
        training(3);

        assertThat(sung("true")).isInstanceOf(AuditOutcome.NotApplicable.class);
    }
}

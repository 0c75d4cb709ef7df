package io.millwright.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.table.WorkOrders;
import io.millwright.training.table.Folds;
import io.millwright.training.table.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L8 on the axes of machines: p0 trains, p5 is tested, and on the last day p5 gets the bearing that p0 had until then. */
class SharedPartsTest {

    private static final double MOVED = AuditedFleet.DAYS - 0.3;

    @TempDir
    private Path folder;

    private AuditedFleet fleet;

    @BeforeEach
    void a_fleet() {
        fleet = new AuditedFleet(folder);
        fleet.write(
                Predictions.TABLE, List.of(prediction("p0", "held_out_validation"), prediction("p5", "held_out_test")));
    }

    private void fold(String axis, double trainTo, double testTo) {
        fleet.write(
                Folds.TABLE,
                List.of(RowFactory.create(
                        1,
                        axis,
                        AuditedFleet.day(0),
                        AuditedFleet.day(trainTo),
                        AuditedFleet.day(trainTo),
                        AuditedFleet.day(testTo),
                        9L,
                        9L,
                        1L)));
    }

    private AuditOutcome audited() {
        return new SharedParts(fleet.lake).across();
    }

    @Test
    void a_part_that_moved_from_a_machine_that_trains_into_one_that_is_tested_fails() {
        fold("held_out_machines", 7, AuditedFleet.DAYS);

        AuditOutcome outcome = audited();

        assertThat(outcome).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(outcome.text()).contains("trains on p0 while the bearing B0 sits in it and tests p5");
    }

    @Test
    void a_part_that_came_after_the_test_passes_and_so_does_a_split_by_time() {
        fold("held_out_machines", 7, MOVED - 1);
        assertThat(audited().text()).contains("none of 6 parts with a serial and");
        assertThat(audited()).isInstanceOf(AuditOutcome.Passed.class);

        fold("time", 7, AuditedFleet.DAYS);
        assertThat(audited()).isInstanceOf(AuditOutcome.NotApplicable.class);
    }

    @Test
    void an_order_for_machines_of_both_sides_fails() {
        fold("held_out_machines", 7, MOVED - 1);
        List<Row> orders = new ArrayList<>();
        for (String machine : List.of("p0", "p5")) {
            orders.add(RowFactory.create(
                    "o1",
                    machine,
                    "bearing",
                    "inspection",
                    "closed",
                    AuditedFleet.day(3),
                    AuditedFleet.day(3),
                    null,
                    null,
                    AuditedFleet.day(3),
                    AuditedFleet.day(3),
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "orders"));
        }
        fleet.write(WorkOrders.TABLE, orders);

        assertThat(audited()).isInstanceOf(AuditOutcome.Failed.class);
        assertThat(audited().text()).contains("p0 and tests p5, which share the order o1");
    }

    private static Row prediction(String machine, String role) {
        return RowFactory.create(
                machine, AuditedFleet.day(5), "fails", "logistic", 1, role, 0.5, null, null, null, null, null, null);
    }
}

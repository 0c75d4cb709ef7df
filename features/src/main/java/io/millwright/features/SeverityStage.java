package io.millwright.features;

import io.millwright.features.context.MachineLog;
import io.millwright.features.label.FailureSeverity;
import io.millwright.features.label.FailureSeverity.Bill;
import io.millwright.features.table.Severities;
import io.millwright.lake.Lake;
import io.millwright.lake.config.MaintenanceSpec.By;
import io.millwright.lake.config.MaintenanceSpec.Grading;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.WorkOrders;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Failures and the work that repaired them to the table {@code severities}, on the driver: there are few of either. */
final class SeverityStage {

    private final Lake lake;

    SeverityStage(Lake lake) {
        this.lake = lake;
    }

    /** Writes the table anew; where nobody grades any more, what an earlier configuration left is emptied. Returns whether it wrote. */
    boolean write(Optional<Grading> grading, Map<String, Long> inputs) {
        boolean graded = grading.isPresent() || lake.has(Severities.TABLE);
        if (graded) {
            List<Row> rows = grading.map(this::rows).orElse(List.of());
            lake.overwrite(lake.spark().createDataFrame(rows, Severities.SCHEMA).coalesce(1), Severities.TABLE, inputs);
        }
        return graded;
    }

    private List<Row> rows(Grading grading) {
        Map<String, List<MachineLog.Event>> failures = failures();
        Map<String, List<MachineLog.Order>> orders = new TreeMap<>();
        Map<String, List<Bill>> bills = new TreeMap<>();
        if (grading.by() != By.CODE && lake.has(WorkOrders.TABLE)) {
            readOrders(grading.by(), orders, bills);
        }
        List<Row> rows = new ArrayList<>();
        failures.forEach((machine, events) -> {
            List<FailureSeverity> severities = grading.by() == By.CODE
                    ? FailureSeverity.coded(events)
                    : FailureSeverity.billed(
                            events,
                            orders.getOrDefault(machine, List.of()),
                            bills.getOrDefault(machine, List.of()),
                            grading);
            severities.forEach(one -> rows.add(RowFactory.create(
                    machine, new Timestamp(one.failureMs()), one.severity().text(), new Timestamp(one.knownMs()))));
        });
        return rows;
    }

    private Map<String, List<MachineLog.Event>> failures() {
        Map<String, List<MachineLog.Event>> failures = new TreeMap<>();
        if (lake.has(Events.TABLE)) {
            each(
                    lake.read(Events.TABLE)
                            .where(functions.col(Events.KIND).equalTo("failure"))
                            .select(
                                    functions.col(Events.EQUIPMENT_ID),
                                    Entries.millis(Events.EVENT_TIME),
                                    Entries.millis(Events.KNOWN_TIME),
                                    functions.col(Events.COMPONENT),
                                    functions.col(Events.CODE)),
                    (machine, row) -> failures.computeIfAbsent(machine, any -> new ArrayList<>())
                            .add(new MachineLog.Event(
                                    row.getLong(1), row.getLong(2), "failure", text(row, 4), text(row, 3), null)));
        }
        return failures;
    }

    private void readOrders(By by, Map<String, List<MachineLog.Order>> orders, Map<String, List<Bill>> bills) {
        each(
                lake.read(WorkOrders.TABLE)
                        .where(functions
                                .col(WorkOrders.KIND)
                                .equalTo("corrective")
                                .and(functions.col(WorkOrders.STATUS).equalTo("closed")))
                        .select(
                                functions.col(WorkOrders.EQUIPMENT_ID),
                                Entries.millis(WorkOrders.EVENT_TIME),
                                Entries.millis(WorkOrders.KNOWN_TIME),
                                functions.col(WorkOrders.COMPONENT),
                                functions.col(by == By.COST ? WorkOrders.COST : WorkOrders.DOWNTIME_H)),
                (machine, row) -> {
                    orders.computeIfAbsent(machine, any -> new ArrayList<>())
                            .add(new MachineLog.Order(
                                    row.getLong(1), row.getLong(2), "corrective", "closed", text(row, 3), null, true));
                    if (!row.isNullAt(4)) {
                        bills.computeIfAbsent(machine, any -> new ArrayList<>())
                                .add(new Bill(row.getLong(1), row.getLong(2), text(row, 3), row.getDouble(4)));
                    }
                });
    }

    private static void each(Dataset<Row> rows, BiConsumer<String, Row> take) {
        rows.collectAsList().forEach(row -> take.accept(row.getString(0), row));
    }

    private static @Nullable String text(Row row, int column) {
        return row.isNullAt(column) ? null : row.getString(column);
    }
}

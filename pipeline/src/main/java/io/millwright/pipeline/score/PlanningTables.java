package io.millwright.pipeline.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millwright.evaluation.TimeWindow;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.Operations;
import io.millwright.lake.table.WorkOrders;
import io.millwright.worklist.AlertState;
import io.millwright.worklist.AlertTable;
import io.millwright.worklist.LoadWindow;
import io.millwright.worklist.Order;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** What a planner knew at one moment: orders, the schedule ahead, earlier alerts, earlier failures. Nothing later is read. */
final class PlanningTables {

    private static final Duration LOOKS_REMEMBERED = Duration.ofDays(30);

    private final Lake lake;
    private final Instant asOf;

    PlanningTables(Lake lake, Instant asOf) {
        this.lake = lake;
        this.asOf = asOf;
    }

    private Column knownByThen(String knownTime) {
        return col(knownTime).leq(lit(Timestamp.from(asOf)));
    }

    List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        if (lake.has(WorkOrders.TABLE)) {
            Map<String, String> sites = ofMachines(Equipment.SITE);
            lake.read(WorkOrders.TABLE)
                    .where(knownByThen(WorkOrders.KNOWN_TIME))
                    .select(
                            WorkOrders.ORDER_ID,
                            WorkOrders.EQUIPMENT_ID,
                            WorkOrders.COMPONENT,
                            WorkOrders.STATUS,
                            WorkOrders.KNOWN_TIME,
                            WorkOrders.SCHEDULED_FOR,
                            WorkOrders.CREW_HOURS)
                    .orderBy(WorkOrders.ORDER_ID, WorkOrders.KNOWN_TIME)
                    .collectAsList()
                    .forEach(row -> orders.add(new Order(
                            row.getString(0),
                            row.getString(1),
                            row.isNullAt(2) ? "" : row.getString(2),
                            row.getString(3),
                            row.getTimestamp(4).toInstant(),
                            row.isNullAt(5)
                                    ? Optional.empty()
                                    : Optional.of(row.getTimestamp(5).toInstant()),
                            sites.getOrDefault(row.getString(1), ""),
                            row.isNullAt(6) || !(row.getDouble(6) >= 0)
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(row.getDouble(6)))));
        }
        return orders;
    }

    /** The plan from {@code asOf} on, for some machines and for whole sites. */
    List<LoadWindow> schedule(Collection<String> machines, Duration ahead) {
        List<LoadWindow> windows = new ArrayList<>();
        if (!lake.has(Operations.TABLE) || machines.isEmpty()) {
            return windows;
        }
        Column theirs = col(Operations.EQUIPMENT_ID)
                .isNull()
                .or(col(Operations.EQUIPMENT_ID).isin(machines.toArray()));
        lake.read(Operations.TABLE)
                .where(knownByThen(Operations.KNOWN_TIME)
                        .and(theirs)
                        .and(col(Operations.END_TIME).gt(lit(Timestamp.from(asOf))))
                        .and(col(Operations.START_TIME).lt(lit(Timestamp.from(asOf.plus(ahead))))))
                .select(
                        Operations.SITE,
                        Operations.EQUIPMENT_ID,
                        Operations.START_TIME,
                        Operations.END_TIME,
                        Operations.PLANNED_LOAD,
                        Operations.KNOWN_TIME)
                .orderBy(Operations.EQUIPMENT_ID, Operations.START_TIME, Operations.KNOWN_TIME)
                .collectAsList()
                .forEach(row -> windows.add(new LoadWindow(
                        row.isNullAt(0) ? "" : row.getString(0),
                        row.isNullAt(1) ? "" : row.getString(1),
                        new TimeWindow(
                                row.getTimestamp(2).toInstant(),
                                row.getTimestamp(3).toInstant()),
                        row.getDouble(4),
                        row.getTimestamp(5).toInstant())));
        return windows;
    }

    List<AlertState> earlierAlerts() {
        return lake.has(AlertTable.TABLE)
                ? AlertTable.states(lake.read(AlertTable.TABLE)
                        .where(col(AlertTable.LISTED_AT).lt(lit(Timestamp.from(asOf))))
                        .select(java.util.Arrays.stream(AlertTable.SCHEMA.fieldNames())
                                .map(name -> col(name))
                                .toArray(Column[]::new))
                        .collectAsList())
                : List.of();
    }

    /** The newest failure of every machine that was known by then. */
    Map<String, Instant> lastFailures() {
        Map<String, Instant> last = new HashMap<>();
        failures()
                .forEach(row ->
                        last.merge(row.getString(0), row.getTimestamp(1).toInstant(), (a, b) -> a.isAfter(b) ? a : b));
        return last;
    }

    /** In words, what was last found at a machine by somebody who followed an alert in the last month. */
    Map<String, String> lastLooks() {
        Map<String, String> looks = new HashMap<>();
        if (lake.has(Feedback.TABLE)) {
            lake.read(Feedback.TABLE)
                    .where(knownByThen(Feedback.KNOWN_TIME)
                            .and(col(Feedback.EVENT_TIME).gt(lit(Timestamp.from(asOf.minus(LOOKS_REMEMBERED))))))
                    .select(Feedback.EQUIPMENT_ID, Feedback.EVENT_TIME, Feedback.VERDICT, Feedback.COMPONENT)
                    .orderBy(Feedback.EVENT_TIME, Feedback.KNOWN_TIME)
                    .collectAsList()
                    .forEach(row -> looks.put(
                            row.getString(0),
                            (row.isNullAt(3) ? "" : row.getString(3) + " ") + "looked at "
                                    + row.getTimestamp(1).toInstant().truncatedTo(ChronoUnit.MINUTES) + ": "
                                    + row.getString(2).replace('_', ' ')));
        }
        return looks;
    }

    /** The system of every machine that works in one. */
    Map<String, String> systems() {
        return ofMachines(Equipment.LINE);
    }

    /** What the table of machines says of each that has it. */
    private Map<String, String> ofMachines(String column) {
        Map<String, String> values = new HashMap<>();
        if (lake.has(Equipment.TABLE)) {
            lake.read(Equipment.TABLE)
                    .where(col(column).isNotNull())
                    .select(Equipment.EQUIPMENT_ID, column)
                    .collectAsList()
                    .forEach(row -> values.put(row.getString(0), row.getString(1)));
        }
        return values;
    }

    /** The component that failed most often in each mode so far. */
    Map<String, String> componentsOfModes() {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        failures().stream().filter(row -> !row.isNullAt(2) && !row.isNullAt(3)).forEach(row -> counts.computeIfAbsent(
                        row.getString(3), any -> new TreeMap<>())
                .merge(row.getString(2), 1, Integer::sum));
        Map<String, String> components = new HashMap<>();
        counts.forEach((mode, byComponent) -> components.put(
                mode,
                byComponent.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse("")));
        return components;
    }

    private List<Row> failures() {
        return lake.has(Events.TABLE)
                ? lake.read(Events.TABLE)
                        .where(knownByThen(Events.KNOWN_TIME)
                                .and(col(Events.KIND).equalTo("failure")))
                        .select(Events.EQUIPMENT_ID, Events.EVENT_TIME, Events.COMPONENT, Events.MODE)
                        .collectAsList()
                : List.of();
    }
}

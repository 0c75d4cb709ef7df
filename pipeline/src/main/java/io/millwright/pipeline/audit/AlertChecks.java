package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Feedback;
import io.millwright.lake.table.WorkOrders;
import io.millwright.worklist.AlertTable;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * L13: alarms make people work, and what they write then must not stand in a feature before the alarm. An alert is an alarm of the
 * plant's, one of an earlier work list, or a finding of somebody who followed one.
 */
final class AlertChecks {

    private final Lake lake;
    private final PipelineConfig config;
    private final Map<String, NavigableSet<Long>> alerts;
    private final Map<String, NavigableSet<Long>> written;

    AlertChecks(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
        this.alerts = alerts(lake);
        this.written = lake.has(WorkOrders.TABLE)
                ? byMachine(lake.read(WorkOrders.TABLE)
                        .select(col(WorkOrders.EQUIPMENT_ID), unix_millis(col(WorkOrders.KNOWN_TIME))))
                : Map.of();
    }

    AuditOutcome followed(FeatureCuts cuts) {
        if (alerts.isEmpty()) {
            return new AuditOutcome.NotApplicable(
                    "the lake has no alarms, no alerts of an earlier work list and no findings of anybody who followed one");
        }
        if (written.isEmpty()) {
            return new AuditOutcome.NotApplicable("the lake has no work orders that could follow an alert");
        }
        AuditOutcome outcome = cuts.followed(followedAlerts());
        String text = outcome.text() + shares();
        if (outcome instanceof AuditOutcome.Passed passed) {
            return new AuditOutcome.Passed(passed.cuts(), text);
        }
        return outcome instanceof AuditOutcome.Failed failed
                ? new AuditOutcome.Failed(failed.cuts(), "an order written after an alert is known before it: " + text)
                : outcome;
    }

    private static Map<String, NavigableSet<Long>> alerts(Lake lake) {
        Map<String, NavigableSet<Long>> alerts = new TreeMap<>();
        if (lake.has(Events.TABLE)) {
            add(
                    alerts,
                    lake.read(Events.TABLE)
                            .filter(col(Events.KIND).equalTo("alarm"))
                            .select(col(Events.EQUIPMENT_ID), unix_millis(col(Events.EVENT_TIME))));
        }
        if (lake.has(AlertTable.TABLE)) {
            add(
                    alerts,
                    lake.read(AlertTable.TABLE)
                            .select(col(AlertTable.EQUIPMENT_ID), unix_millis(col(AlertTable.RAISED_AT))));
        }
        if (lake.has(Feedback.TABLE)) {
            add(
                    alerts,
                    lake.read(Feedback.TABLE)
                            .select(col(Feedback.EQUIPMENT_ID), unix_millis(col(Feedback.EVENT_TIME))));
        }
        return alerts;
    }

    private static void add(Map<String, NavigableSet<Long>> alerts, Dataset<Row> rows) {
        byMachine(rows).forEach((machine, times) -> alerts.computeIfAbsent(machine, any -> new TreeSet<>())
                .addAll(times));
    }

    private static Map<String, NavigableSet<Long>> byMachine(Dataset<Row> rows) {
        Map<String, NavigableSet<Long>> times = new TreeMap<>();
        rows.distinct().collectAsList().forEach(row -> times.computeIfAbsent(row.getString(0), any -> new TreeSet<>())
                .add(row.getLong(1)));
        return times;
    }

    /** Of every machine with an order written after an alert, the last such alert: most rows lie before it. */
    private Map<String, Long> followedAlerts() {
        Map<String, Long> followed = new TreeMap<>();
        alerts.forEach((machine, times) -> {
            NavigableSet<Long> orders = written.getOrDefault(machine, new TreeSet<>());
            Long alert = orders.isEmpty() ? null : times.lower(orders.last());
            if (alert != null) {
                followed.put(machine, alert);
            }
        });
        return followed;
    }

    /** How many labelled rows stand within the headline's horizon after an alert; empty without a headline. */
    private String shares() {
        Optional<TargetSpec.Failure> headline = config.targets().headline();
        if (headline.isEmpty() || !lake.has(Labels.TABLE)) {
            return "";
        }
        long horizon = headline.get().horizon().toMillis();
        long[] rows = new long[2];
        long[] alerted = new long[2];
        lake.read(Labels.TABLE)
                .filter(col(Labels.TARGET)
                        .equalTo(headline.get().name())
                        .and(col(Labels.LABEL).isNotNull()))
                .select(col(Labels.EQUIPMENT_ID), unix_millis(col(Labels.AS_OF)), col(Labels.LABEL))
                .collectAsList()
                .forEach(row -> {
                    int label = row.getInt(2);
                    rows[label]++;
                    Long before = alerts.getOrDefault(row.getString(0), new TreeSet<>())
                            .lower(row.getLong(1));
                    alerted[label] += before != null && before >= row.getLong(1) - horizon ? 1 : 0;
                });
        return String.format(
                Locale.ROOT,
                "; %d of %d positive rows and %d of %d healthy ones stand within %d h after an alert",
                alerted[1],
                rows[1],
                alerted[0],
                rows[0],
                headline.get().horizon().toHours());
    }
}

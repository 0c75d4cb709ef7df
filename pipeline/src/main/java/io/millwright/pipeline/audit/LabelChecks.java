package io.millwright.pipeline.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.table.Labels;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.table.Events;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Whether labels stand where the definition puts them, recomputed from the failures in the plainest way. */
final class LabelChecks {

    private LabelChecks() {}

    static AuditOutcome labels(Lake lake, PipelineConfig config) {
        if (config.targets().failures().isEmpty()) {
            return new AuditOutcome.NotApplicable("the pipeline file has no failure target");
        }
        if (!lake.has(Labels.TABLE)) {
            return new AuditOutcome.NotApplicable("there are no labels yet; run features first");
        }
        Map<String, NavigableSet<Long>> failures = failures(lake);
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (TargetSpec.Failure target : config.targets().failures()) {
            List<Row> labelled = lake.read(Labels.TABLE)
                    .filter(col(Labels.TARGET)
                            .equalTo(target.name())
                            .and(functions.expr(Labels.HAPPENED).isNotNull()))
                    .select(col(Labels.EQUIPMENT_ID), unix_millis(col(Labels.AS_OF)), col(Labels.LABEL))
                    .collectAsList();
            rows += labelled.size();
            labelled.stream()
                    .map(row -> fault(target, row, failures.getOrDefault(row.getString(0), new TreeSet<>())))
                    .filter(fault -> !fault.isEmpty())
                    .limit(3)
                    .forEach(wrong::add);
        }
        if (!wrong.isEmpty()) {
            return new AuditOutcome.Failed(0, wrong);
        }
        return rows == 0
                ? new AuditOutcome.NotApplicable("no row is labelled")
                : new AuditOutcome.Passed(
                        0,
                        rows + " labelled rows: none at a failure or closer to it than the minimum"
                                + " lead, every positive one inside (t_f - H, t_f - L]");
    }

    /**
     * L17: where failures are dated by the day alone, the machine may have failed at any hour of it, so no row inside the day is labelled.
     * The day starts in its source's zone; every label before it keeps its lead, which can only be longer.
     */
    static AuditOutcome datedByDay(Lake lake, PipelineConfig config) {
        if (config.timeAxis() != TimeAxis.CLOCK) {
            return new AuditOutcome.NotApplicable(
                    "landing.axis is " + config.timeAxis().name().toLowerCase(Locale.ROOT) + ", which has no days");
        }
        if (!lake.has(Events.TABLE) || !lake.has(Labels.TABLE)) {
            return new AuditOutcome.NotApplicable("there are no failures with labels");
        }
        Map<String, NavigableMap<Long, Long>> days = failureDays(lake, config);
        if (days.isEmpty()) {
            return new AuditOutcome.NotApplicable("no source of failures dates them by the day alone");
        }
        List<String> wrong = new ArrayList<>();
        lake.read(Labels.TABLE)
                .filter(functions.expr(Labels.HAPPENED).isNotNull())
                .select(col(Labels.EQUIPMENT_ID), unix_millis(col(Labels.AS_OF)), functions.expr(Labels.HAPPENED))
                .collectAsList()
                .forEach(row -> {
                    Map.Entry<Long, Long> day =
                            days.getOrDefault(row.getString(0), new TreeMap<>()).floorEntry(row.getLong(1));
                    if (day != null && row.getLong(1) < day.getValue()) {
                        wrong.add(row.getString(0) + " at " + FeatureRows.instant(row.getLong(1)) + " is labelled "
                                + row.getInt(2) + " inside the day it failed, which begins at "
                                + FeatureRows.instant(day.getKey()));
                    }
                });
        int failures = days.values().stream().mapToInt(Map::size).sum();
        return wrong.isEmpty()
                ? new AuditOutcome.Passed(
                        0, failures + " failures are dated by the day alone, and no row inside such a day is labelled")
                : new AuditOutcome.Failed(0, wrong);
    }

    /** By machine, start and end of the days of sources whose failures all lie at midnight of the source's zone. */
    private static Map<String, NavigableMap<Long, Long>> failureDays(Lake lake, PipelineConfig config) {
        Map<String, NavigableMap<Long, Long>> days = new TreeMap<>();
        for (Source source : config.landing().of(Source.Kind.FAILURES).toList()) {
            ZoneId zone = source.time().map(Source.TimeColumn::zone).orElse(ZoneOffset.UTC);
            List<Row> failures = lake.read(Events.TABLE)
                    .filter(col(Events.KIND)
                            .equalTo("failure")
                            .and(col(Events.SOURCE).equalTo(source.name())))
                    .select(col(Events.EQUIPMENT_ID), unix_millis(col(Events.EVENT_TIME)))
                    .collectAsList();
            boolean byDay = failures.stream()
                    .map(row -> Instant.ofEpochMilli(row.getLong(1)).atZone(zone))
                    .allMatch(at -> at.equals(at.toLocalDate().atStartOfDay(zone)));
            if (byDay) {
                failures.forEach(row -> days.computeIfAbsent(row.getString(0), any -> new TreeMap<>())
                        .put(
                                row.getLong(1),
                                Instant.ofEpochMilli(row.getLong(1))
                                        .atZone(zone)
                                        .plusDays(1)
                                        .toInstant()
                                        .toEpochMilli()));
            }
        }
        return days;
    }

    /** When each machine failed, in milliseconds. */
    static Map<String, NavigableSet<Long>> failures(Lake lake) {
        Map<String, NavigableSet<Long>> failures = new TreeMap<>();
        lake.read(Events.TABLE)
                .filter(col(Events.KIND).equalTo("failure"))
                .select(col(Events.EQUIPMENT_ID), unix_millis(col(Events.EVENT_TIME)))
                .collectAsList()
                .forEach(row -> failures.computeIfAbsent(row.getString(0), any -> new TreeSet<>())
                        .add(row.getLong(1)));
        return failures;
    }

    /** What is wrong with a labelled row; empty where nothing is. */
    private static String fault(TargetSpec.Failure target, Row row, NavigableSet<Long> failures) {
        long asOf = row.getLong(1);
        int label = row.getInt(2);
        Long next = failures.ceiling(asOf);
        long toNext = next == null ? Long.MAX_VALUE : next - asOf;
        boolean tooLate = toNext == 0 || toNext < target.minimumLead().toMillis();
        boolean inside = !tooLate && toNext < target.horizon().toMillis();
        String where = target.name() + ": " + row.getString(0) + " at " + FeatureRows.instant(asOf);
        if (tooLate) {
            return where + " is labelled " + label + " though its failure is at " + FeatureRows.instant(asOf + toNext);
        }
        if (label == 1 && !inside) {
            return where + " is positive without a failure in its horizon";
        }
        return label == 0 && inside ? where + " is negative with a failure in its horizon" : "";
    }
}

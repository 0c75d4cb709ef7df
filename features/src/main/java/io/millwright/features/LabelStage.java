package io.millwright.features;

import io.millwright.features.context.MachineLog;
import io.millwright.features.label.FailureLabel;
import io.millwright.features.label.FailureLabels;
import io.millwright.features.label.Finding;
import io.millwright.features.label.MachineLife;
import io.millwright.features.label.RulLabel;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.lake.Lake;
import io.millwright.lake.SideBySide;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows and logs to labels. All labels are written anew at each run, because what comes later decides them.
 * {@code [row, event, order, finding] -> machine -> [label]}
 */
final class LabelStage {

    private final Lake lake;
    private final PipelineConfig config;
    private final Labelling labelling;
    private final int partitions;

    /**
     * @param lastReadingEndMs machine to the end of the tile of its last reading
     * @param fleetEndMs end of the tile of the fleet's last reading
     * @param silenceMs a machine silent for longer before the fleet's end is no longer observed
     */
    LabelStage(
            Lake lake,
            PipelineConfig config,
            Map<String, Long> lastReadingEndMs,
            long fleetEndMs,
            long silenceMs,
            int partitions) {
        this.lake = lake;
        this.config = config;
        this.partitions = partitions;
        List<Target> targets = config.targets().failures().stream()
                .map(target -> new Target(
                        target.name(),
                        target.horizon().toMillis(),
                        target.minimumLead().toMillis()))
                .toList();
        this.labelling = new Labelling(
                targets,
                config.maintenance().repairWindow().toMillis(),
                lastReadingEndMs,
                fleetEndMs,
                silenceMs,
                config.split().kind() == SplitSpec.Kind.OFFICIAL
                        ? config.split().testPrefix()
                        : null);
    }

    /** Starts to write {@code labels}, {@code rul_labels} and, where failures are graded, {@code severities}. */
    void write(Map<String, Long> inputs, SideBySide running) {
        if (!config.targets().failures().isEmpty()) {
            running.start(() -> lake.overwrite(rows(labelling::labels, Labels.SCHEMA), Labels.TABLE, inputs));
        }
        running.start(() -> lake.overwrite(rows(labelling::ruls, RulLabels.SCHEMA), RulLabels.TABLE, inputs));
        running.start(() -> new SeverityStage(lake).write(config.maintenance().severity(), inputs));
    }

    /** A function that Spark can send to where the data are. */
    interface OfMachine extends Function<List<MachineEntry>, List<Row>>, Serializable {}

    private Dataset<Row> rows(OfMachine function, StructType schema) {
        List<Dataset<Row>> entries = new ArrayList<>();
        entries.add(Entries.rows(lake.read(FeatureGroups.TIME_DOMAIN)));
        Entries.events(lake).ifPresent(entries::add);
        Entries.orders(lake).ifPresent(entries::add);
        Entries.findings(lake).ifPresent(entries::add);
        return Entries.byMachine(entries, partitions)
                .mapPartitions(
                        (MapPartitionsFunction<MachineEntry, Row>)
                                items -> Grouped.flatMap(items, MachineEntry::getEquipmentId, function),
                        Encoders.row(schema));
    }

    private record Target(String name, long horizonMs, long minimumLeadMs) implements Serializable {}

    /** Labels of one machine's rows. */
    private record Labelling(
            List<Target> targets,
            long repairWindowMs,
            Map<String, Long> lastReadingEndMs,
            long fleetEndMs,
            long silenceMs,
            @Nullable String testPrefix)
            implements Serializable {

        List<Row> labels(List<MachineEntry> entries) {
            List<Row> rows = new ArrayList<>();
            if (isTestUnit(entries)) {
                return rows;
            }
            MachineLife life = life(entries);
            for (Target target : targets) {
                FailureLabels labels = new FailureLabels(target.horizonMs(), target.minimumLeadMs(), repairWindowMs);
                for (MachineEntry entry : entries) {
                    if (entry.getEntry().equals(Entries.ROW)) {
                        rows.add(row(entry, target, labels.label(life, entry.getTimeMs())));
                    }
                }
            }
            return rows;
        }

        private static Row row(MachineEntry entry, Target target, FailureLabel label) {
            return RowFactory.create(
                    entry.getEquipmentId(),
                    new Timestamp(entry.getTimeMs()),
                    target.name(),
                    label.label(),
                    label.reason() == null ? null : label.reason().name().toLowerCase(Locale.ROOT),
                    label.failure() == null
                            ? null
                            : new Timestamp(label.failure().timeMs()),
                    joined(label.components()),
                    joined(label.modes()));
        }

        private static @Nullable String joined(Iterable<String> names) {
            String joined = String.join("+", names);
            return joined.isEmpty() ? null : joined;
        }

        List<Row> ruls(List<MachineEntry> entries) {
            List<Row> rows = new ArrayList<>();
            if (isTestUnit(entries)) {
                return rows;
            }
            MachineLife life = life(entries);
            for (MachineEntry entry : entries) {
                if (entry.getEntry().equals(Entries.ROW)) {
                    RulLabel label = RulLabel.of(life, entry.getTimeMs(), repairWindowMs);
                    rows.add(RowFactory.create(
                            entry.getEquipmentId(),
                            new Timestamp(entry.getTimeMs()),
                            Double.isNaN(label.hours()) ? null : label.hours(),
                            label.censored()));
                }
            }
            return rows;
        }

        private boolean isTestUnit(List<MachineEntry> entries) {
            return testPrefix != null && entries.get(0).getEquipmentId().startsWith(testPrefix);
        }

        private static List<Finding> findings(List<MachineEntry> entries) {
            return entries.stream()
                    .filter(entry -> entry.getEntry().equals(Entries.FINDING))
                    .map(entry -> new Finding(
                            entry.getTimeMs(),
                            entry.getKnownMs(),
                            Objects.requireNonNull(entry.getKind()),
                            entry.getComponent(),
                            entry.getMode()))
                    .toList();
        }

        private MachineLife life(List<MachineEntry> entries) {
            MachineLog log = MachineRows.log(entries);
            long last = lastReadingEndMs.getOrDefault(entries.get(0).getEquipmentId(), Long.MIN_VALUE);
            return MachineLife.of(log, last, fleetEndMs, silenceMs).with(findings(entries));
        }
    }
}

package io.millwright.features;

import io.millwright.features.context.MachineLog;
import io.millwright.features.label.FailureLabel;
import io.millwright.features.label.FailureLabels;
import io.millwright.features.label.Finding;
import io.millwright.features.label.LifeChange;
import io.millwright.features.label.MachineLife;
import io.millwright.features.label.RulLabel;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Sha256;
import io.millwright.lake.SideBySide;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SplitSpec;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows and logs to labels. What comes later decides them, so those are written anew that a change of a machine's life can have reached, and
 * those of rows that were written again: both behind one moment for all machines.
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
                config.maintenance().findingsCorrectLog(),
                lastReadingEndMs,
                fleetEndMs,
                silenceMs,
                config.split().kind() == SplitSpec.Kind.OFFICIAL
                        ? config.split().testPrefix()
                        : null);
    }

    /**
     * Starts to write {@code labels}, {@code rul_labels} and, where failures are graded, {@code severities}. Returns what is to be done once
     * they are written.
     */
    Runnable write(Map<String, Long> inputs, SideBySide running) {
        Origin origin = new Origin(inputs, labelling.definition());
        LifeStage lives = new LifeStage(lake, lives());
        Optional<Stretch> stretch = lives.made(origin.definition())
                .filter(made -> tables().allMatch(table -> isDefinedBy(origin.definition(), table)))
                .flatMap(made -> Optional.ofNullable(made.inputs().get(FeatureGroups.TIME_DOMAIN)))
                .flatMap(
                        version -> Commits.replacedAfter(lake, FeatureGroups.TIME_DOMAIN, version, FeatureGroups.AS_OF))
                .flatMap(rowsAfterMs -> lives.changes().map(changes -> stretch(rowsAfterMs, changes)));
        Stretch anew = stretch.orElse(new Stretch(Long.MIN_VALUE, Long.MIN_VALUE));
        if (!config.targets().failures().isEmpty()) {
            running.run(() -> write(labelling::labels, Labels.TABLE, anew.labelsAfterMs(), origin));
        }
        running.run(() -> write(labelling::ruls, RulLabels.TABLE, anew.rulsAfterMs(), origin));
        running.start(() -> new SeverityStage(lake).write(config.maintenance().severity(), inputs));
        return () -> lives.write(origin);
    }

    private Stream<TableSpec> tables() {
        return config.targets().failures().isEmpty()
                ? Stream.of(RulLabels.TABLE)
                : Stream.of(Labels.TABLE, RulLabels.TABLE);
    }

    /** A run that was stopped before it wrote the lives may have left labels of another definition. */
    private boolean isDefinedBy(String definition, TableSpec table) {
        return lake.has(table)
                && lake.origin(table.name())
                        .filter(made -> made.definition().equals(definition))
                        .isPresent();
    }

    /** Moments until which labels and remaining lives are what they were. */
    private record Stretch(long labelsAfterMs, long rulsAfterMs) {}

    private Stretch stretch(long rowsAfterMs, List<LifeChange> changes) {
        long horizonMs =
                labelling.targets().stream().mapToLong(Target::horizonMs).max().orElse(0);
        return new Stretch(
                changes.stream()
                        .mapToLong(change -> change.labelsAfterMs(horizonMs))
                        .reduce(rowsAfterMs, Math::min),
                changes.stream().mapToLong(LifeChange::rulsAfterMs).reduce(rowsAfterMs, Math::min));
    }

    private void write(OfMachine function, TableSpec table, long afterMs, Origin origin) {
        if (afterMs == Long.MIN_VALUE || !lake.has(table)) {
            lake.overwrite(rows(function, table.schema(), "true"), table, origin);
        } else if (afterMs < Long.MAX_VALUE) {
            String anew = FeatureGroups.AS_OF + " > " + Sql.timestamp(afterMs);
            lake.replaceWhere(rows(function, table.schema(), anew), table, anew, origin);
        }
    }

    /** Of all machines, also of those of which nothing but readings is known. */
    private Map<String, MachineLife> lives() {
        Map<String, MachineLife> lives = new TreeMap<>();
        labelling
                .lastReadingEndMs()
                .keySet()
                .forEach(machine -> lives.put(machine, labelling.life(machine, List.of())));
        if (!records().isEmpty()) {
            LifeOf life = labelling::lifeOf;
            Entries.byMachine(records(), partitions)
                    .javaRDD()
                    .mapPartitions(items -> Grouped.flatMap(items, MachineEntry::getEquipmentId, life))
                    .collect()
                    .forEach(of -> lives.put(of.equipmentId(), of.life()));
        }
        return lives;
    }

    private record LivedBy(String equipmentId, MachineLife life) implements Serializable {}

    /** A function that Spark can send to where the data are. */
    private interface LifeOf extends Function<List<MachineEntry>, List<LivedBy>>, Serializable {}

    /** A function that Spark can send to where the data are. */
    interface OfMachine extends Function<List<MachineEntry>, List<Row>>, Serializable {}

    private List<Dataset<Row>> records() {
        return Stream.of(Entries.events(lake), Entries.orders(lake), Entries.findings(lake))
                .flatMap(Optional::stream)
                .toList();
    }

    private Dataset<Row> rows(OfMachine function, StructType schema, String wanted) {
        List<Dataset<Row>> entries = new ArrayList<>(records());
        entries.add(Entries.rows(lake.read(FeatureGroups.TIME_DOMAIN).filter(wanted)));
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
            boolean findingsCorrectLog,
            Map<String, Long> lastReadingEndMs,
            long fleetEndMs,
            long silenceMs,
            @Nullable String testPrefix)
            implements Serializable {

        /** What decides a label beside its row and its machine's life. */
        String definition() {
            return Sha256.hex(FeaturePlan.VERSION + targets + repairWindowMs + findingsCorrectLog + testPrefix)
                    .substring(0, 16);
        }

        List<Row> labels(List<MachineEntry> entries) {
            List<Row> rows = new ArrayList<>();
            if (isTestUnit(entries)) {
                return rows;
            }
            MachineLife life = life(entries);
            for (Target target : targets) {
                FailureLabels labels = new FailureLabels(
                        target.horizonMs(), target.minimumLeadMs(), repairWindowMs, findingsCorrectLog);
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

        List<LivedBy> lifeOf(List<MachineEntry> entries) {
            String machine = entries.get(0).getEquipmentId();
            return List.of(new LivedBy(machine, life(machine, entries)));
        }

        private MachineLife life(List<MachineEntry> entries) {
            return life(entries.get(0).getEquipmentId(), entries);
        }

        MachineLife life(String machine, List<MachineEntry> entries) {
            MachineLog log = MachineRows.log(entries);
            long last = lastReadingEndMs.getOrDefault(machine, Long.MIN_VALUE);
            return MachineLife.of(log, last, fleetEndMs, silenceMs).with(findings(entries));
        }
    }
}

package io.millwright.features;

import io.millwright.features.label.Failure;
import io.millwright.features.label.Failure.Replacement;
import io.millwright.features.label.Finding;
import io.millwright.features.label.LifeChange;
import io.millwright.features.label.MachineLife;
import io.millwright.features.table.Lives;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What is known of each machine's life, and which of it the labels there are do not know. */
final class LifeStage {

    private final Lake lake;
    private final Map<String, MachineLife> now;

    /** @param now machine to its life, of all machines */
    LifeStage(Lake lake, Map<String, MachineLife> now) {
        this.lake = lake;
        this.now = now;
    }

    /**
     * What the labels there are were made from; empty where they are others than those asked for.
     *
     * @param definition of the labels
     */
    Optional<Origin> made(String definition) {
        return lake.has(Lives.TABLE)
                ? lake.origin(Lives.TABLE.name())
                        .filter(made -> made.definition().equals(definition))
                : Optional.empty();
    }

    /** One a machine; empty where a machine was not there, or is no more. */
    Optional<List<LifeChange>> changes() {
        Map<String, MachineLife> before = new HashMap<>();
        lake.read(Lives.TABLE).collectAsList().forEach(row -> before.put(row.getString(0), life(row)));
        if (!before.keySet().equals(now.keySet())) {
            return Optional.empty();
        }
        List<LifeChange> changes = new ArrayList<>();
        before.forEach((machine, life) -> changes.add(LifeChange.between(life, now.getOrDefault(machine, life))));
        return Optional.of(changes);
    }

    /** Last of all: the labels are those of these lives. */
    void write(Origin origin) {
        List<Row> rows = new ArrayList<>();
        now.forEach((machine, life) -> rows.add(row(machine, life)));
        lake.overwrite(lake.spark().createDataFrame(rows, Lives.SCHEMA).coalesce(1), Lives.TABLE, origin);
    }

    /** A row of {@link Lives}. */
    static Row row(String machine, MachineLife life) {
        return RowFactory.create(
                machine,
                life.observedUntilMs(),
                life.endsInFailure(),
                life.failures().stream()
                        .map(failure -> RowFactory.create(
                                failure.timeMs(),
                                failure.repairedMs(),
                                failure.components().toArray(),
                                failure.modes().toArray()))
                        .toArray(),
                life.preventive().stream()
                        .map(replacement -> RowFactory.create(replacement.timeMs(), replacement.component()))
                        .toArray(),
                life.findings().stream()
                        .map(finding -> RowFactory.create(
                                finding.timeMs(),
                                finding.knownMs(),
                                finding.verdict(),
                                finding.component(),
                                finding.mode()))
                        .toArray());
    }

    private static MachineLife life(Row row) {
        return new MachineLife(
                row.<Row>getList(row.fieldIndex(Lives.FAILURES)).stream()
                        .map(failure -> new Failure(
                                failure.getLong(0),
                                failure.getLong(1),
                                new TreeSet<>(failure.<String>getList(2)),
                                new TreeSet<>(failure.<String>getList(3))))
                        .toList(),
                row.<Row>getList(row.fieldIndex(Lives.PREVENTIVE)).stream()
                        .map(replacement -> new Replacement(replacement.getLong(0), replacement.getString(1)))
                        .toList(),
                row.getLong(row.fieldIndex(Lives.OBSERVED_UNTIL_MS)),
                row.getBoolean(row.fieldIndex(Lives.ENDS_IN_FAILURE)),
                row.<Row>getList(row.fieldIndex(Lives.FINDINGS)).stream()
                        .map(finding -> new Finding(
                                finding.getLong(0),
                                finding.getLong(1),
                                finding.getString(2),
                                finding.getString(3),
                                finding.getString(4)))
                        .toList());
    }
}

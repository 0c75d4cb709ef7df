package io.millwright.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;

import io.millwright.features.text.WrittenNote;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Machines of a lake as they would stand alone, each with its whole history: what is served can be held against what was learned from. */
public final class LiveMachines {

    private LiveMachines() {}

    /**
     * A few machines by id; all their readings and bursts come to this process.
     *
     * @param plan of the same lake and pipeline file
     */
    public static Map<String, LiveMachine> of(
            Lake lake, PipelineConfig config, LivePlan plan, Collection<String> equipmentIds) {
        Column chosen = col(WorkOrders.EQUIPMENT_ID).isin(equipmentIds.toArray());
        Map<String, LiveMachine> machines = new TreeMap<>();
        byMachine(lake, plan, equipmentIds)
                .forEach((id, entries) -> machines.put(id, new LiveMachine(plan, id, MachineRows.log(entries))));
        Chunks.read(lake, config, chosen).toLocalIterator().forEachRemaining(chunk -> of(
                        machines, chunk.getEquipmentId())
                .ifPresent(machine -> machine.chunk(
                        chunk.getSensor(),
                        chunk.getChunkStartMs(),
                        chunk.getOffsetMs(),
                        chunk.getValue(),
                        chunk.lateKnownMs(),
                        chunk.getSource())));
        if (plan.rows().waveform() != null) {
            bursts(lake, config, chosen, machines);
        }
        notes(lake, chosen, machines);
        return machines;
    }

    private static Optional<LiveMachine> of(Map<String, LiveMachine> machines, String id) {
        return Optional.ofNullable(machines.get(id));
    }

    private static Map<String, List<MachineEntry>> byMachine(Lake lake, LivePlan plan, Collection<String> ids) {
        List<Dataset<Row>> records = Stream.of(
                        Optional.of(Entries.machines(lake)),
                        Entries.events(lake),
                        Entries.orders(lake),
                        plan.rows().context().schedule() == null
                                ? Optional.<Dataset<Row>>empty()
                                : Entries.standings(lake),
                        Entries.loads(lake),
                        plan.rows().context().environment().isEmpty()
                                ? Optional.<Dataset<Row>>empty()
                                : Entries.conditions(lake),
                        Entries.parts(lake, plan.rows().context().genealogy()),
                        plan.rows().context().genealogy() ? Entries.stays(lake) : Optional.<Dataset<Row>>empty())
                .flatMap(Optional::stream)
                .map(entries -> entries.filter(col("equipmentId").isin(ids.toArray())))
                .toList();
        Map<String, List<MachineEntry>> entries = new TreeMap<>();
        ids.forEach(id -> entries.put(id, new ArrayList<>()));
        Entries.byMachine(records, 1).collectAsList().forEach(entry -> entries.computeIfAbsent(
                        entry.getEquipmentId(), any -> new ArrayList<>())
                .add(entry));
        return entries;
    }

    private static void bursts(Lake lake, PipelineConfig config, Column chosen, Map<String, LiveMachine> machines) {
        if (!lake.has(Waveforms.TABLE)) {
            return;
        }
        Object[] sensors = config.sensors().stream().map(SensorSpec::name).toArray();
        lake.read(Waveforms.TABLE)
                .filter(chosen.and(col(Waveforms.SENSOR).isin(sensors)))
                .select(
                        col(Waveforms.EQUIPMENT_ID),
                        col(Waveforms.SENSOR),
                        unix_millis(col(Waveforms.START_TIME)),
                        unix_millis(col(Waveforms.KNOWN_TIME)),
                        col(Waveforms.SAMPLING_HZ),
                        col(Waveforms.SAMPLES),
                        coalesce(col(Waveforms.SHAFT_SPEED_HZ), lit(Double.NaN)))
                .toLocalIterator()
                .forEachRemaining(row -> of(machines, row.getString(0))
                        .ifPresent(machine -> machine.burst(
                                row.getString(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getDouble(4),
                                Waveforms.decoded(row.getAs(5)),
                                row.getDouble(6))));
    }

    private static void notes(Lake lake, Column chosen, Map<String, LiveMachine> machines) {
        if (!lake.has(WorkOrders.TABLE)) {
            return;
        }
        lake.read(WorkOrders.TABLE)
                .filter(chosen.and(col(WorkOrders.NOTE).isNotNull()))
                .select(
                        col(WorkOrders.EQUIPMENT_ID),
                        col(WorkOrders.ORDER_ID),
                        unix_millis(col(WorkOrders.EVENT_TIME)),
                        unix_millis(col(WorkOrders.KNOWN_TIME)),
                        col(WorkOrders.NOTE))
                .collectAsList()
                .forEach(row -> of(machines, row.getString(0))
                        .ifPresent(machine -> machine.note(
                                new WrittenNote(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4)))));
    }
}

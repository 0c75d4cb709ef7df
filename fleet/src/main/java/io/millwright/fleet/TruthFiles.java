package io.millwright.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What really happened: names and columns of the truth, which lies apart from the landing files and which only {@code
 * grade} reads. One CSV file per site and table; times are UTC.
 */
public final class TruthFiles {
    public static final String FLEET = "fleet";
    public static final String FAILURES = "failures";
    public static final String EXCURSIONS = "excursions";
    public static final String FAULTS = "faults";
    public static final String HEALTH = "health";

    static final List<String> FOLDERS = List.of(FLEET, FAILURES, EXCURSIONS, FAULTS, HEALTH);

    public static final List<String> FLEET_COLUMNS =
            List.of("machines", "days", "start", "seed", "scenario", "failures_per_machine_year", "planted_lead_hours");

    /**
     * A row is a degradation or sudden failure; {@code outcome} is failure, replaced_early or running; {@code repair_cost} is that of the
     * order that repaired a failure, empty where there is none.
     */
    public static final List<String> FAILURE_COLUMNS = List.of(
            "failure_id",
            "equipment_id",
            "component",
            "mode",
            "has_precursor",
            "onset",
            "ended_at",
            "outcome",
            "repaired_at",
            "repair_cost",
            "lead_hours");

    public static final List<String> EXCURSION_COLUMNS =
            List.of("equipment_id", "kind", "from_time", "to_time", "sensors");

    public static final List<String> FAULT_COLUMNS =
            List.of("kind", "equipment_id", "sensor", "from_time", "to_time", "amount", "file");

    /** A row is a machine at midnight; health is 1 without any degradation and 0 at a failure. */
    public static final List<String> HEALTH_COLUMNS = List.of("equipment_id", "as_of", "health");

    private TruthFiles() {}

    static void write(FleetSpec spec, Site site, String truth, Configuration configuration) throws IOException {
        List<Machine> machines = Roster.machinesOf(spec, site);
        List<MachineLife> lives = new ArrayList<>();
        for (Machine machine : machines) {
            lives.add(MachineLife.of(spec, machine));
        }
        try (CsvFile file = open(truth, FAILURES, site, FAILURE_COLUMNS, configuration)) {
            for (int i = 0; i < machines.size(); i++) {
                writeFailures(file, spec, machines.get(i), lives.get(i));
            }
        }
        try (CsvFile file = open(truth, EXCURSIONS, site, EXCURSION_COLUMNS, configuration)) {
            for (int i = 0; i < machines.size(); i++) {
                writeExcursions(file, spec, machines.get(i), lives.get(i));
            }
        }
        try (CsvFile file = open(truth, HEALTH, site, HEALTH_COLUMNS, configuration)) {
            for (int i = 0; i < machines.size(); i++) {
                writeHealth(file, spec, machines.get(i), lives.get(i));
            }
        }
        try (CsvFile file = open(truth, FAULTS, site, FAULT_COLUMNS, configuration)) {
            for (Fault fault : faults(spec, site, machines, lives)) {
                writeFault(file, spec, fault);
            }
        }
    }

    /** Writes what fleet it is, once for all sites. */
    static void writeFleet(FleetSpec spec, String truth, Configuration configuration) throws IOException {
        Path path = new Path(truth + "/" + FLEET + "/fleet.csv");
        try (CsvFile file = new CsvFile(configuration, path, FLEET_COLUMNS)) {
            file.field(spec.machines())
                    .field(spec.days())
                    .field(spec.start().toString())
                    .field(spec.seed());
            file.field(spec.scenario().name()).field(spec.failuresPerMachineYear(), 100);
            file.field(spec.plantedLead().toMinutes() / 60.0, 100);
            file.endLine();
        }
    }

    private static CsvFile open(
            String truth, String folder, Site site, List<String> header, Configuration configuration)
            throws IOException {
        return new CsvFile(configuration, new Path(truth + "/" + folder + "/" + site.id() + ".csv"), header);
    }

    private static void writeFailures(CsvFile file, FleetSpec spec, Machine machine, MachineLife life) {
        List<WorkOrders.Order> orders = WorkOrders.of(spec, machine, life);
        int number = 0;
        for (Episode episode : life.begun(spec)) {
            boolean running = episode.end() >= spec.hours();
            boolean failure = episode.failed() && !running;
            number += failure ? 1 : 0;
            file.field(failure ? LogFiles.failureId(machine, number) : "");
            file.field(machine.id()).field(episode.mode().component).field(episode.mode().label);
            file.field(episode.hasPrecursor() ? "true" : "false").field(Moments.text(spec, episode.onset()));
            file.field(Moments.text(spec, episode.end()));
            file.field(running ? "running" : episode.failed() ? "failure" : "replaced_early");
            file.field(Moments.text(spec, episode.repaired())).field(repairCost(orders, episode), 100);
            file.field(episode.hasPrecursor() ? episode.end() - episode.onset() : 0, 100);
            file.endLine();
        }
    }

    /** NaN where no order is on record. */
    private static double repairCost(List<WorkOrders.Order> orders, Episode episode) {
        return orders.stream()
                .filter(order -> order.kind().equals("corrective") && order.finished() == episode.repaired())
                .mapToDouble(WorkOrders.Order::cost)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void writeExcursions(CsvFile file, FleetSpec spec, Machine machine, MachineLife life) {
        for (Excursion excursion : life.excursions()) {
            StringBuilder sensors = new StringBuilder();
            for (Sensor sensor : Sensor.ALL) {
                if (excursion.weights()[sensor.index] != 0) {
                    sensors.append(sensors.isEmpty() ? "" : " ").append(sensor.column);
                }
            }
            file.field(machine.id()).field(excursion.kind()).field(Moments.text(spec, excursion.from()));
            file.field(Moments.text(spec, excursion.to())).field(sensors.toString());
            file.endLine();
        }
    }

    private static void writeHealth(CsvFile file, FleetSpec spec, Machine machine, MachineLife life) {
        for (int day = 1; day <= spec.days(); day++) {
            file.field(machine.id()).field(Moments.text(spec, day * 24.0));
            file.field(1 - life.degradation(day * 24.0, spec.scenario()), 10_000);
            file.endLine();
        }
    }

    private static List<Fault> faults(FleetSpec spec, Site site, List<Machine> machines, List<MachineLife> lives) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            faults.addAll(FaultPlan.ofMachine(spec, machines.get(i), lives.get(i)));
            MachineLife life = lives.get(i);
            FaultPlan.undeclaredBursts(spec, machines.get(i)).stream()
                    .filter(fault -> !life.isDown(fault.from()))
                    .forEach(faults::add);
        }
        faults.addAll(FaultPlan.strangersOf(spec, site, machines.size()));
        for (Slice slice : ReadingFiles.slices(spec, site)) {
            addIfAny(faults, ReadingFiles.truncation(spec, site, slice));
        }
        faults.sort(Comparator.comparing(Fault::kind)
                .thenComparing(Fault::equipmentId)
                .thenComparingDouble(Fault::from));
        return faults;
    }

    private static void addIfAny(List<Fault> faults, @Nullable Fault fault) {
        if (fault != null) {
            faults.add(fault);
        }
    }

    private static void writeFault(CsvFile file, FleetSpec spec, Fault fault) {
        Sensor sensor = fault.sensor();
        file.field(fault.kind().label()).field(fault.equipmentId()).field(sensor == null ? "" : sensor.column);
        file.field(Moments.text(spec, fault.from())).field(Moments.text(spec, fault.to()));
        file.field(fault.amount(), 1_000).field(fault.detail());
        file.endLine();
    }
}

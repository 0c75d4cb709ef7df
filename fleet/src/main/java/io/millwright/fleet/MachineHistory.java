package io.millwright.fleet;

import java.util.List;

/** A machine with all that was decided about it before a single reading is made. */
record MachineHistory(Machine machine, MachineLife life, MachineHours hours, List<Fault> faults) {
    static MachineHistory of(FleetSpec spec, Machine machine, Climate climate) {
        MachineLife life = MachineLife.of(spec, machine);
        return new MachineHistory(
                machine, life, MachineHours.of(spec, machine, life, climate), FaultPlan.ofMachine(spec, machine, life));
    }
}

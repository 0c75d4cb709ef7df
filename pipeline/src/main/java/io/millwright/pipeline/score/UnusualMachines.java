package io.millwright.pipeline.score;

import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.pipeline.JobContext;
import io.millwright.training.UnusualNow;
import io.millwright.worklist.UnusualMachine;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the anomaly stage says of the fleet's newest rows, in words.
 *
 * @param machines that were looked at, the most unusual first
 * @param note what a planner must know of it before the list; empty text for nothing
 */
record UnusualMachines(List<UnusualNow.Machine> machines, Map<String, String> labels, String note) {

    UnusualMachines {
        machines = List.copyOf(machines);
    }

    static UnusualMachines of(JobContext job, Instant asOf) {
        Map<String, String> labels = new HashMap<>();
        for (SensorSpec sensor : job.config().sensors()) {
            labels.put(sensor.name(), sensor.label());
        }
        return UnusualNow.at(job.lake(), job.config(), asOf, job.outside().detectors(), job.progress())
                .map(machines -> new UnusualMachines(machines, labels, ""))
                .orElseGet(() -> new UnusualMachines(List.of(), labels, cannotTell(job.config(), asOf)));
    }

    private static String cannotTell(PipelineConfig config, Instant asOf) {
        return config.targets().anomaly().isPresent() && config.timeAxis() == TimeAxis.CLOCK
                ? "NOT TOLD: too few rows came before " + asOf + " to say which machines are unusual.\n"
                : "";
    }

    /** By machine, of those that are unusual. */
    Map<String, String> sentences() {
        return unusual().stream()
                .collect(Collectors.toMap(UnusualNow.Machine::equipmentId, machine -> sentence(machine)));
    }

    /** @param inService machines that stand still after a failure are none of the list's business */
    List<UnusualMachine> lines(Predicate<UnusualNow.Machine> inService) {
        return unusual().stream()
                .filter(inService)
                .map(machine -> new UnusualMachine(machine.site(), machine.equipmentId(), sentence(machine)))
                .toList();
    }

    private List<UnusualNow.Machine> unusual() {
        return machines.stream().filter(UnusualNow.Machine::unusual).toList();
    }

    private String sentence(UnusualNow.Machine machine) {
        String by = machine.sensors().stream()
                .map(sensor -> labels.getOrDefault(sensor, sensor))
                .collect(Collectors.joining(", "));
        return String.format(
                        Locale.ROOT,
                        "unusual for this machine: anomaly score %.3f, alerts begin at %.3f",
                        machine.score(),
                        machine.threshold())
                + (by.isEmpty() ? "" : ", most by " + by);
    }
}

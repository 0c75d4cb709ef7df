package io.millwright.fleet.grade;

import io.millwright.fleet.FaultKind;
import io.millwright.fleet.grade.RunResult.Found;
import io.millwright.fleet.grade.Truth.PlantedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well one kind of planted data fault was found.
 *
 * @param planted faults of this kind
 * @param detected of these, overlapped by a finding of the same kind on the same machine and sensor
 * @param found findings of this kind
 * @param right of these, overlapping a planted fault
 */
public record FaultGrade(long planted, long detected, long found, long right) {
    /** Kinds that leave nothing to compare with: merged, or a file that ends early, whose readings never came. */
    static final Set<String> COUNTED = Set.of(FaultKind.DUPLICATE.label(), FaultKind.TRUNCATED_FILE.label());

    /** Half a neighbouring reading either way may belong to a finding. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    /** Share of planted faults that were found, NaN without any. */
    public double recall() {
        return planted == 0 ? Double.NaN : (double) detected / planted;
    }

    /** Share of findings that were planted, NaN without any. */
    public double precision() {
        return found == 0 ? Double.NaN : (double) right / found;
    }

    FaultGrade plus(FaultGrade other) {
        return new FaultGrade(
                planted + other.planted, detected + other.detected, found + other.found, right + other.right);
    }

    /** Grades by kind, of every kind planted or found. */
    static Map<String, FaultGrade> byKind(List<PlantedFault> planted, List<Found> found) {
        Map<String, List<PlantedFault>> plantedByKey = new TreeMap<>();
        for (PlantedFault fault : planted) {
            plantedByKey
                    .computeIfAbsent(key(fault.kind(), fault.machine()), any -> new ArrayList<>())
                    .add(fault);
        }
        Map<String, List<Found>> foundByKey = new TreeMap<>();
        for (Found one : found) {
            foundByKey
                    .computeIfAbsent(key(one.kind(), one.machine()), any -> new ArrayList<>())
                    .add(one);
        }
        Map<String, FaultGrade> grades = new TreeMap<>();
        for (PlantedFault fault : planted) {
            boolean detected = foundByKey.getOrDefault(key(fault.kind(), fault.machine()), List.of()).stream()
                    .anyMatch(one -> match(fault, one));
            grades.merge(fault.kind(), new FaultGrade(1, detected ? 1 : 0, 0, 0), FaultGrade::plus);
        }
        for (Found one : found) {
            boolean right = plantedByKey.getOrDefault(key(one.kind(), one.machine()), List.of()).stream()
                    .anyMatch(fault -> match(fault, one));
            grades.merge(one.kind(), new FaultGrade(0, 0, 1, right ? 1 : 0), FaultGrade::plus);
        }
        return grades;
    }

    private static String key(String kind, String machine) {
        return kind + "\n" + machine;
    }

    private static boolean match(PlantedFault fault, Found one) {
        boolean sameSensor = fault.sensor().isEmpty()
                || one.sensor().isEmpty()
                || fault.sensor().equals(one.sensor());
        return sameSensor
                && one.from().isBefore(fault.to().plus(SLACK))
                && !one.to().isBefore(fault.from().minus(SLACK));
    }
}

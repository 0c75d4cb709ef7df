package io.millwright.fleet;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often each kind of data fault happens: per machine-year, except {@link FaultKind#TRUNCATED_FILE}, which is the share
 * of text files. Zero switches a kind off.
 */
public record FaultRates(Map<FaultKind, Double> perMachineYear) implements Serializable {
    public FaultRates {
        for (Map.Entry<FaultKind, Double> rate : perMachineYear.entrySet()) {
            if (!(rate.getValue() >= 0) || rate.getValue() > 10_000) {
                throw new IllegalArgumentException(
                        "the rate of " + rate.getKey().label() + " must be in [0, 10000], got " + rate.getValue());
            }
        }
        perMachineYear = Map.copyOf(perMachineYear);
    }

    public static FaultRates defaults() {
        Map<FaultKind, Double> rates = new EnumMap<>(FaultKind.class);
        rates.put(FaultKind.GAP, 8.0);
        rates.put(FaultKind.STUCK, 4.0);
        rates.put(FaultKind.DRIFT, 1.0);
        rates.put(FaultKind.SPIKE, 24.0);
        rates.put(FaultKind.CLOCK_SKEW, 0.5);
        rates.put(FaultKind.DUPLICATE, 6.0);
        rates.put(FaultKind.LATE, 4.0);
        rates.put(FaultKind.WRONG_UNIT, 3.0);
        rates.put(FaultKind.WRONG_TYPE, 20.0);
        rates.put(FaultKind.UNKNOWN_MACHINE, 2.0);
        rates.put(FaultKind.UNKNOWN_SENSOR, 1.0);
        rates.put(FaultKind.TRUNCATED_FILE, 0.08);
        return new FaultRates(rates);
    }

    /** A fleet whose data are perfect. */
    public static FaultRates none() {
        return new FaultRates(Map.of());
    }

    /** The same with one rate replaced. */
    public FaultRates with(FaultKind kind, double rate) {
        Map<FaultKind, Double> rates = new EnumMap<>(FaultKind.class);
        rates.putAll(perMachineYear);
        rates.put(kind, rate);
        return new FaultRates(rates);
    }

    public double of(FaultKind kind) {
        return perMachineYear.getOrDefault(kind, 0.0);
    }
}

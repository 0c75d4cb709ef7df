package io.millwright.etl;

import io.millwright.lake.MillwrightException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The units values may be delivered in, and how to get from one to another. */
final class Units {

    private record Unit(String quantity, double factor, double offset) {}

    private static final Map<String, Unit> KNOWN = known();

    private Units() {}

    private static Map<String, Unit> known() {
        Map<String, Unit> units = new LinkedHashMap<>();
        put(units, "temperature", 1, 273.15, "C", "degC", "°C", "celsius");
        put(units, "temperature", 5.0 / 9, 459.67 * 5 / 9, "F", "degF", "°F", "fahrenheit");
        put(units, "temperature", 1, 0, "K", "kelvin");
        put(units, "temperature", 5.0 / 9, 0, "degR");
        put(units, "pressure", 1e5, 0, "bar");
        put(units, "pressure", 6_894.757293168, 0, "psi");
        put(units, "pressure", 1e3, 0, "kPa");
        put(units, "pressure", 1, 0, "Pa");
        put(units, "pressure", 1e6, 0, "MPa");
        put(units, "pressure", 1e2, 0, "mbar", "hPa");
        put(units, "pressure", 101_325, 0, "atm");
        put(units, "velocity", 1e-3, 0, "mm/s");
        put(units, "velocity", 0.0254, 0, "in/s", "ips");
        put(units, "velocity", 1, 0, "m/s");
        put(units, "acceleration", 1, 0, "m/s2", "m/s^2", "m/s²");
        put(units, "acceleration", 9.80665, 0, "g");
        put(units, "acceleration", 1e-3, 0, "mm/s2", "mm/s^2");
        put(units, "current", 1, 0, "A");
        put(units, "current", 1e-3, 0, "mA");
        put(units, "current", 1e3, 0, "kA");
        put(units, "voltage", 1, 0, "V");
        put(units, "voltage", 1e-3, 0, "mV");
        put(units, "voltage", 1e3, 0, "kV");
        put(units, "power", 1, 0, "W");
        put(units, "power", 1e3, 0, "kW");
        put(units, "power", 1e6, 0, "MW");
        put(units, "power", 745.69987158227, 0, "hp");
        put(units, "rotation", 1.0 / 60, 0, "rpm", "1/min");
        put(units, "rotation", 1, 0, "Hz", "1/s");
        put(units, "rotation", 1 / (2 * Math.PI), 0, "rad/s");
        put(units, "torque", 1, 0, "N.m", "Nm", "N*m");
        put(units, "torque", 1.3558179483314, 0, "lbf.ft", "lb.ft", "ft.lb");
        put(units, "length", 1e-3, 0, "mm");
        put(units, "length", 1e-6, 0, "um", "µm");
        put(units, "length", 1, 0, "m");
        put(units, "length", 0.0254, 0, "in");
        put(units, "length", 2.54e-5, 0, "mil");
        put(units, "mass flow", 1, 0, "kg/s");
        put(units, "mass flow", 0.45359237, 0, "lbm/s", "lb/s");
        put(units, "rate", 1, 0, "items/h", "1/h");
        put(units, "rate", 60, 0, "items/min");
        put(units, "ratio", 1, 0, "1", "ratio");
        put(units, "ratio", 0.01, 0, "%", "percent");
        return units;
    }

    private static void put(Map<String, Unit> units, String quantity, double factor, double offset, String... names) {
        for (String name : names) {
            units.put(name, new Unit(quantity, factor, offset));
        }
    }

    private static Optional<Unit> unit(String name) {
        Unit exact = KNOWN.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        return KNOWN.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * From the unit of delivery to the sensor's own.
     *
     * @throws MillwrightException (configuration) where a unit is not known, or the two measure different things
     */
    static Conversion conversion(String from, String to, String place) {
        if (from.equals(to)) {
            return Conversion.IDENTITY;
        }
        Unit source = unit(from).orElseThrow(() -> unknown(from, place));
        Unit target = unit(to).orElseThrow(() -> unknown(to, place));
        if (!source.quantity().equals(target.quantity())) {
            throw MillwrightException.configuration(place + ": '" + from + "' is a " + source.quantity() + " and '" + to
                    + "' a " + target.quantity() + "; correct the unit of the column or of the sensor");
        }
        return between(source, target);
    }

    /**
     * Whether a value in one unit can be put in the other; of a sensor whose unit is not known, only where both are the same.
     *
     * @throws MillwrightException (configuration) where the unit of delivery is not known
     */
    static boolean measureAlike(String from, String to, String place) {
        if (from.equals(to)) {
            return true;
        }
        String quantity = unit(from).orElseThrow(() -> unknown(from, place)).quantity();
        return unit(to).map(Unit::quantity).filter(quantity::equals).isPresent();
    }

    private static Conversion between(Unit source, Unit target) {
        return new Conversion(source.factor() / target.factor(), (source.offset() - target.offset()) / target.factor());
    }

    /**
     * What may have happened where a value of a sensor in this unit is far out: for each other unit of the same quantity, the
     * way back. Empty for a unit that is not known.
     */
    static List<Mistake> mistakes(String unit) {
        Optional<Unit> own = unit(unit);
        if (own.isEmpty()) {
            return List.of();
        }
        Map<String, Mistake> mistakes = new TreeMap<>();
        List<Conversion> seen = new ArrayList<>();
        KNOWN.forEach((name, other) -> {
            Conversion back = between(other, own.get());
            if (other.quantity().equals(own.get().quantity()) && !back.isIdentity() && !seen.contains(back)) {
                seen.add(back);
                mistakes.put(name, new Mistake(name, back));
            }
        });
        return List.copyOf(mistakes.values());
    }

    private static MillwrightException unknown(String name, String place) {
        String known = KNOWN.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getValue().quantity(),
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.joining(" "))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return MillwrightException.configuration(place + ": the unit '" + name + "' is not known; known are " + known);
    }

    /** {@code y = factor * x + shift}. */
    record Conversion(double factor, double shift) implements java.io.Serializable {
        static final Conversion IDENTITY = new Conversion(1, 0);

        boolean isIdentity() {
            return factor == 1 && shift == 0;
        }

        double apply(double value) {
            return isIdentity() ? value : value * factor + shift;
        }
    }

    /** A value sent in another unit than declared, and the conversion that puts it right. */
    record Mistake(String unit, Conversion back) implements java.io.Serializable {}
}

package io.millwright.features.own;

import io.millwright.features.context.MachineLog;
import io.millwright.features.window.KnownSensors;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The features of one's own of a pipeline file, in its order.
 *
 * @param features one a column
 */
public record OwnFeatures(List<OwnFeature> features) implements Serializable {

    public static final OwnFeatures NONE = new OwnFeatures(List.of());

    /**
     * Makes one of each class.
     *
     * @param file the pipeline file, for errors
     * @param sensors that may be read
     * @throws MillwrightException where a class is not there, is none, or names what there is not
     */
    public static OwnFeatures load(String file, List<String> classes, List<String> sensors) {
        List<OwnFeature> features =
                classes.stream().map(name -> made(file, name)).toList();
        Set<String> names = new HashSet<>();
        for (OwnFeature feature : features) {
            String place = file + ": features.own: " + feature.getClass().getName();
            if (!feature.name().matches("[a-z][a-z0-9_]*") || !names.add(feature.name())) {
                throw MillwrightException.configuration(place + " calls its feature '" + feature.name()
                        + "'; a name has small letters, digits and _, and no two features share one");
            }
            for (String sensor : feature.sensors()) {
                if (!sensors.contains(sensor)) {
                    throw MillwrightException.configuration(place + " reads the sensor '" + sensor
                            + "', which delivers no single readings; there are " + String.join(", ", sensors));
                }
            }
        }
        return new OwnFeatures(features);
    }

    private static OwnFeature made(String file, String name) {
        String place = file + ": features.own: " + name;
        try {
            Object made = Class.forName(name, true, Thread.currentThread().getContextClassLoader())
                    .getConstructor()
                    .newInstance();
            if (made instanceof OwnFeature feature) {
                return feature;
            }
            throw MillwrightException.configuration(place + " does not implement " + OwnFeature.class.getName());
        } catch (ClassNotFoundException e) {
            throw MillwrightException.configuration(
                    place + " is not on the class path; put its jar or folder into MILLWRIGHT_CLASSPATH, or with"
                            + " spark-submit into --jars");
        } catch (ReflectiveOperationException e) {
            throw MillwrightException.configuration(
                    place + " cannot be made; it has to be a public class with a public constructor without arguments");
        }
    }

    /** Eight hexadecimal digits that change with the compiled class; classes it calls or extends are not looked at. */
    public static String version(OwnFeature feature) {
        Class<?> type = feature.getClass();
        String name = type.getName();
        try (InputStream code = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return code == null
                    ? "of no class file"
                    : Sha256.hex(code.readAllBytes()).substring(0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class file of " + name + " cannot be read", e);
        }
    }

    /**
     * The row, in the order of the features.
     *
     * @throws MillwrightException where a feature fails; it names the feature, the machine and the moment
     */
    public double[] row(String machine, KnownSensors sensors, MachineLog log) {
        return features.stream()
                .mapToDouble(feature -> value(feature, machine, sensors, log))
                .toArray();
    }

    private static double value(OwnFeature feature, String machine, KnownSensors sensors, MachineLog log) {
        try {
            double value = feature.value(new KnownMachine(sensors, log, feature.sensors()));
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (RuntimeException e) {
            throw MillwrightException.configuration("features.own: "
                    + feature.getClass().getName() + " failed for machine " + machine + " at "
                    + Instant.ofEpochMilli(sensors.asOfMs()) + ": " + e.getMessage()
                    + "; mend the class, or give NaN where it cannot compute its number");
        }
    }
}

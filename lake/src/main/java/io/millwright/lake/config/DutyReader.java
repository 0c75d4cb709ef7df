package io.millwright.lake.config;

import io.millwright.lake.config.FeatureSpec.Duty;
import io.millwright.lake.config.FeatureSpec.LoadShare;
import io.millwright.lake.config.FeatureSpec.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From the trees below {@code features.duty}, {@code features.load_share} and {@code features.environment} to their records. */
final class DutyReader {

    /** Units that count turns. */
    static final List<String> TURNS = List.of("rpm", "1/min", "Hz", "1/s");

    private DutyReader() {}

    /** @param regimes whether readings of condition sensors become z-scores, which cross no level of the sensor's unit */
    static List<Duty> duties(YamlNode node, List<SensorSpec> sensors, boolean regimes) {
        List<Duty> duties = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : node.list()) {
            Duty duty = duty(item, sensors, regimes);
            if (!names.add(duty.name())) {
                throw item.error("a duty called " + duty.name() + " stands here already; give one a name of its own");
            }
            duties.add(duty);
        }
        return duties;
    }

    private static Duty duty(YamlNode node, List<SensorSpec> sensors, boolean regimes) {
        node.allowing("name", "sensor", "above");
        SensorSpec sensor = sensor(node, sensors, regimes, "crosses no level in its unit");
        return new Duty(
                node.optional("name").map(PipelineReader::name).orElse(sensor.name()),
                sensor.name(),
                node.required("above").numberFrom(sensor.min(), sensor.max()));
    }

    /** @param regimes whether readings of condition sensors become z-scores, which are no share of anything */
    static LoadShare loadShare(YamlNode node, List<SensorSpec> sensors, List<Duration> windows, boolean regimes) {
        node.allowing("sensor", "windows");
        return new LoadShare(
                sensor(node, sensors, regimes, "is no share of a rated load").name(),
                node.optional("windows")
                        .map(some -> PipelineReader.someOf(some, windows))
                        .orElse(windows));
    }

    static List<Surroundings> environment(YamlNode node, List<Duration> windows) {
        List<Surroundings> environment = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : node.list()) {
            item.allowing("sensor", "unit", "windows");
            String sensor = PipelineReader.name(item.required("sensor"));
            if (!names.add(sensor)) {
                throw item.error("the sensor '" + sensor + "' stands here already; give all its windows in one place");
            }
            environment.add(new Surroundings(
                    sensor,
                    item.optional("unit").map(YamlNode::string).orElse(""),
                    item.optional("windows")
                            .map(some -> PipelineReader.someOf(some, windows))
                            .orElse(windows)));
        }
        return environment;
    }

    /** The name of a sensor whose unit is one of turns. */
    static String shaftSpeed(YamlNode node, List<SensorSpec> sensors) {
        String name = node.oneOf(sensors.stream().map(SensorSpec::name).toArray(String[]::new));
        sensors.stream()
                .filter(sensor -> sensor.name().equals(name) && !TURNS.contains(sensor.unit()))
                .findFirst()
                .ifPresent(sensor -> {
                    throw node.error("'" + name + "' is in '" + sensor.unit()
                            + "', which counts no turns; give a sensor in " + String.join(", ", TURNS));
                });
        return name;
    }

    private static SensorSpec sensor(YamlNode node, List<SensorSpec> sensors, boolean regimes, String why) {
        String name = node.required("sensor")
                .oneOf(sensors.stream().map(SensorSpec::name).toArray(String[]::new));
        SensorSpec sensor = sensors.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (regimes && sensor.role() == SensorSpec.Role.CONDITION) {
            throw node.required("sensor")
                    .error("features.regimes turns readings of '" + name + "' into z-scores, so it " + why
                            + "; give the sensor role: operating, or use another");
        }
        return sensor;
    }
}

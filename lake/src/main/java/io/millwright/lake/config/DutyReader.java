package io.millwright.lake.config;

import io.millwright.lake.config.FeatureSpec.Duty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From the tree below {@code features.duty} to its records. */
final class DutyReader {

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
        String name = node.required("sensor")
                .oneOf(sensors.stream().map(SensorSpec::name).toArray(String[]::new));
        SensorSpec sensor = sensors.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (regimes && sensor.role() == SensorSpec.Role.CONDITION) {
            throw node.required("sensor")
                    .error("features.regimes turns readings of '" + name
                            + "' into z-scores, so it crosses no level in its unit; give the sensor role: operating, or"
                            + " use another");
        }
        return new Duty(
                node.optional("name").map(PipelineReader::name).orElse(name),
                name,
                node.required("above").numberFrom(sensor.min(), sensor.max()));
    }
}

package io.millwright.lake.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From {@code maintenance} to {@link MaintenanceSpec}. */
final class MaintenanceReader {

    private MaintenanceReader() {}

    static MaintenanceSpec maintenance(Optional<YamlNode> node) {
        node.ifPresent(keys -> keys.allowing("repair_window", "actions", "severity", "findings_correct_log"));
        return new MaintenanceSpec(
                node.flatMap(keys -> keys.optional("repair_window"))
                        .map(YamlNode::span)
                        .orElse(Duration.ofHours(24)),
                node.flatMap(keys -> keys.optional("actions"))
                        .map(actions -> actions.list().stream()
                                .map(MaintenanceReader::action)
                                .toList())
                        .orElse(List.of(new MaintenanceSpec.Action("*", "*", "inspect and repair", "", 0, 4, 0.8))),
                node.flatMap(keys -> keys.optional("severity")).map(MaintenanceReader::grading),
                node.flatMap(keys -> keys.optional("findings_correct_log"))
                        .map(YamlNode::flag)
                        .orElse(false));
    }

    private static MaintenanceSpec.Grading grading(YamlNode node) {
        node.allowing("by", "medium", "high");
        MaintenanceSpec.By by = node.required("by").constant(MaintenanceSpec.By.class);
        if (by == MaintenanceSpec.By.CODE) {
            node.allowing("by");
            return new MaintenanceSpec.Grading(by, Double.NaN, Double.NaN);
        }
        double medium = node.required("medium").numberFrom(0, 1e12);
        double high = node.required("high").numberFrom(0, 1e12);
        if (medium >= high) {
            throw node.required("high").error(high + " must be above medium, which is " + medium);
        }
        return new MaintenanceSpec.Grading(by, medium, high);
    }

    private static MaintenanceSpec.Action action(YamlNode node) {
        node.allowing("mode", "severity", "action", "parts", "parts_lead_hours", "crew_hours", "effectiveness");
        return new MaintenanceSpec.Action(
                node.optional("mode").map(YamlNode::string).orElse("*"),
                node.optional("severity")
                        .map(value -> value.oneOf("low", "medium", "high", "*"))
                        .orElse("*"),
                node.required("action").string(),
                node.optional("parts").map(YamlNode::string).orElse(""),
                node.optional("parts_lead_hours")
                        .map(value -> value.numberFrom(0, 10_000))
                        .orElse(0.0),
                node.required("crew_hours").numberFrom(0.1, 1_000),
                node.optional("effectiveness")
                        .map(value -> value.numberFrom(0, 1))
                        .orElse(0.8));
    }
}

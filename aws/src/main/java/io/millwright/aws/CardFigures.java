package io.millwright.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of {@code metrics.json} as groups of metrics of a card; each with its interval and count in its notes. */
final class CardFigures {

    static final int LONGEST_NAME = 63;

    private CardFigures() {}

    /** A group a target and operating point; groups without a figure are left out. */
    static List<Map<String, Object>> groups(JsonNode metrics) {
        List<Map<String, Object>> groups = new ArrayList<>();
        JsonNode failure = metrics.path("failure");
        add(groups, failure.path("name").asText(), numbers(failure));
        failure.path("operating_points")
                .fields()
                .forEachRemaining(point -> add(groups, "at " + words(point.getKey()), numbers(point.getValue())));
        add(groups, "remaining useful life", numbers(metrics.path("rul")));
        JsonNode severity = metrics.path("severity");
        List<Map<String, Object>> levels = new ArrayList<>(numbers(severity.path("model")));
        if (!severity.path("model").path("confusion").isEmpty()) {
            levels.add(confusion(severity));
        }
        add(groups, "severity, given a failure", levels);
        add(groups, "the same sensors without some machines", numbers(metrics.path("importance")));
        return groups;
    }

    private static void add(List<Map<String, Object>> groups, String name, List<Map<String, Object>> data) {
        if (!data.isEmpty()) {
            groups.add(Map.of("name", cut(name), "metric_data", data));
        }
    }

    /** Every figure directly inside a node; one that is not defined is left out. */
    private static List<Map<String, Object>> numbers(JsonNode of) {
        List<Map<String, Object>> numbers = new ArrayList<>();
        of.fields().forEachRemaining(field -> {
            JsonNode figure = field.getValue();
            if (figure.path("value").isNumber()) {
                Map<String, Object> metric = new LinkedHashMap<>();
                metric.put("name", words(field.getKey()));
                metric.put("type", "number");
                metric.put("value", figure.path("value").asDouble());
                metric.put("notes", notes(figure));
                numbers.add(metric);
            }
        });
        return numbers;
    }

    private static String notes(JsonNode figure) {
        String count = "n " + figure.path("n").asLong();
        return figure.path("low").isNumber() && figure.path("high").isNumber()
                ? String.format(
                        Locale.ROOT,
                        "95 %% interval [%.4g, %.4g], %s",
                        figure.path("low").asDouble(),
                        figure.path("high").asDouble(),
                        count)
                : count;
    }

    /** Rows by true level, columns by the level that was said. */
    private static Map<String, Object> confusion(JsonNode severity) {
        return Map.of(
                "name",
                "confusion by true level",
                "type",
                "matrix",
                "value",
                severity.path("model").path("confusion"),
                "x_axis_name",
                severity.path("levels"),
                "y_axis_name",
                severity.path("levels"),
                "notes",
                "rows by true level, columns by the level that was said");
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}

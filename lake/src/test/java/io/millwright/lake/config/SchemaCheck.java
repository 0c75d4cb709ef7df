package io.millwright.lake.config;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The part of JSON Schema that the pipeline schema and SageMaker's card use, in the plainest way there is. */
public final class SchemaCheck {

    private final Map<String, Object> root;

    public SchemaCheck(Map<String, Object> root) {
        this.root = root;
    }

    public List<String> violations(Object value) {
        List<String> found = new ArrayList<>();
        check(value, root, "", found);
        return found;
    }

    /** The rule behind a reference, or the rule itself. */
    Map<String, Object> resolved(Map<String, Object> rule) {
        Object reference = rule.get("$ref");
        if (reference == null) {
            return rule;
        }
        String[] steps = reference.toString().split("/", 3);
        return resolved(map(map(root.get(steps[1])).get(steps[2])));
    }

    /** The rule for a value that is an object: the alternative that speaks of objects. */
    Map<String, Object> objectRule(Map<String, Object> rule) {
        Map<String, Object> resolved = resolved(rule);
        if (resolved.get("anyOf") instanceof List<?> alternatives) {
            return alternatives.stream()
                    .map(alternative -> objectRule(map(alternative)))
                    .filter(alternative -> "object".equals(alternative.get("type")))
                    .findFirst()
                    .orElseThrow();
        }
        return resolved;
    }

    private void check(Object value, Map<String, Object> rule, String place, List<String> found) {
        if (rule.containsKey("$ref")) {
            check(value, resolved(rule), place, found);
        }
        if (rule.get("anyOf") instanceof List<?> alternatives
                && alternatives.stream().noneMatch(alternative -> accepts(value, map(alternative)))) {
            found.add(place + ": " + value + " fits no alternative");
        }
        if (rule.get("allOf") instanceof List<?> all) {
            all.forEach(one -> check(value, map(one), place, found));
        }
        if (rule.get("if") instanceof Map<?, ?> condition && accepts(value, map(condition))) {
            check(value, map(rule.get("then")), place, found);
        }
        if (rule.containsKey("const") && !rule.get("const").equals(value)) {
            found.add(place + ": " + value + " is not " + rule.get("const"));
        }
        if (rule.get("enum") instanceof List<?> choices && !choices.contains(value)) {
            found.add(place + ": " + value + " is none of " + choices);
        }
        if (rule.containsKey("type") && !hasType(value, rule.get("type"))) {
            found.add(place + ": " + value + " is not " + rule.get("type"));
        }
        if (rule.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern).matcher(value.toString()).find()) {
            found.add(place + ": " + value + " does not match " + pattern);
        }
        if (value instanceof Number number && outOfRange(number, rule)) {
            found.add(place + ": " + value + " is out of range");
        }
        if (value instanceof String text && tooMany(text.length(), rule, "minLength", "maxLength")) {
            found.add(place + ": has " + text.length() + " characters");
        }
        if (value instanceof List<?> items && tooMany(items.size(), rule, "minItems", "maxItems")) {
            found.add(place + ": has " + items.size() + " items");
        }
        if (value instanceof List<?> items
                && Boolean.TRUE.equals(rule.get("uniqueItems"))
                && Set.copyOf(items).size() < items.size()) {
            found.add(place + ": holds something twice");
        }
        if (value instanceof List<?> items && rule.containsKey("items")) {
            items.forEach(item -> check(item, map(rule.get("items")), place + "[]", found));
        }
        boolean hasKeys = rule.containsKey("properties") || rule.containsKey("propertyNames");
        if (value instanceof Map<?, ?> && (hasKeys || "object".equals(rule.get("type")))) {
            checkKeys(map(value), rule, place, found);
        }
    }

    private void checkKeys(Map<String, Object> object, Map<String, Object> rule, String place, List<String> found) {
        Map<String, Object> properties = rule.containsKey("properties") ? map(rule.get("properties")) : Map.of();
        if (rule.get("propertyNames") instanceof Map<?, ?> names) {
            object.keySet().forEach(key -> check(key, map(names), place + " key", found));
        }
        if (rule.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(key -> !object.containsKey(key.toString()))
                    .forEach(key -> found.add(place + ": " + key + " is missing"));
        }
        object.forEach((key, value) -> {
            if (properties.containsKey(key)) {
                check(value, map(properties.get(key)), place + "." + key, found);
            } else if (Boolean.FALSE.equals(rule.get("additionalProperties"))) {
                found.add(place + ": unknown key " + key);
            } else if (rule.get("additionalProperties") instanceof Map<?, ?> other) {
                check(value, map(other), place + "." + key, found);
            }
        });
    }

    private boolean accepts(Object value, Map<String, Object> rule) {
        List<String> found = new ArrayList<>();
        check(value, rule, "", found);
        return found.isEmpty();
    }

    private static boolean outOfRange(Number number, Map<String, Object> rule) {
        return rule.get("minimum") instanceof Number low && number.doubleValue() < low.doubleValue()
                || rule.get("maximum") instanceof Number high && number.doubleValue() > high.doubleValue();
    }

    private static boolean tooMany(int length, Map<String, Object> rule, String fewest, String most) {
        return rule.get(fewest) instanceof Integer low && length < low
                || rule.get(most) instanceof Integer high && length > high;
    }

    private static boolean hasType(Object value, Object type) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(one -> hasType(value, one));
        }
        return switch (type.toString()) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            // YAML reads an unquoted date as a date; the loader and editors read the text.
            case "string" -> value instanceof String || value instanceof Date;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            case "null" -> value == null;
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}

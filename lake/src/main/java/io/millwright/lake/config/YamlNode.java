package io.millwright.lake.config;

import io.millwright.lake.MillwrightException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in the pipeline file that knows its line, so that every error names file, line, key, value and what would be
 * right. Scalars resolve {@code ${NAME}} and {@code ${NAME:default}} from the environment.
 */
final class YamlNode {

    private final Node node;
    private final String file;
    private final String key;
    private final Map<String, String> environment;
    private final TimeAxis axis;

    YamlNode(Node node, String file, String key, Map<String, String> environment) {
        this(node, file, key, environment, TimeAxis.NONE);
    }

    private YamlNode(Node node, String file, String key, Map<String, String> environment, TimeAxis axis) {
        this.node = node;
        this.file = file;
        this.key = key;
        this.environment = environment;
        this.axis = axis;
    }

    /** The same place, where lengths of time are of this axis; without one they may be written as of any. */
    YamlNode on(TimeAxis of) {
        return new YamlNode(node, file, key, environment, of);
    }

    MillwrightException error(String what) {
        int line = node.getStartMark().getLine() + 1;
        return MillwrightException.configuration(file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + what);
    }

    /** Says which keys are allowed here; a key that is none of them is refused, with the nearest one suggested. */
    YamlNode allowing(String... allowed) {
        Set<String> known = new TreeSet<>(Arrays.asList(allowed));
        for (String name : entries().keySet()) {
            if (!known.contains(name)) {
                Optional<String> near = Spelling.nearest(name, known);
                throw entries()
                        .get(name)
                        .error("unknown key '" + name + "'"
                                + near.map(word -> "; did you mean '" + word + "'?")
                                        .orElse("")
                                + " Allowed here: " + String.join(", ", allowed));
            }
        }
        return this;
    }

    Map<String, YamlNode> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw error("expected keys and values here, found " + describe());
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                throw error("a key must be a single word");
            }
            String name = scalar.getValue();
            YamlNode value = new YamlNode(
                    tuple.getValueNode(), file, key.isEmpty() ? name : key + "." + name, environment, axis);
            if (entries.put(name, value) != null) {
                throw value.error("the key '" + name + "' stands here twice; keep one");
            }
        }
        return entries;
    }

    YamlNode required(String name) {
        YamlNode found = entries().get(name);
        if (found == null) {
            throw error("the key '" + name + "' is missing");
        }
        return found;
    }

    Optional<YamlNode> optional(String name) {
        return Optional.ofNullable(entries().get(name))
                .filter(found -> !found.node.getTag().equals(Tag.NULL));
    }

    List<YamlNode> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw error("expected a list here, found " + describe());
        }
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlNode(item, file, key + "[" + items.size() + "]", environment, axis));
        }
        return items;
    }

    List<String> strings() {
        return list().stream().map(YamlNode::string).toList();
    }

    /** What the items of a list say; one that says what another said before it is refused. */
    <T> List<T> eachOnce(Function<YamlNode, T> reader) {
        List<T> values = new ArrayList<>();
        for (YamlNode item : list()) {
            T value = reader.apply(item);
            if (values.contains(value)) {
                throw item.error("the same stands in this list already; keep one");
            }
            values.add(value);
        }
        return values;
    }

    String string() {
        if (!(node instanceof ScalarNode scalar)) {
            throw error("expected a single value here, found " + describe());
        }
        return Environment.resolve(scalar.getValue(), environment, this::error);
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    String oneOf(String... choices) {
        String value = string();
        if (!Arrays.asList(choices).contains(value)) {
            throw error("'" + value + "' is not known; use one of " + String.join(", ", choices));
        }
        return value;
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        String[] names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        return Enum.valueOf(type, oneOf(names).toUpperCase(Locale.ROOT));
    }

    double number() {
        return parsed(Double::parseDouble, "a number");
    }

    double numberFrom(double low, double high) {
        double value = number();
        if (!(value >= low && value <= high)) {
            throw error(string() + " is out of range; use " + low + " to " + high);
        }
        return value;
    }

    int wholeFrom(int low, int high) {
        int value = parsed(Integer::parseInt, "a whole number");
        if (value < low || value > high) {
            throw error(value + " is out of range; use " + low + " to " + high);
        }
        return value;
    }

    long wholeLong() {
        return parsed(Long::parseLong, "a whole number");
    }

    boolean flag() {
        return oneOf("true", "false").equals("true");
    }

    /** A length of time, or none at all. */
    Duration span() {
        Duration span = signedSpan();
        if (span.isNegative()) {
            throw error("'" + string() + "' must not be less than nothing");
        }
        return span;
    }

    /** A length of time that may go backwards. */
    Duration signedSpan() {
        try {
            return Span.parse(string(), axis);
        } catch (MillwrightException e) {
            throw error(e.getMessage());
        }
    }

    Duration positiveSpan() {
        Duration span = span();
        if (span.isZero() || span.isNegative()) {
            throw error("'" + string() + "' must be longer than nothing");
        }
        return span;
    }

    ZoneId zone() {
        try {
            return ZoneId.of(string());
        } catch (DateTimeException e) {
            throw error("'" + string() + "' is not a time zone; use a name such as UTC or America/Chicago");
        }
    }

    /** A date (midnight UTC), an ISO instant, or {@code cycle N}. */
    Instant instant() {
        return Moment.parse(string()).orElseThrow(() -> error(Moment.notOne(string())));
    }

    /** The meaning of this place as text with keys in order, for the hash of the configuration. */
    String canonical() {
        if (node instanceof MappingNode) {
            return canonical(entries());
        }
        if (node instanceof SequenceNode) {
            StringBuilder text = new StringBuilder("[");
            list().forEach(item -> text.append(item.canonical()).append(','));
            return text.append(']').toString();
        }
        return '"' + string() + '"';
    }

    /** The same of keys and values with some keys left out. */
    String canonicalWithout(String... names) {
        Map<String, YamlNode> others = new LinkedHashMap<>(entries());
        others.keySet().removeAll(List.of(names));
        return canonical(others);
    }

    private static String canonical(Map<String, YamlNode> entries) {
        StringBuilder text = new StringBuilder("{");
        new java.util.TreeMap<>(entries)
                .forEach((name, value) ->
                        text.append(name).append(':').append(value.canonical()).append(','));
        return text.append('}').toString();
    }

    private <T> T parsed(Function<String, T> parser, String what) {
        try {
            return parser.apply(string().strip());
        } catch (NumberFormatException e) {
            throw error("'" + string() + "' is not " + what);
        }
    }

    private String describe() {
        return switch (node.getNodeId()) {
            case mapping -> "keys and values";
            case sequence -> "a list";
            default -> "the value '" + ((ScalarNode) node).getValue() + "'";
        };
    }
}

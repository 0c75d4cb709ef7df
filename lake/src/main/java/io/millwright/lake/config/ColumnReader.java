package io.millwright.lake.config;

import io.millwright.lake.table.Waveforms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys {@code columns} and {@code constants} of a source. */
final class ColumnReader {

    private ColumnReader() {}

    static Map<String, Source.MappedColumn> columns(YamlNode node, Source.Kind kind, Source.Layout layout) {
        if (!isWide(kind, layout)) {
            requireKnown(node, kind);
        }
        Map<String, Source.MappedColumn> columns = new LinkedHashMap<>();
        node.entries()
                .forEach((ours, theirs) -> columns.put(
                        ours, theirs.isScalar() ? plain(ours, theirs, kind) : mapped(ours, theirs, kind, layout)));
        return columns;
    }

    private static Source.MappedColumn plain(String ours, YamlNode theirs, Source.Kind kind) {
        if (isShaftSpeed(ours, kind)) {
            throw theirs.error("say what it counts turns in, for example {column: " + theirs.string()
                    + ", unit: rpm}; one of " + String.join(", ", DutyReader.TURNS));
        }
        return new Source.MappedColumn(theirs.string(), Optional.empty(), Map.of());
    }

    private static boolean isShaftSpeed(String ours, Source.Kind kind) {
        return kind == Source.Kind.WAVEFORMS && ours.equals(SourceColumns.SHAFT_SPEED);
    }

    private static boolean isWide(Source.Kind kind, Source.Layout layout) {
        return kind == Source.Kind.READINGS && layout == Source.Layout.WIDE;
    }

    /** Of equipment, everything else is kept as an attribute. */
    private static void requireKnown(YamlNode node, Source.Kind kind) {
        if (kind != Source.Kind.EQUIPMENT) {
            node.allowing(SourceColumns.of(kind).toArray(new String[0]));
        }
    }

    private static Source.MappedColumn mapped(String ours, YamlNode node, Source.Kind kind, Source.Layout layout) {
        node.allowing("column", "unit", "names");
        boolean ofSensors = kind == Source.Kind.READINGS || kind == Source.Kind.WAVEFORMS;
        if (!ofSensors) {
            refuse(
                    node,
                    "unit",
                    "units are converted of readings and waveforms only; leave it out, and deliver " + ours
                            + " as it is");
        }
        if (!ofSensors || isWide(kind, layout) || !ours.equals(SourceColumns.SENSOR)) {
            refuse(node, "names", "only the column sensor of a long layout or of waveforms has names of sensors");
        }
        if (isShaftSpeed(ours, kind)) {
            node.required("unit").oneOf(DutyReader.TURNS.toArray(new String[0]));
        } else if (kind == Source.Kind.WAVEFORMS && !ours.equals(Waveforms.SAMPLES)) {
            refuse(
                    node,
                    "unit",
                    "of waveforms, only the columns samples and shaft_speed and names of sensors have a unit");
        }
        return new Source.MappedColumn(
                node.required("column").string(),
                node.optional("unit").map(YamlNode::string),
                node.optional("names").map(ColumnReader::names).orElse(Map.of()));
    }

    private static void refuse(YamlNode node, String key, String why) {
        node.optional(key).ifPresent(given -> {
            throw given.error(why);
        });
    }

    private static Map<String, Source.NamedSensor> names(YamlNode node) {
        Map<String, Source.NamedSensor> names = new LinkedHashMap<>();
        node.entries().forEach((theirs, ours) -> names.put(theirs, named(ours)));
        return names;
    }

    private static Source.NamedSensor named(YamlNode node) {
        if (node.isScalar()) {
            return new Source.NamedSensor(node.string(), Optional.empty());
        }
        node.allowing("sensor", "unit");
        return new Source.NamedSensor(
                node.required("sensor").string(), node.optional("unit").map(YamlNode::string));
    }

    static Map<String, String> constants(YamlNode node, Source.Kind kind) {
        if (kind == Source.Kind.READINGS) {
            throw node.error("readings have no columns that all rows share; leave constants out");
        }
        requireKnown(node, kind);
        if (kind == Source.Kind.WAVEFORMS) {
            refuse(
                    node,
                    SourceColumns.SHAFT_SPEED,
                    "a speed that all bursts share is that of their machines; give it as shaft_speed_rpm of a source of"
                            + " kind equipment");
        }
        return texts(node);
    }

    static Map<String, String> texts(YamlNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.entries().forEach((column, value) -> texts.put(column, value.string()));
        return texts;
    }

    /** Every sensor a source of readings or waveforms speaks of stands under {@code sensors}. */
    static void requireDeclaredSensors(YamlNode node, List<SensorSpec> sensors) {
        Set<String> known = sensors.stream().map(SensorSpec::name).collect(Collectors.toSet());
        for (YamlNode source : node.required("sources").list()) {
            Source.Kind kind = source.required("kind").constant(Source.Kind.class);
            if (kind == Source.Kind.READINGS || kind == Source.Kind.WAVEFORMS) {
                source.optional("columns").ifPresent(columns -> requireDeclared(columns, isWide(source, kind), known));
            }
        }
    }

    private static boolean isWide(YamlNode source, Source.Kind kind) {
        return isWide(
                kind,
                source.optional("layout")
                        .map(layout -> layout.constant(Source.Layout.class))
                        .orElse(Source.Layout.WIDE));
    }

    private static void requireDeclared(YamlNode columns, boolean isWide, Set<String> known) {
        if (isWide) {
            columns.entries().forEach((sensor, place) -> requireDeclared(sensor, place, known));
            return;
        }
        columns.optional(SourceColumns.SENSOR)
                .filter(column -> !column.isScalar())
                .flatMap(column -> column.optional("names"))
                .ifPresent(names -> names.entries().values().forEach(name -> {
                    YamlNode sensor = name.isScalar() ? name : name.required("sensor");
                    requireDeclared(sensor.string(), sensor, known);
                }));
    }

    private static void requireDeclared(String sensor, YamlNode place, Set<String> known) {
        if (!known.contains(sensor)) {
            throw place.error("the sensor '" + sensor + "' is not under sensors"
                    + Spelling.nearest(sensor, known)
                            .map(word -> "; did you mean '" + word + "'?")
                            .orElse("; declare it there"));
        }
    }
}

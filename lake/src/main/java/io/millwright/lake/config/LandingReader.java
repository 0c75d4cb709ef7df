package io.millwright.lake.config;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code landing} key: sources and their column mappings. */
final class LandingReader {

    private LandingReader() {}

    static Landing landing(YamlNode node, Optional<String> out) {
        node.allowing("axis", "zone", "sources", "simulated");
        TimeAxis axis = axis(node);
        ZoneId zone = node.optional("zone").map(YamlNode::zone).orElse(ZoneId.of("UTC"));
        Optional<Simulated> simulated = node.optional("simulated").map(fleet -> simulated(fleet, out));
        List<Source> sources = node.required("sources").list().stream()
                .map(source -> source(source, axis, zone, simulated))
                .toList();
        Set<String> names = new HashSet<>();
        for (YamlNode source : node.required("sources").list()) {
            if (!names.add(source.required("name").string())) {
                throw source.required("name").error("two sources have this name; give each its own");
            }
        }
        if (sources.stream().noneMatch(source -> source.kind() == Source.Kind.READINGS)) {
            throw node.required("sources").error("no source has kind: readings; there is nothing to compute from");
        }
        return new Landing(axis, zone, sources, simulated);
    }

    static TimeAxis axis(YamlNode node) {
        return node.optional("axis")
                .map(given -> given.constant(TimeAxis.class))
                .orElse(TimeAxis.CLOCK);
    }

    private static Simulated simulated(YamlNode node, Optional<String> out) {
        node.allowing(
                "path", "truth", "machines", "days", "seed", "scenario", "failures_per_machine_year", "fault_rates");
        Map<String, Double> rates = new LinkedHashMap<>();
        node.optional("fault_rates").ifPresent(faults -> faults.entries()
                .forEach((kind, rate) -> rates.put(kind, rate.numberFrom(0, 1_000))));
        return new Simulated(
                inside(out, node.optional("path").map(YamlNode::string).orElse("landing")),
                inside(out, node.optional("truth").map(YamlNode::string).orElse("truth")),
                node.optional("machines").map(n -> n.wholeFrom(1, 1_000_000)).orElse(40),
                node.optional("days").map(n -> n.wholeFrom(1, 10_000)).orElse(180),
                node.optional("seed").map(YamlNode::wholeLong).orElse(1L),
                node.optional("scenario")
                        .map(scenario -> scenario.oneOf("default", "no-signal", "planted-precursor"))
                        .orElse("default"),
                node.optional("failures_per_machine_year")
                        .map(n -> n.numberFrom(0, 1_000))
                        .orElse(4.5),
                rates);
    }

    private static String inside(Optional<String> out, String path) {
        return out.map(folder -> Place.below(folder, path)).orElse(path);
    }

    private static Source source(YamlNode node, TimeAxis axis, ZoneId zone, Optional<Simulated> simulated) {
        node.allowing(
                "name",
                "kind",
                "path",
                "format",
                "delimiter",
                "header",
                "encoding",
                "decimal",
                "missing",
                "layout",
                "time",
                "zone",
                "equipment",
                "known",
                "columns",
                "constants",
                "where",
                "ends_in_failure");
        Source.Kind kind = node.required("kind").constant(Source.Kind.class);
        ZoneId own = node.optional("zone").map(YamlNode::zone).orElse(zone);
        String path = node.required("path").string();
        Source.Format format = node.required("format").constant(Source.Format.class);
        Source.Layout layout = node.optional("layout")
                .map(given -> given.constant(Source.Layout.class))
                .orElse(Source.Layout.WIDE);
        return new Source(
                node.required("name").string(),
                kind,
                simulated.map(fleet -> Place.below(fleet.path(), path)).orElse(path),
                format,
                node.optional("delimiter").map(YamlNode::string).orElse(","),
                node.optional("header").map(YamlNode::strings).orElse(List.of()),
                NotationReader.notation(node, format),
                layout,
                axis == TimeAxis.NONE
                        ? withoutTime(node, kind)
                        : node.optional("time").map(time -> time(time, own, axis)),
                node.optional("equipment").map(LandingReader::equipment),
                node.optional("known")
                        .map(LandingReader::arrival)
                        .orElse(new Source.Arrival(Optional.empty(), Duration.ZERO)),
                node.optional("columns")
                        .map(columns -> ColumnReader.columns(columns, kind, layout))
                        .orElse(Map.of()),
                node.optional("constants")
                        .map(constants -> ColumnReader.constants(constants, kind))
                        .orElse(Map.of()),
                node.optional("where").map(where -> where(where, kind)).orElse(Map.of()),
                node.optional("ends_in_failure").map(YamlNode::flag).orElse(false));
    }

    private static Source.TimeColumn time(YamlNode node, ZoneId zone, TimeAxis axis) {
        if (node.isScalar()) {
            requireOf(axis, "iso", node);
            return new Source.TimeColumn(node.string(), "iso", zone);
        }
        node.allowing("column", "format", "zone");
        String format = node.optional("format").map(YamlNode::string).orElse("iso");
        if (!Set.of("iso", "epoch_ms", "epoch_s", "cycle").contains(format)) {
            requirePattern(node.required("format"), format);
        }
        requireOf(axis, format, node.optional("format").orElse(node));
        return new Source.TimeColumn(
                node.required("column").string(),
                format,
                node.optional("zone").map(YamlNode::zone).orElse(zone));
    }

    private static void requireOf(TimeAxis axis, String format, YamlNode place) {
        boolean counts = format.equals("cycle");
        if (counts && !axis.countsCycles()) {
            throw place.error("cycle counts cycles, and landing.axis is clock; give landing.axis: cycles, or how the"
                    + " column writes times");
        }
        if (!counts && axis.countsCycles()) {
            throw place.error("landing.axis is cycles, so a time is a number of cycles; give it format: cycle");
        }
    }

    private static void requirePattern(YamlNode node, String format) {
        try {
            new DateTimeFormatterBuilder().appendPattern(format);
        } catch (IllegalArgumentException e) {
            throw node.error(
                    "'" + format
                            + "' is not a time format; use iso, epoch_ms, epoch_s, cycle or a pattern such as yyyy-MM-dd HH:mm:ss");
        }
    }

    private static Source.EquipmentColumn equipment(YamlNode node) {
        if (node.isScalar()) {
            return new Source.EquipmentColumn(node.string(), "");
        }
        node.allowing("column", "prefix");
        return new Source.EquipmentColumn(
                node.optional("column").map(YamlNode::string).orElse(""),
                node.optional("prefix").map(YamlNode::string).orElse(""));
    }

    private static Source.Arrival arrival(YamlNode node) {
        node.allowing("column", "delay");
        return new Source.Arrival(
                node.optional("column").map(YamlNode::string),
                node.optional("delay").map(YamlNode::span).orElse(Duration.ZERO));
    }

    private static Map<String, String> where(YamlNode node, Source.Kind kind) {
        if (kind == Source.Kind.READINGS || kind == Source.Kind.WAVEFORMS) {
            throw node.error("where chooses among records of logs and metadata; " + name(kind) + " are read whole");
        }
        return ColumnReader.texts(node);
    }

    private static Optional<Source.TimeColumn> withoutTime(YamlNode node, Source.Kind kind) {
        node.optional("time").ifPresent(time -> {
            throw time.error("landing.axis is none, so rows have no time; leave it out, or give axis: clock or cycles");
        });
        return switch (kind) {
            case READINGS, WAVEFORMS -> Optional.of(Source.TimeColumn.OF_ROW);
            case EVENTS, FAILURES -> Optional.of(Source.TimeColumn.OF_OUTCOME);
            case EQUIPMENT, COMPONENTS -> Optional.empty();
            case WORK_ORDERS, OPERATIONS, CONDITIONS, REMAINING_LIFE, FEEDBACK ->
                throw node.required("kind")
                        .error(
                                "landing.axis is none, and " + name(kind)
                                        + " need a time; a table of rows has readings, waveforms, equipment, components, events and failures");
        };
    }

    private static String name(Source.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

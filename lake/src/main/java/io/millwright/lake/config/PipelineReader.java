package io.millwright.lake.config;

import io.millwright.lake.MillwrightException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From the file's tree to the records, one method a key, one reader a large section; defaults stand in the readers and
 * nowhere else. */
final class PipelineReader {

    private PipelineReader() {}

    static PipelineConfig read(YamlNode whole, String file, String hash, Optional<String> out) {
        whole.allowing(
                "landing",
                "sensors",
                "equipment",
                "maintenance",
                "features",
                "targets",
                "costs",
                "capacity",
                "split",
                "monitoring",
                "lake",
                "registry",
                "aws");
        YamlNode root = whole.on(LandingReader.axis(whole.required("landing")));
        requireNamed(out);
        Landing landing = LandingReader.landing(root.required("landing"), out);
        List<SensorSpec> sensors = root.required("sensors").list().stream()
                .map(PipelineReader::sensor)
                .toList();
        requireUniqueSensors(root.required("sensors").list());
        ColumnReader.requireDeclaredSensors(root.required("landing"), sensors);
        String outPath = out.or(() -> root.optional("lake")
                        .flatMap(lake -> lake.optional("out"))
                        .map(PipelineReader::place))
                .orElse("out");
        CapacitySpec capacity = capacity(root.optional("capacity"));
        return new PipelineConfig(
                file,
                hash,
                landing,
                sensors,
                equipment(root.optional("equipment")),
                MaintenanceReader.maintenance(root.optional("maintenance")),
                features(root.required("features"), sensors),
                TargetReader.targets(root.required("targets"), capacity),
                costs(root.optional("costs")),
                capacity,
                SplitReader.split(root.required("split"), landing.axis()),
                monitoring(root.optional("monitoring")),
                location(root.optional("lake"), out, outPath + "/lake", "path", "out"),
                location(root.optional("registry"), out, outPath + "/registry", "path", "promotion"),
                root.optional("registry")
                        .flatMap(registry -> registry.optional("promotion"))
                        .map(who -> who.constant(Promotion.class))
                        .orElse(Promotion.MANUAL),
                outPath,
                AwsReader.aws(root.optional("aws")));
    }

    private static String location(Optional<YamlNode> node, Optional<String> out, String standard, String... allowed) {
        node.ifPresent(place -> place.allowing(allowed));
        return out.isPresent()
                ? standard
                : node.flatMap(place -> place.optional("path"))
                        .map(PipelineReader::place)
                        .orElse(standard);
    }

    private static String place(YamlNode node) {
        if (node.string().isBlank()) {
            throw node.error("no folder stands here; name one, or leave the key out");
        }
        return node.string();
    }

    private static void requireNamed(Optional<String> out) {
        if (out.filter(String::isBlank).isPresent()) {
            throw MillwrightException.configuration("the folder of results is blank; name one, or give no --out");
        }
    }

    private static SensorSpec sensor(YamlNode node) {
        node.allowing("name", "label", "unit", "min", "max", "period", "role", "filter");
        String name = name(node.required("name"));
        double min = node.required("min").number();
        double max = node.required("max").number();
        if (!(min < max)) {
            throw node.required("max").error(max + " must be above min, which is " + min);
        }
        return new SensorSpec(
                name,
                node.optional("label").map(YamlNode::string).orElse(name.replace('_', ' ')),
                node.optional("unit").map(YamlNode::string).orElse(""),
                min,
                max,
                node.required("period").positiveSpan(),
                node.optional("role")
                        .map(role -> role.constant(SensorSpec.Role.class))
                        .orElse(SensorSpec.Role.CONDITION),
                node.optional("filter").map(PipelineReader::filter));
    }

    static String name(YamlNode node) {
        String name = node.string();
        requireColumnName(name, node);
        return name;
    }

    static void requireColumnName(String name, YamlNode place) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw place.error("'" + name + "' cannot be a column name; use small letters, digits and _");
        }
    }

    private static void requireUniqueSensors(List<YamlNode> sensors) {
        Set<String> seen = new HashSet<>();
        for (YamlNode sensor : sensors) {
            if (!seen.add(sensor.required("name").string())) {
                throw sensor.required("name").error("the sensor stands here twice; keep one");
            }
        }
    }

    private static SensorSpec.Filter filter(YamlNode node) {
        node.allowing("kind", "length");
        return new SensorSpec.Filter(
                node.required("kind").constant(SensorSpec.Filter.Kind.class),
                node.required("length").wholeFrom(2, 10_000));
    }

    private static EquipmentSpec equipment(Optional<YamlNode> node) {
        node.ifPresent(keys -> keys.allowing("default_site", "default_type", "components"));
        return new EquipmentSpec(
                node.flatMap(keys -> keys.optional("default_site"))
                        .map(YamlNode::string)
                        .orElse("site"),
                node.flatMap(keys -> keys.optional("default_type"))
                        .map(YamlNode::string)
                        .orElse("machine"),
                node.flatMap(keys -> keys.optional("components"))
                        .map(names -> names.eachOnce(YamlNode::string))
                        .orElse(List.of()));
    }

    private static FeatureSpec features(YamlNode node, List<SensorSpec> sensors) {
        node.allowing(
                "chunk",
                "tile",
                "as_of",
                "windows",
                "waveform_windows",
                "bands",
                "wavelet_levels",
                "shaft_harmonics",
                "shaft_speed_sensor",
                "statistics",
                "as_corrected",
                "baseline",
                "changes",
                "regimes",
                "text",
                "relations",
                "peers",
                "own",
                "duty",
                "genealogy",
                "schedule",
                "load_share",
                "environment",
                "roll_ups",
                "pca",
                "fitted_residuals");
        Duration tile = node.required("tile").positiveSpan();
        Duration chunk =
                node.optional("chunk").map(value -> wholeTiles(value, tile)).orElse(tile);
        YamlNode asOf = node.required("as_of").allowing("every", "offset");
        Duration every = wholeTiles(asOf.required("every"), tile);
        List<Duration> windows = node.required("windows").eachOnce(window -> wholeTiles(window, tile));
        if (windows.isEmpty()) {
            throw node.required("windows").error("at least one window is needed, for example [24h]");
        }
        List<Statistic> statistics = node.optional("statistics")
                .map(names -> names.eachOnce(item -> item.constant(Statistic.class)))
                .orElse(Statistic.STANDARD);
        return new FeatureSpec(
                chunk,
                tile,
                every,
                asOf.optional("offset").map(YamlNode::signedSpan).orElse(Duration.ZERO),
                windows,
                node.optional("waveform_windows")
                        .map(some -> someOf(some, windows))
                        .orElse(windows),
                node.optional("bands")
                        .map(bands ->
                                bands.list().stream().map(PipelineReader::band).toList())
                        .orElse(List.of()),
                node.optional("wavelet_levels")
                        .map(levels -> levels.wholeFrom(0, 12))
                        .orElse(0),
                node.optional("shaft_harmonics")
                        .map(harmonics -> harmonics.wholeFrom(3, 20))
                        .orElse(3),
                node.optional("shaft_speed_sensor").map(sensor -> DutyReader.shaftSpeed(sensor, sensors)),
                statistics.stream().map(Statistic::columnName).toList(),
                node.optional("as_corrected").map(YamlNode::flag).orElse(false),
                node.optional("baseline").map(baseline -> baseline(baseline, tile)),
                node.optional("changes")
                        .map(changes -> changes.eachOnce(change -> change(change, tile)))
                        .orElse(List.of()),
                node.optional("regimes").map(regimes -> regimes(regimes, sensors)),
                node.optional("text").map(text -> TextReader.text(text, windows)),
                node.optional("relations")
                        .map(relations -> RelationReader.relations(
                                relations, sensors, node.optional("baseline").isPresent()))
                        .orElse(List.of()),
                node.optional("peers")
                        .map(peers -> RelationReader.peers(
                                peers,
                                windows,
                                statistics,
                                node.optional("regimes").isPresent())),
                node.optional("own")
                        .map(names -> names.eachOnce(YamlNode::string))
                        .orElse(List.of()),
                node.optional("duty")
                        .map(duty -> DutyReader.duties(
                                duty, sensors, node.optional("regimes").isPresent()))
                        .orElse(List.of()),
                node.optional("genealogy").map(YamlNode::flag).orElse(false),
                node.optional("schedule").map(YamlNode::flag).orElse(false),
                node.optional("load_share")
                        .map(load -> DutyReader.loadShare(
                                load, sensors, windows, node.optional("regimes").isPresent())),
                node.optional("environment")
                        .map(environment -> DutyReader.environment(environment, windows))
                        .orElse(List.of()),
                node.optional("roll_ups").map(RelationReader::rollUps).orElse(List.of()),
                node.optional("pca").map(RelationReader::pca).orElse(List.of()),
                node.optional("fitted_residuals")
                        .map(RelationReader::fittedResiduals)
                        .orElse(List.of()));
    }

    static List<Duration> someOf(YamlNode node, List<Duration> windows) {
        List<Duration> some = new ArrayList<>();
        for (YamlNode window : node.list()) {
            if (!windows.contains(window.span())) {
                throw window.error("'" + window.string() + "' is no window; use some of features.windows");
            }
            some.add(window.span());
        }
        return some;
    }

    private static FeatureSpec.Band band(YamlNode node) {
        node.allowing("from_hz", "to_hz");
        int from = node.required("from_hz").wholeFrom(0, 1_000_000);
        int to = node.required("to_hz").wholeFrom(0, 1_000_000);
        if (from >= to) {
            throw node.required("to_hz").error(to + " must be above from_hz, which is " + from);
        }
        return new FeatureSpec.Band(from, to);
    }

    private static Duration wholeTiles(YamlNode node, Duration tile) {
        Duration span = node.positiveSpan();
        if (span.toMillis() % tile.toMillis() != 0) {
            throw node.error("'" + node.string() + "' must be a whole number of tiles (" + tile + ")");
        }
        return span;
    }

    private static FeatureSpec.Baseline baseline(YamlNode node, Duration tile) {
        node.allowing("length", "from");
        return new FeatureSpec.Baseline(
                wholeTiles(node.required("length"), tile),
                node.optional("from")
                        .map(from -> from.constant(FeatureSpec.Baseline.From.class))
                        .orElse(FeatureSpec.Baseline.From.START));
    }

    private static FeatureSpec.Change change(YamlNode node, Duration tile) {
        node.allowing("window", "lag");
        return new FeatureSpec.Change(
                wholeTiles(node.required("window"), tile), wholeTiles(node.required("lag"), tile));
    }

    private static FeatureSpec.Regimes regimes(YamlNode node, List<SensorSpec> sensors) {
        node.allowing("settings", "count");
        List<String> known = sensors.stream().map(SensorSpec::name).toList();
        List<String> settings =
                node.required("settings").eachOnce(setting -> setting.oneOf(known.toArray(new String[0])));
        return new FeatureSpec.Regimes(settings, node.required("count").wholeFrom(1, 100));
    }

    private static CostSpec costs(Optional<YamlNode> node) {
        node.ifPresent(keys -> keys.allowing("unplanned", "planned", "false_alarm", "currency"));
        double unplanned = amount(node, "unplanned", 75_000 * 4.0);
        return new CostSpec(
                unplanned,
                amount(node, "planned", 0.3 * unplanned),
                amount(node, "false_alarm", 0.03 * unplanned),
                node.flatMap(keys -> keys.optional("currency"))
                        .map(YamlNode::string)
                        .orElse("USD"));
    }

    private static double amount(Optional<YamlNode> node, String key, double standard) {
        return node.flatMap(keys -> keys.optional(key))
                .map(value -> value.numberFrom(0, 1e12))
                .orElse(standard);
    }

    private static CapacitySpec capacity(Optional<YamlNode> node) {
        node.ifPresent(keys -> keys.allowing("crew_hours_per_site_day", "alerts_per_machine_week"));
        return new CapacitySpec(
                amount(node, "crew_hours_per_site_day", 16), amount(node, "alerts_per_machine_week", 0.5));
    }

    private static MonitoringSpec monitoring(Optional<YamlNode> node) {
        node.ifPresent(keys -> keys.allowing(
                "retrain_every", "pause", "drifted_share", "miscalibration", "kept_precision", "new_failures"));
        return new MonitoringSpec(
                node.flatMap(keys -> keys.optional("retrain_every"))
                        .map(YamlNode::positiveSpan)
                        .orElse(Duration.ofDays(28)),
                node.flatMap(keys -> keys.optional("pause")).map(YamlNode::span).orElse(Duration.ofDays(28)),
                node.flatMap(keys -> keys.optional("drifted_share"))
                        .map(share -> share.numberFrom(0.001, 1))
                        .orElse(0.2),
                node.flatMap(keys -> keys.optional("miscalibration"))
                        .map(factor -> factor.numberFrom(1.01, 1_000))
                        .orElse(1.5),
                node.flatMap(keys -> keys.optional("kept_precision"))
                        .map(share -> share.numberFrom(0, 1))
                        .orElse(0.7),
                node.flatMap(keys -> keys.optional("new_failures"))
                        .map(count -> count.wholeFrom(1, 1_000_000))
                        .orElse(30));
    }
}

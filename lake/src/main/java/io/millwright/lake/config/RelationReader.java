package io.millwright.lake.config;

import io.millwright.lake.config.FeatureSpec.FittedResidual;
import io.millwright.lake.config.FeatureSpec.Pca;
import io.millwright.lake.config.FeatureSpec.Peers;
import io.millwright.lake.config.FeatureSpec.Relation;
import io.millwright.lake.config.FeatureSpec.RollUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * From the trees below {@code features} that say how sensors, features and machines go together to their records: {@code relations},
 * {@code peers}, {@code roll_ups}, {@code pca},
 * {@code fitted_residuals}.
 */
final class RelationReader {

    private final List<String> sensors;
    private final boolean baseline;

    private RelationReader(List<SensorSpec> sensors, boolean baseline) {
        this.sensors = sensors.stream().map(SensorSpec::name).toList();
        this.baseline = baseline;
    }

    /** @param baseline whether the file says what a machine's own normal is */
    static List<Relation> relations(YamlNode node, List<SensorSpec> sensors, boolean baseline) {
        RelationReader reader = new RelationReader(sensors, baseline);
        List<Relation> relations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : node.list()) {
            Relation relation = reader.relation(item);
            if (!names.add(relation.name() + relation.kind())) {
                throw item.error("a " + relation.kind().name().toLowerCase(Locale.ROOT) + " called " + relation.name()
                        + " stands here already; give one a name of its own");
            }
            relations.add(relation);
        }
        return relations;
    }

    private Relation relation(YamlNode node) {
        node.allowing("name", "kind", "of", "to");
        Relation.Kind kind = node.required("kind").constant(Relation.Kind.class);
        List<String> of =
                kind == Relation.Kind.RATIO ? sensors(node.required("of")) : List.of(sensor(node.required("of")));
        List<String> to = others(node.required("to"), kind);
        for (String sensor : to) {
            if (of.contains(sensor)) {
                throw node.required("to").error("'" + sensor + "' cannot be held against itself");
            }
        }
        if (!baseline && (kind == Relation.Kind.RESIDUAL || kind == Relation.Kind.DISTANCE)) {
            throw node.required("kind")
                    .error("a " + node.required("kind").string()
                            + " is measured from the machine's own baseline; add features.baseline, for example {length:"
                            + " 14d}");
        }
        String name = node.optional("name")
                .map(PipelineReader::name)
                .orElse(String.join("_", of) + "_" + String.join("_", to));
        return new Relation(name, kind, of, to);
    }

    private List<String> others(YamlNode node, Relation.Kind kind) {
        return switch (kind) {
            case RATIO -> sensors(node);
            case RESIDUAL, DISTANCE -> several(node);
            case RISE -> startAndLoad(node);
            case DIFFERENCE, PRODUCT, CORRELATION -> List.of(sensor(node));
        };
    }

    private List<String> startAndLoad(YamlNode node) {
        List<String> sensors = several(node);
        if (sensors.size() < 2) {
            throw node.error("a rise needs two others: where it starts from, then what it is over, for example"
                    + " [ambient_temperature, load]");
        }
        return sensors;
    }

    /** One sensor, or a list of them. */
    private List<String> sensors(YamlNode node) {
        return node.isScalar() ? List.of(sensor(node)) : several(node);
    }

    private List<String> several(YamlNode node) {
        List<String> sensors = node.list().stream().map(this::sensor).distinct().toList();
        if (sensors.isEmpty()) {
            throw node.error("at least one sensor is needed");
        }
        return sensors;
    }

    private String sensor(YamlNode node) {
        return node.oneOf(sensors.toArray(new String[0]));
    }

    /**
     * Peers.
     *
     * @param regimes whether the file has operating regimes
     * @param windows of the pipeline file
     * @param statistics that it publishes
     */
    static Peers peers(YamlNode node, List<Duration> windows, List<Statistic> statistics, boolean regimes) {
        node.allowing("by", "windows", "statistics");
        List<Peers.Alike> by = node.required("by").list().stream()
                .map(item -> item.constant(Peers.Alike.class))
                .toList();
        if (!regimes && by.contains(Peers.Alike.REGIME)) {
            throw node.required("by")
                    .error("machines are compared by regime, and there are none; add features.regimes, for example"
                            + " {settings: [load], count: 3}");
        }
        return new Peers(
                by,
                node.optional("windows")
                        .map(some -> PipelineReader.someOf(some, windows))
                        .orElse(windows),
                node.required("statistics").list().stream()
                        .map(item -> published(item, statistics))
                        .toList());
    }

    private static Statistic published(YamlNode node, List<Statistic> statistics) {
        Statistic statistic = node.constant(Statistic.class);
        if (!statistics.contains(statistic)) {
            throw node.error("'" + node.string()
                    + "' is not among features.statistics; add it there, or compare one of "
                    + String.join(
                            ", ", statistics.stream().map(Statistic::columnName).toList()));
        }
        return statistic;
    }

    static List<RollUp> rollUps(YamlNode node) {
        List<RollUp> rollUps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : node.list()) {
            RollUp rollUp = rollUp(item);
            if (!names.add(rollUp.name())) {
                throw item.error(
                        "a roll-up called " + rollUp.name() + " stands here already; give one a name of its own");
            }
            rollUps.add(rollUp);
        }
        return rollUps;
    }

    private static RollUp rollUp(YamlNode node) {
        node.allowing("name", "of", "to", "by");
        List<RollUp.Level> to = node.required("to").list().stream()
                .map(item -> item.constant(RollUp.Level.class))
                .toList();
        List<String> of = node.required("of").eachOnce(YamlNode::string);
        if (of.isEmpty()) {
            throw node.required("of").error("at least one feature is needed");
        }
        if (of.size() == 1 && to.contains(RollUp.Level.MACHINE)) {
            throw node.required("to").error("one feature of a machine is its own sum; leave machine out, or name more");
        }
        return new RollUp(
                PipelineReader.name(node.required("name")),
                of,
                to,
                node.required("by").list().stream()
                        .map(item -> item.constant(RollUp.By.class))
                        .toList());
    }

    static List<Pca> pca(YamlNode node) {
        List<Pca> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : node.list()) {
            item.allowing("name", "of", "variance");
            String name = PipelineReader.name(item.required("name"));
            if (!names.add(name)) {
                throw item.error("a group called " + name + " stands here already; give one a name of its own");
            }
            List<String> of = item.required("of").strings().stream().distinct().toList();
            if (of.size() < 2) {
                throw item.required("of").error("principal components need at least two features");
            }
            groups.add(new Pca(
                    name,
                    of,
                    item.optional("variance")
                            .map(share -> share.numberFrom(0.01, 0.9999))
                            .orElse(0.9)));
        }
        return groups;
    }

    static List<FittedResidual> fittedResiduals(YamlNode node) {
        List<FittedResidual> residuals = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : node.list()) {
            item.allowing("name", "of", "from");
            String name = PipelineReader.name(item.required("name"));
            if (!names.add(name)) {
                throw item.error("a residual called " + name + " stands here already; give one a name of its own");
            }
            String of = item.required("of").string();
            List<String> from =
                    item.required("from").strings().stream().distinct().toList();
            if (from.isEmpty() || from.contains(of)) {
                throw item.required("from").error("a residual is of one feature, expected from at least one other");
            }
            residuals.add(new FittedResidual(name, of, from));
        }
        return residuals;
    }
}

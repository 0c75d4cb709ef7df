package io.millwright.features;

import io.millwright.features.catalogue.ContextCatalogue;
import io.millwright.features.catalogue.FeatureDefinition;
import io.millwright.features.catalogue.FittedCatalogue;
import io.millwright.features.catalogue.OwnCatalogue;
import io.millwright.features.catalogue.PeerCatalogue;
import io.millwright.features.catalogue.RelationCatalogue;
import io.millwright.features.catalogue.RollUpCatalogue;
import io.millwright.features.catalogue.TextCatalogue;
import io.millwright.features.catalogue.TimeDomainCatalogue;
import io.millwright.features.catalogue.WaveformCatalogue;
import io.millwright.features.context.ContextPlan;
import io.millwright.features.own.OwnFeatures;
import io.millwright.features.peer.PeerPlan;
import io.millwright.features.relation.RelationPlan;
import io.millwright.features.rollup.RollUpPlan;
import io.millwright.features.table.FeatureGroups;
import io.millwright.features.text.TextPlan;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.features.window.RatedRange;
import io.millwright.features.window.TimeDomainPlan;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.FeatureSpec.Peers.Alike;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.Span;
import io.millwright.lake.config.TargetSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All features of a pipeline that are fitted to nothing: what to compute, and how each is called.
 *
 * @param waveform null where there are no bursts
 * @param text null where notes are no features
 * @param relation null where no sensors are held against each other
 * @param peer null where machines are not compared
 * @param rollUp null where nothing is summed up
 * @param rated machine to sensor to rated range
 * @param groups in the order of the numbers in a machine's row; those that need the rows of many machines come last
 * @param fitted what training fits; no job of this room computes it
 * @param asked hash of what the pipeline file says that decides which features there are; the others come from the data
 */
record FeaturePlan(
        TimeDomainPlan timeDomain,
        ContextPlan context,
        @Nullable WaveformPlan waveform,
        @Nullable TextPlan text,
        @Nullable RelationPlan relation,
        OwnFeatures own,
        @Nullable PeerPlan peer,
        @Nullable RollUpPlan rollUp,
        Map<String, Map<String, RatedRange>> rated,
        List<Group> groups,
        Group fitted,
        String asked) {

    /** Changes when the meaning of any number changes. */
    static final String VERSION = "1";

    /** A feature group and its features, one a column, in order. */
    record Group(String name, List<FeatureDefinition> features) {

        List<String> columns() {
            return features.stream().map(FeatureDefinition::name).collect(Collectors.toList());
        }

        /** Whether its rows need those of other machines, and hold no other numbers than its own. */
        boolean ofFleet() {
            return FeatureGroups.OF_FLEET.contains(name);
        }
    }

    static FeaturePlan of(PipelineConfig config, FleetFacts facts) {
        List<SensorSpec> sensors = config.sensors().stream()
                .filter(sensor -> !facts.burstSensors().containsKey(sensor.name()))
                .toList();
        List<String> names = sensors.stream().map(SensorSpec::name).toList();
        for (FeatureSpec.Duty duty : config.features().duties()) {
            requireReadings(config, "features.duty", duty.sensor(), names);
        }
        config.features()
                .loadShare()
                .ifPresent(share -> requireReadings(config, "features.load_share", share.sensor(), names));
        TimeDomainPlan timeDomain = TimeDomainPlan.of(config, sensors, facts.ratedSensors());
        ContextPlan context = facts.contextPlan(config);
        WaveformPlan waveform = facts.waveformPlan(config);
        TextPlan text = facts.textPlan(config);
        RelationPlan relation = relations(config, names);
        OwnFeatures own = OwnFeatures.load(config.file(), config.features().own(), names);
        PeerCatalogue peers = config.features()
                .peers()
                .map(spec -> new PeerCatalogue(config, spec, sensors))
                .orElse(null);

        List<FeatureDefinition> ofTime = new TimeDomainCatalogue(config, sensors, facts.ratedSensors()).features();
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(FeatureGroups.TIME_DOMAIN, ofTime));
        groups.add(new Group(FeatureGroups.CONTEXT, context(config, context, peers)));
        groups.add(new Group(
                FeatureGroups.WAVEFORM, waveform == null ? List.of() : new WaveformCatalogue(waveform).features()));
        groups.add(new Group(FeatureGroups.TEXT, text == null ? List.of() : new TextCatalogue(text).features()));
        groups.add(new Group(
                FeatureGroups.RELATION,
                relation == null ? List.of() : new RelationCatalogue(config, relation).features()));
        groups.add(new Group(FeatureGroups.OWN, OwnCatalogue.features(own)));
        List<FeatureDefinition> ofMachine =
                groups.stream().flatMap(group -> group.features().stream()).toList();
        groups.add(new Group(FeatureGroups.PEER, peers == null ? List.of() : peers.features()));
        Map<String, String> lines = facts.parents(Alike.LINE);
        RollUpCatalogue rollUps =
                new RollUpCatalogue(config, ofMachine, lines.values().stream().anyMatch(line -> !line.isEmpty()));
        groups.add(new Group(FeatureGroups.ROLL_UP, rollUps.features()));
        groups.removeIf(group -> group.features().isEmpty() && !ALWAYS.contains(group.name()));
        int regime = ofMachine.stream().map(FeatureDefinition::name).toList().indexOf(PeerCatalogue.REGIME);
        PeerPlan peer = peers == null ? null : new PeerPlan(peers.columns(ofTime), facts.groups(peers.by()), regime);
        RollUpPlan rollUp = config.features().rollUps().isEmpty()
                ? null
                : new RollUpPlan(config.features().rollUps(), rollUps.columns(), facts.parents(Alike.SITE), lines);
        List<FeatureDefinition> all =
                groups.stream().flatMap(group -> group.features().stream()).toList();
        return new FeaturePlan(
                timeDomain,
                context,
                waveform,
                text,
                relation,
                own,
                peer,
                rollUp,
                facts.rated(),
                List.copyOf(groups),
                new Group(FeatureGroups.FITTED, FittedCatalogue.features(config, all)),
                asked(config));
    }

    private static String asked(PipelineConfig config) {
        List<Source.Kind> sources = Arrays.stream(Source.Kind.values())
                .filter(config.landing()::has)
                .toList();
        List<Duration> horizons = config.targets().failures().stream()
                .map(TargetSpec.Failure::horizon)
                .toList();
        return Sha256.hex(List.of(
                                config.features(),
                                config.sensors(),
                                config.equipment(),
                                config.timeAxis(),
                                sources,
                                horizons)
                        .toString())
                .substring(0, 16);
    }

    private static List<FeatureDefinition> context(
            PipelineConfig config, ContextPlan plan, @Nullable PeerCatalogue peers) {
        List<FeatureDefinition> features = new ArrayList<>(new ContextCatalogue(plan).features());
        if (peers != null && peers.byRegime()) {
            FeatureSpec spec = config.features();
            spec.regimes()
                    .ifPresent(regimes -> features.add(PeerCatalogue.regime(
                            regimes, Span.shortName(spec.windows().get(0), config.timeAxis()))));
        }
        return features;
    }

    /** Groups that exist even where they have no column but their key. */
    private static final Set<String> ALWAYS = Set.of(FeatureGroups.TIME_DOMAIN, FeatureGroups.CONTEXT);

    private static @Nullable RelationPlan relations(PipelineConfig config, List<String> sensors) {
        FeatureSpec spec = config.features();
        for (FeatureSpec.Relation relation : spec.relations()) {
            for (String sensor : relation.sensors()) {
                requireReadings(config, "features.relations", sensor, sensors);
            }
        }
        return spec.relations().isEmpty()
                ? null
                : new RelationPlan(
                        spec.relations(),
                        spec.windows(),
                        Span.shortNames(spec.windows(), config.timeAxis()),
                        spec.baseline().isPresent());
    }

    private static void requireReadings(PipelineConfig config, String key, String sensor, List<String> sensors) {
        if (!sensors.contains(sensor)) {
            throw MillwrightException.configuration(config.file() + ": " + key + ": '" + sensor
                    + "' delivers bursts, and this needs single readings; use one of " + String.join(", ", sensors));
        }
    }

    /** Features of a group; none where it does not exist. */
    List<FeatureDefinition> features(String group) {
        return groups.stream()
                .filter(some -> some.name().equals(group))
                .flatMap(some -> some.features().stream())
                .toList();
    }

    /** Whether machines are compared by the regime they are in, which then is a feature of the context. */
    boolean byRegime() {
        return peer != null && peer.regime() >= 0;
    }

    /** Position of a group's first number in the rows it is written from: among all of a machine's, or among the group's own. */
    int first(Group group) {
        return group.ofFleet()
                ? 0
                : groups.subList(0, groups.indexOf(group)).stream()
                        .mapToInt(before -> before.features().size())
                        .sum();
    }

    /** Number of columns of all groups. */
    int width() {
        return groups.stream().mapToInt(group -> group.features().size()).sum();
    }
}

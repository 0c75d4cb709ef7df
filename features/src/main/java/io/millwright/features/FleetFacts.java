package io.millwright.features;

import io.millwright.features.context.ContextPlan;
import io.millwright.features.context.MachineLog;
import io.millwright.features.text.NoteLexicon;
import io.millwright.features.text.TextPlan;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.Shaft;
import io.millwright.features.waveform.WaveformPlan;
import io.millwright.features.window.RatedRange;
import io.millwright.lake.Lake;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.FeatureSpec.Peers.Alike;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.SourceColumns;
import io.millwright.lake.config.Span;
import io.millwright.lake.config.TargetSpec;
import io.millwright.lake.config.TimeAxis;
import io.millwright.lake.table.Components;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Waveforms;
import io.millwright.lake.table.WorkOrders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata and logs of a fleet contribute to the list of features: names only, in alphabetical order.
 *
 * @param rated machine to sensor to rated range
 * @param burstSensors sensors that deliver bursts, and so no single readings, to their highest sampling rate; empty without bursts
 * @param shafts of all machines
 * @param kin machine to what it has in common with others
 * @param leftOut what is no feature because there is too much of it, a sentence each
 */
record FleetFacts(
        List<String> types,
        List<String> models,
        List<String> sites,
        Map<String, Map<String, RatedRange>> rated,
        List<String> components,
        List<String> codes,
        SortedMap<String, Double> burstSensors,
        Collection<Shaft> shafts,
        Map<String, Map<Alike, String>> kin,
        List<String> leftOut) {

    /** Of codes, those that were known first: what comes later takes no feature away. */
    private static final int MOST_CODES = 50;

    /** A column for what an event is counted by. */
    private static final String NAME = "name";

    /** Of what is left out, so many are named. */
    private static final int MOST_NAMED = 5;

    static FleetFacts read(Lake lake, PipelineConfig config) {
        List<Row> machines = lake.read(Equipment.TABLE)
                .select(
                        Equipment.EQUIPMENT_ID,
                        Equipment.TYPE,
                        Equipment.MODEL,
                        Equipment.SITE,
                        Equipment.ATTRIBUTES,
                        Equipment.LINE)
                .collectAsList();
        List<Shaft> shafts = new ArrayList<>();
        Map<String, Map<Alike, String>> kin = new TreeMap<>();
        for (Row machine : machines) {
            kin.put(
                    machine.getString(0),
                    Map.of(
                            Alike.TYPE, text(machine, 1),
                            Alike.MODEL, text(machine, 2),
                            Alike.SITE, text(machine, 3),
                            Alike.LINE, text(machine, 5)));
            shafts.add(PlateAttributes.read(machine.getJavaMap(4)).shaft());
        }
        List<String> leftOut = new ArrayList<>();
        return new FleetFacts(
                OneHots.of(lake, machines, 1, Equipment.TYPE, leftOut),
                OneHots.of(lake, machines, 2, Equipment.MODEL, leftOut),
                OneHots.of(lake, machines, 3, Equipment.SITE, leftOut),
                rated(machines, config),
                components(lake, config),
                codes(lake, config, leftOut),
                burstSensors(lake),
                shafts,
                kin,
                leftOut);
    }

    /** Machine to sensor to rated range, of rows of {@code equipment}. */
    static Map<String, Map<String, RatedRange>> rated(Dataset<Row> equipment, PipelineConfig config) {
        return rated(
                equipment.select(Equipment.EQUIPMENT_ID, Equipment.ATTRIBUTES).collectAsList(), config);
    }

    private static Map<String, Map<String, RatedRange>> rated(List<Row> machines, PipelineConfig config) {
        Map<String, Map<String, RatedRange>> rated = new TreeMap<>();
        for (Row machine : machines) {
            int attributes = machine.fieldIndex(Equipment.ATTRIBUTES);
            rated.put(machine.getString(0), RatedAttributes.read(machine.getJavaMap(attributes), config.sensors()));
        }
        return rated;
    }

    private static String text(Row row, int column) {
        return row.isNullAt(column) ? "" : row.getString(column);
    }

    /** Machine to the name of its group of machines alike by their metadata; where these are silent, machines are alike in that. */
    Map<String, String> groups(List<Alike> by) {
        Map<String, String> groups = new TreeMap<>();
        kin.forEach((machine, of) -> groups.put(
                machine, by.stream().filter(of::containsKey).map(of::get).collect(Collectors.joining("\n"))));
        return groups;
    }

    /** Machine to its site or its line; empty where its metadata are silent. */
    Map<String, String> parents(Alike what) {
        return groups(List.of(what));
    }

    private static List<String> components(Lake lake, PipelineConfig config) {
        Set<String> names = new TreeSet<>(config.equipment().components());
        if (!lake.isKnownEmpty(Components.TABLE)) {
            names.addAll(strings(lake.read(Components.TABLE), Components.KIND));
        }
        return List.copyOf(names);
    }

    /** Of events, and of those without a code their kinds. */
    private static List<String> codes(Lake lake, PipelineConfig config, List<String> leftOut) {
        if (!config.landing().has(Source.Kind.EVENTS) || !lake.has(Events.TABLE)) {
            return List.of();
        }
        Column kindWithoutCode =
                functions.concat(functions.col(Events.KIND), functions.lit(MachineLog.Event.WITHOUT_CODE));
        Dataset<Row> named = lake.read(Events.TABLE)
                .filter(functions.col(Events.KIND).notEqual("failure"))
                .withColumn(NAME, functions.coalesce(functions.col(Events.CODE), kindWithoutCode));
        List<String> all = named.groupBy(NAME)
                .agg(functions.min(Events.KNOWN_TIME).as("first"))
                .orderBy("first", NAME)
                .select(NAME)
                .as(Encoders.STRING())
                .collectAsList();
        if (all.size() > MOST_CODES) {
            List<String> later = all.subList(MOST_CODES, all.size());
            leftOut.add(later.size() + " of " + all.size() + " codes and kinds of events, those known last: "
                    + String.join(", ", later.subList(0, Math.min(MOST_NAMED, later.size())))
                    + (later.size() > MOST_NAMED ? " and " + (later.size() - MOST_NAMED) + " more" : ""));
        }
        return all.stream().limit(MOST_CODES).sorted().toList();
    }

    private static SortedMap<String, Double> burstSensors(Lake lake) {
        SortedMap<String, Double> fastest = new TreeMap<>();
        if (!lake.isKnownEmpty(Waveforms.TABLE)) {
            lake.read(Waveforms.TABLE)
                    .groupBy(Waveforms.SENSOR)
                    .agg(functions.max(Waveforms.SAMPLING_HZ))
                    .collectAsList()
                    .forEach(sensor -> fastest.put(sensor.getString(0), sensor.getDouble(1)));
        }
        return fastest;
    }

    private static List<String> strings(Dataset<Row> rows, String column) {
        return rows.select(column).distinct().as(Encoders.STRING()).collectAsList();
    }

    Set<String> ratedSensors() {
        return rated.values().stream()
                .flatMap(ranges -> ranges.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    ContextPlan contextPlan(PipelineConfig config) {
        FeatureSpec spec = config.features();
        TimeAxis axis = config.timeAxis();
        List<Duration> ahead = config.targets().failures().stream()
                .map(TargetSpec.Failure::horizon)
                .distinct()
                .sorted()
                .toList();
        boolean maintenance = config.landing().has(Source.Kind.WORK_ORDERS);
        boolean failures = config.landing().has(Source.Kind.FAILURES);
        if (spec.genealogy()) {
            requireSerials(config);
        }
        return new ContextPlan(
                maintenance || failures || spec.genealogy() ? components : List.of(),
                codes,
                spec.windows().stream().mapToLong(Duration::toMillis).toArray(),
                Span.shortNames(spec.windows(), axis),
                ahead.stream().mapToLong(Duration::toMillis).toArray(),
                Span.shortNames(ahead, axis),
                types,
                models,
                sites,
                maintenance,
                failures,
                config.landing().has(Source.Kind.OPERATIONS),
                axis.countsCycles(),
                spec.genealogy(),
                spec.duties(),
                spec.schedule() ? schedule(config, maintenance) : null,
                spec.loadShare().map(share -> loadShare(config, share)).orElse(null),
                environment(config));
    }

    private static List<ContextPlan.Surroundings> environment(PipelineConfig config) {
        List<FeatureSpec.Surroundings> environment = config.features().environment();
        if (!environment.isEmpty() && !config.landing().has(Source.Kind.CONDITIONS)) {
            throw MillwrightException.configuration(config.file()
                    + ": features.environment tells of machines' surroundings, and no source has kind: conditions; add one,"
                    + " or leave features.environment out");
        }
        return environment.stream()
                .map(one -> new ContextPlan.Surroundings(
                        one.sensor(),
                        one.unit(),
                        one.windows().stream().mapToLong(Duration::toMillis).toArray(),
                        Span.shortNames(one.windows(), config.timeAxis())))
                .toList();
    }

    private static ContextPlan.Schedule schedule(PipelineConfig config, boolean orders) {
        boolean planned = config.landing().of(Source.Kind.WORK_ORDERS).anyMatch(source -> source.columns()
                .containsKey(WorkOrders.SCHEDULED_FOR));
        boolean stops = config.landing().has(Source.Kind.OPERATIONS);
        if (!orders && !stops) {
            throw MillwrightException.configuration(config.file()
                    + ": features.schedule tells of open orders and planned stops, and no source has kind: work_orders or"
                    + " operations; add one, or leave features.schedule out");
        }
        return new ContextPlan.Schedule(orders, planned, stops);
    }

    private ContextPlan.LoadShare loadShare(PipelineConfig config, FeatureSpec.LoadShare share) {
        return new ContextPlan.LoadShare(
                share.sensor(),
                ratedSensors().contains(share.sensor()),
                config.landing().has(Source.Kind.OPERATIONS),
                share.windows().stream().mapToLong(Duration::toMillis).toArray(),
                Span.shortNames(share.windows(), config.timeAxis()));
    }

    private static void requireSerials(PipelineConfig config) {
        boolean serials = config.landing().of(Source.Kind.COMPONENTS).anyMatch(source -> source.columns()
                .keySet()
                .containsAll(Set.of(Components.SERIAL, Components.INSTALLED_AT)));
        if (!serials) {
            throw MillwrightException.configuration(config.file()
                    + ": features.genealogy follows serials, and no source of kind: components has columns for serial and"
                    + " installed_at; add them, or leave features.genealogy out");
        }
    }

    @Nullable
    WaveformPlan waveformPlan(PipelineConfig config) {
        if (burstSensors.isEmpty()) {
            return null;
        }
        Optional<String> sensor = config.features().shaftSpeedSensor();
        boolean ofBurst = config.landing().of(Source.Kind.WAVEFORMS).anyMatch(source -> source.columns()
                .containsKey(SourceColumns.SHAFT_SPEED));
        boolean measured = ofBurst || sensor.isPresent();
        List<String> units = new ArrayList<>();
        burstSensors
                .keySet()
                .forEach(axis ->
                        units.add(config.sensor(axis).map(SensorSpec::unit).orElse("")));
        return new WaveformPlan(
                List.copyOf(burstSensors.keySet()),
                WaveformPlan.Windows.of(config.features().windows(), config.timeAxis()),
                WaveformPlan.Windows.of(config.features().waveformWindows(), config.timeAxis()),
                config.features()
                        .baseline()
                        .map(baseline -> baseline.length().toMillis())
                        .orElse(0L),
                config.features()
                        .baseline()
                        .filter(baseline -> baseline.from() == FeatureSpec.Baseline.From.TRAILING)
                        .isPresent(),
                units,
                BurstPlan.of(config.features()),
                new WaveformPlan.Fleet(
                        measured || shafts.stream().anyMatch(Shaft::hasSpeed),
                        shafts.stream().anyMatch(shaft -> measured ? shaft.bearing() != null : shaft.hasBearing()),
                        List.copyOf(burstSensors.values()),
                        ofBurst,
                        sensor.orElse(null)));
    }

    @Nullable
    TextPlan textPlan(PipelineConfig config) {
        return config.features().text().map(text -> textPlan(config, text)).orElse(null);
    }

    private TextPlan textPlan(PipelineConfig config, FeatureSpec.Text text) {
        if (!config.landing().has(Source.Kind.WORK_ORDERS)) {
            throw MillwrightException.configuration(config.file()
                    + ": features.text counts the notes of work orders, and no source has kind: work_orders; add one, or"
                    + " leave features.text out");
        }
        Set<String> named = new TreeSet<>(components);
        named.addAll(text.dictionary().components().keySet());
        NoteLexicon lexicon = NoteLexicon.english().plus(text.dictionary());
        requireKnown(
                config,
                "modes",
                text.modes(),
                lexicon.modes(),
                ", or give its words in features.text.dictionary.modes");
        requireKnown(config, "actions", text.actions(), lexicon.actions(), "");
        return new TextPlan(
                lexicon,
                text.modes().isEmpty() ? List.copyOf(lexicon.modes().keySet()) : text.modes(),
                List.copyOf(named),
                text.actions(),
                text.windows().stream().mapToLong(Duration::toMillis).toArray(),
                Span.shortNames(text.windows(), config.timeAxis()),
                config.timeAxis().countsCycles());
    }

    private static void requireKnown(
            PipelineConfig config, String key, List<String> asked, Map<String, List<String>> known, String otherwise) {
        for (String name : asked) {
            if (!known.containsKey(name)) {
                throw MillwrightException.configuration(config.file() + ": features.text." + key + ": '" + name
                        + "' is not known; use some of " + String.join(", ", known.keySet()) + otherwise);
            }
        }
    }
}

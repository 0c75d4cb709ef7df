package io.millwright.etl;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.SourceColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All a task must know to judge the readings of one source: which column of the file is what, in which unit, within which
 * bounds, and which machines exist. In a wide layout the columns of the file are machine ({@link #NO_COLUMN} where they are of one), time, arrival (if there is one) and
 * then one a sensor; in a long layout machine, time, arrival, sensor name and value, and a sensor may have several names, each with a
 * channel and a unit of its own.
 */
final class ReadingsPlan implements Serializable {

    /** In place of a column the files do not have: of a single machine nobody writes the id. */
    static final String NO_COLUMN = "";

    final String source;
    final boolean wide;
    final String prefix;
    /** Whether the prefix is the id of the one machine the files are of. */
    final boolean ofOneMachine;

    final Moments moments;
    final Notation notation;
    final boolean hasArrival;
    final long delayMs;
    final TimeGrid grid;
    final long fromMs;
    final long toMs;
    final List<String> columns;
    final List<Channel> channels;
    final Map<String, Integer> channelByName;
    final @Nullable Set<String> machines;

    /** One sensor as this source delivers it under one name: converted by {@code conversion}, then judged by the bounds. */
    record Channel(String sensor, double min, double max, Units.Conversion conversion) implements Serializable {}

    private ReadingsPlan(
            Source source,
            Source.EquipmentColumn equipment,
            Source.TimeColumn time,
            List<Channel> channels,
            Map<String, Integer> channelByName,
            List<String> valueColumns,
            TimeGrid grid,
            Optional<Interval> arrivals,
            @Nullable Set<String> machines) {
        this.source = source.name();
        this.wide = source.layout() == Source.Layout.WIDE;
        this.prefix = equipment.prefix();
        this.ofOneMachine = equipment.column().equals(NO_COLUMN);
        this.moments = new Moments(time);
        this.notation = Notation.of(source);
        this.hasArrival = source.known().column().isPresent();
        this.delayMs = source.known().delay().toMillis();
        this.grid = grid;
        this.fromMs = arrivals.map(interval -> interval.from().toEpochMilli()).orElse(Long.MIN_VALUE);
        this.toMs = arrivals.map(interval -> interval.to().toEpochMilli()).orElse(Long.MAX_VALUE);
        List<String> all = new ArrayList<>(List.of(equipment.column(), time.column()));
        source.known().column().ifPresent(all::add);
        all.addAll(valueColumns);
        this.columns = List.copyOf(all);
        this.channels = List.copyOf(channels);
        this.channelByName = Map.copyOf(channelByName);
        this.machines = machines == null ? null : Set.copyOf(machines);
    }

    /**
     * The plan of a source of readings.
     *
     * @param machines ids of the known machines; null where there are no equipment metadata
     * @throws MillwrightException where the configuration does not say what a reading is
     */
    static ReadingsPlan of(
            Source source, PipelineConfig config, Optional<Interval> arrivals, @Nullable Set<String> machines) {
        String place = config.file() + ": source '" + source.name() + "'";
        Source.TimeColumn time = source.time().orElseThrow(() -> missing(place, "time"));
        Source.EquipmentColumn equipment = source.equipment()
                .filter(column ->
                        !column.column().equals(NO_COLUMN) || !column.prefix().isEmpty())
                .orElseThrow(() -> missing(place, "equipment"));
        TimeGrid grid = TimeGrid.of(config.features());
        return source.layout() == Source.Layout.WIDE
                ? wide(source, config, equipment, time, grid, arrivals, machines, place)
                : stacked(source, config, equipment, time, grid, arrivals, machines, place);
    }

    private static ReadingsPlan wide(
            Source source,
            PipelineConfig config,
            Source.EquipmentColumn equipment,
            Source.TimeColumn time,
            TimeGrid grid,
            Optional<Interval> arrivals,
            @Nullable Set<String> machines,
            String place) {
        if (source.columns().isEmpty()) {
            throw missing(place, "columns");
        }
        List<Channel> channels = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        new TreeMap<>(source.columns()).forEach((name, column) -> {
            channels.add(
                    channel(sensor(name, config, place), column.unit(), place + ", column '" + column.column() + "'"));
            columns.add(column.column());
        });
        return new ReadingsPlan(source, equipment, time, channels, Map.of(), columns, grid, arrivals, machines);
    }

    private static SensorSpec sensor(String name, PipelineConfig config, String place) {
        return config.sensor(name)
                .orElseThrow(() -> MillwrightException.configuration(
                        place + " maps the sensor '" + name + "', which is not under sensors; declare it there"));
    }

    private static ReadingsPlan stacked(
            Source source,
            PipelineConfig config,
            Source.EquipmentColumn equipment,
            Source.TimeColumn time,
            TimeGrid grid,
            Optional<Interval> arrivals,
            @Nullable Set<String> machines,
            String place) {
        Source.MappedColumn sensor = Optional.ofNullable(source.columns().get(SourceColumns.SENSOR))
                .orElseThrow(() -> missing(place, "columns.sensor"));
        Source.MappedColumn value = Optional.ofNullable(source.columns().get(SourceColumns.VALUE))
                .orElseThrow(() -> missing(place, "columns.value"));
        List<Channel> channels = new ArrayList<>();
        Map<String, Integer> byName = new HashMap<>();
        named(sensor.names(), config).forEach((name, meant) -> {
            byName.put(name, channels.size());
            channels.add(channel(
                    sensor(meant.sensor(), config, place),
                    meant.unit().or(value::unit),
                    place + ", sensor '" + name + "'"));
        });
        List<String> columns = List.of(sensor.column(), value.column());
        return new ReadingsPlan(source, equipment, time, channels, byName, columns, grid, arrivals, machines);
    }

    /** What stands in the files to the sensor that is meant; without names, all sensors are called by their own. */
    private static Map<String, Source.NamedSensor> named(Map<String, Source.NamedSensor> names, PipelineConfig config) {
        Map<String, Source.NamedSensor> named = new TreeMap<>(names);
        if (names.isEmpty()) {
            config.sensors()
                    .forEach(own -> named.put(own.name(), new Source.NamedSensor(own.name(), Optional.empty())));
        }
        return named;
    }

    private static Channel channel(SensorSpec sensor, Optional<String> delivered, String place) {
        Units.Conversion conversion = delivered
                .map(unit -> Units.conversion(unit, sensor.unit(), place))
                .orElse(Units.Conversion.IDENTITY);
        return new Channel(sensor.name(), sensor.min(), sensor.max(), conversion);
    }

    private static MillwrightException missing(String place, String key) {
        return MillwrightException.configuration(
                place + " is of kind readings and has no '" + key + "'; say which columns of its files these are");
    }

    /** Position of the first column of values among {@link #columns}. */
    int firstValue() {
        return hasArrival ? 3 : 2;
    }
}

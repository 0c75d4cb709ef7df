package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.SensorSpec;
import io.millwright.lake.config.Source;
import io.millwright.lake.config.SourceColumns;
import io.millwright.lake.table.Waveforms;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** All a task must know to judge the bursts of one source of waveforms. */
final class WaveformPlan implements Serializable {

    final String source;
    final String prefix;
    final Moments moments;
    final boolean hasArrival;
    final long delayMs;
    final long fromMs;
    final long toMs;
    final Notation notation;
    /** From the unit of the column of shaft speeds to turns a second; null where the source has no such column. */
    final Units.@Nullable Conversion shaftSpeed;

    /** By what files call sensors. */
    final Map<String, Channel> channelByName;

    final @Nullable Set<String> machines;
    private final String equipmentColumn;
    private final String timeColumn;
    private final @Nullable String arrivalColumn;
    private final List<String> fileColumns;
    private final Map<String, String> columns;
    private final Map<String, String> constants;

    private static final String TURNS_A_SECOND = "Hz";

    /** A sensor as this source delivers it under one name: to the sensor's own unit by {@code conversion}. */
    record Channel(String sensor, Units.Conversion conversion) implements Serializable {}

    private WaveformPlan(
            Source source,
            Source.EquipmentColumn equipment,
            Source.TimeColumn time,
            Map<String, Channel> channelByName,
            Units.@Nullable Conversion shaftSpeed,
            Optional<Interval> arrivals,
            @Nullable Set<String> machines) {
        this.source = source.name();
        this.prefix = equipment.prefix();
        this.equipmentColumn = equipment.column();
        this.timeColumn = time.column();
        this.moments = new Moments(time);
        this.notation = Notation.of(source);
        this.arrivalColumn = source.known().column().orElse(null);
        this.fileColumns = fileColumns(source, equipmentColumn, timeColumn);
        this.hasArrival = arrivalColumn != null;
        this.delayMs = source.known().delay().toMillis();
        this.fromMs = arrivals.map(interval -> interval.from().toEpochMilli()).orElse(Long.MIN_VALUE);
        this.toMs = arrivals.map(interval -> interval.to().toEpochMilli()).orElse(Long.MAX_VALUE);
        this.machines = machines == null ? null : Set.copyOf(machines);
        this.columns = new HashMap<>();
        source.columns().forEach((name, column) -> columns.put(name, column.column()));
        this.constants = source.constants();
        this.channelByName = Map.copyOf(channelByName);
        this.shaftSpeed = shaftSpeed;
    }

    /**
     * The plan of a source of waveforms.
     *
     * @throws MillwrightException where the configuration does not say what a burst is
     */
    static WaveformPlan of(
            Source source, PipelineConfig config, Optional<Interval> arrivals, @Nullable Set<String> machines) {
        String place = config.file() + ": source '" + source.name() + "'";
        for (String needed : List.of(Waveforms.SENSOR, Waveforms.SAMPLING_HZ, Waveforms.SAMPLES)) {
            if (!source.columns().containsKey(needed) && !source.constants().containsKey(needed)) {
                throw missing(place, "columns." + needed);
            }
        }
        return new WaveformPlan(
                source,
                source.equipment()
                        .filter(column -> !column.column().isEmpty())
                        .orElseThrow(() -> missing(place, "equipment")),
                source.time().orElseThrow(() -> missing(place, "time")),
                channelByName(source, config, place),
                shaftSpeed(source, place),
                arrivals,
                machines);
    }

    /** Without names, sensors are called by their own; where samples have a unit, only those that measure such a thing. */
    private static Map<String, Channel> channelByName(Source source, PipelineConfig config, String place) {
        Optional<String> unit =
                Optional.ofNullable(source.columns().get(Waveforms.SAMPLES)).flatMap(Source.MappedColumn::unit);
        Map<String, Channel> channels = new HashMap<>();
        Optional.ofNullable(source.columns().get(Waveforms.SENSOR))
                .ifPresent(column -> column.names().forEach((name, meant) -> config.sensor(meant.sensor())
                        .ifPresent(sensor -> channels.put(
                                name,
                                channel(sensor, meant.unit().or(() -> unit), place + ", sensor '" + name + "'")))));
        if (channels.isEmpty()) {
            config.sensors().stream()
                    .filter(sensor -> unit.isEmpty() || Units.measureAlike(unit.get(), sensor.unit(), place))
                    .forEach(sensor -> channels.put(sensor.name(), channel(sensor, unit, place)));
        }
        if (channels.isEmpty()) {
            throw MillwrightException.configuration(
                    place + " delivers its samples in '" + unit.orElse("")
                            + "', which no sensor's unit can be converted from; correct the unit of the column or of the sensor");
        }
        return channels;
    }

    private static Units.@Nullable Conversion shaftSpeed(Source source, String place) {
        return Optional.ofNullable(source.columns().get(SourceColumns.SHAFT_SPEED))
                .flatMap(Source.MappedColumn::unit)
                .map(unit -> Units.conversion(unit, TURNS_A_SECOND, place))
                .orElse(null);
    }

    private static Channel channel(SensorSpec sensor, Optional<String> delivered, String place) {
        return new Channel(
                sensor.name(),
                delivered
                        .map(unit -> Units.conversion(unit, sensor.unit(), place))
                        .orElse(Units.Conversion.IDENTITY));
    }

    private static MillwrightException missing(String place, String key) {
        return MillwrightException.configuration(
                place + " is of kind waveforms and has no '" + key + "'; say which column of its files that is");
    }

    private static List<String> fileColumns(Source source, String equipment, String time) {
        List<String> all = new ArrayList<>(List.of(equipment, time));
        source.known().column().ifPresent(all::add);
        source.columns().values().forEach(column -> all.add(column.column()));
        return List.copyOf(all);
    }

    /** The columns of the file that are needed. */
    List<String> fileColumns() {
        return fileColumns;
    }

    /** What a record of a text file says; its cells are in the order of {@link #fileColumns}. */
    TextBurst burst(String path, long place, @Nullable String[] cells) {
        return new TextBurst(
                path,
                place,
                cell(cells, equipmentColumn),
                cell(cells, timeColumn),
                arrivalColumn == null ? null : cell(cells, arrivalColumn),
                field(cells, Waveforms.SENSOR),
                field(cells, Waveforms.SAMPLING_HZ),
                field(cells, Waveforms.SAMPLES),
                field(cells, SourceColumns.SHAFT_SPEED),
                notation);
    }

    private @Nullable String field(@Nullable String[] cells, String field) {
        String column = columns.get(field);
        return column == null ? constants.get(field) : cell(cells, column);
    }

    private @Nullable String cell(@Nullable String[] cells, String column) {
        String text = cells[fileColumns.indexOf(column)];
        return notation.isMissing(text) ? null : text;
    }

    /** Of a Parquet file, columns in the order a task reads them: machine, start, arrival (as text), sensor, rate, samples, shaft speed (as text). */
    Column[] selection(StructType schema) {
        return new Column[] {
            asText(schema, equipmentColumn),
            timeColumn.equals(ReadingsPlan.NO_COLUMN) ? noText() : asText(schema, timeColumn),
            arrivalColumn == null ? noText() : asText(schema, arrivalColumn),
            named(Waveforms.SENSOR).cast(DataTypes.StringType),
            named(Waveforms.SAMPLING_HZ).cast(DataTypes.DoubleType),
            samples(schema),
            shaftSpeed == null ? noText() : named(SourceColumns.SHAFT_SPEED).cast(DataTypes.StringType)
        };
    }

    /** Bytes as they are, anything else as an array of numbers. */
    private Column samples(StructType schema) {
        return areBytes(schema)
                ? named(Waveforms.SAMPLES)
                : named(Waveforms.SAMPLES).cast(DataTypes.createArrayType(DataTypes.FloatType));
    }

    /** Whether a file's bursts are bytes, as {@link Waveforms#SAMPLES} are. */
    boolean areBytes(StructType schema) {
        String column = columns.get(Waveforms.SAMPLES);
        return column != null && schema.apply(column).dataType().equals(DataTypes.BinaryType);
    }

    private Column named(String field) {
        String column = columns.get(field);
        return column == null ? lit(constants.get(field)) : col("`" + column + "`");
    }

    private static Column noText() {
        return lit(null).cast(DataTypes.StringType);
    }

    private static Column asText(StructType schema, String name) {
        DataType type = schema.apply(name).dataType();
        Column column = col("`" + name + "`");
        return type.equals(DataTypes.TimestampType)
                ? date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                : column.cast(DataTypes.StringType);
    }
}

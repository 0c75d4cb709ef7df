package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;

import io.millwright.lake.Interval;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
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

/** All a task must know to judge the bursts of one source of waveforms (Parquet). */
final class WaveformPlan implements Serializable {

    final String source;
    final String prefix;
    final Moments moments;
    final boolean hasArrival;
    final long delayMs;
    final long fromMs;
    final long toMs;
    /** What files call sensors, to the sensor that is meant. */
    final Map<String, String> sensorByName;

    final @Nullable Set<String> machines;
    private final String equipmentColumn;
    private final String timeColumn;
    private final @Nullable String arrivalColumn;
    private final Map<String, String> columns;
    private final Map<String, String> constants;

    private WaveformPlan(
            Source source,
            Source.EquipmentColumn equipment,
            Source.TimeColumn time,
            Map<String, String> sensorByName,
            Optional<Interval> arrivals,
            @Nullable Set<String> machines) {
        this.source = source.name();
        this.prefix = equipment.prefix();
        this.equipmentColumn = equipment.column();
        this.timeColumn = time.column();
        this.moments = new Moments(time);
        this.arrivalColumn = source.known().column().orElse(null);
        this.hasArrival = arrivalColumn != null;
        this.delayMs = source.known().delay().toMillis();
        this.fromMs = arrivals.map(interval -> interval.from().toEpochMilli()).orElse(Long.MIN_VALUE);
        this.toMs = arrivals.map(interval -> interval.to().toEpochMilli()).orElse(Long.MAX_VALUE);
        this.machines = machines == null ? null : Set.copyOf(machines);
        this.columns = new HashMap<>();
        source.columns().forEach((name, column) -> columns.put(name, column.column()));
        this.constants = source.constants();
        this.sensorByName = Map.copyOf(sensorByName);
    }

    /**
     * The plan of a source of waveforms.
     *
     * @throws MillwrightException where the configuration does not say what a burst is
     */
    static WaveformPlan of(
            Source source, PipelineConfig config, Optional<Interval> arrivals, @Nullable Set<String> machines) {
        String place = config.file() + ": source '" + source.name() + "'";
        if (source.format() != Source.Format.PARQUET) {
            throw MillwrightException.configuration(place + " is of kind waveforms and of format " + source.format()
                    + "; waveforms are read from Parquet");
        }
        for (String needed : List.of(Waveforms.SENSOR, Waveforms.SAMPLING_HZ, Waveforms.SAMPLES)) {
            if (!source.columns().containsKey(needed) && !source.constants().containsKey(needed)) {
                throw missing(place, "columns." + needed);
            }
        }
        Optional.ofNullable(source.columns().get(Waveforms.SAMPLES))
                .flatMap(Source.MappedColumn::unit)
                .ifPresent(unit -> {
                    throw MillwrightException.configuration(place + " gives its samples the unit '" + unit
                            + "'; samples are stored as delivered: give the sensor this unit instead");
                });
        return new WaveformPlan(
                source,
                source.equipment()
                        .filter(column -> !column.column().isEmpty())
                        .orElseThrow(() -> missing(place, "equipment")),
                source.time().orElseThrow(() -> missing(place, "time")),
                sensorByName(source, config),
                arrivals,
                machines);
    }

    /** Without names, all sensors are called by their own. */
    private static Map<String, String> sensorByName(Source source, PipelineConfig config) {
        Map<String, String> sensorByName = new HashMap<>();
        Optional.ofNullable(source.columns().get(Waveforms.SENSOR))
                .ifPresent(column -> column.names().forEach((name, meant) -> sensorByName.put(name, meant.sensor())));
        if (sensorByName.isEmpty()) {
            config.sensors().forEach(sensor -> sensorByName.put(sensor.name(), sensor.name()));
        }
        return sensorByName;
    }

    private static MillwrightException missing(String place, String key) {
        return MillwrightException.configuration(
                place + " is of kind waveforms and has no '" + key + "'; say which column of its files that is");
    }

    /** The columns of the file that are needed. */
    List<String> fileColumns() {
        List<String> all = new ArrayList<>(List.of(equipmentColumn, timeColumn));
        if (arrivalColumn != null) {
            all.add(arrivalColumn);
        }
        all.addAll(columns.values());
        return all;
    }

    /** Columns in the order a task reads them: machine, start, arrival (as text), sensor, rate, samples. */
    Column[] selection(StructType schema) {
        return new Column[] {
            asText(schema, equipmentColumn),
            asText(schema, timeColumn),
            arrivalColumn == null ? lit(null).cast(DataTypes.StringType) : asText(schema, arrivalColumn),
            named(Waveforms.SENSOR).cast(DataTypes.StringType),
            named(Waveforms.SAMPLING_HZ).cast(DataTypes.DoubleType),
            samples(schema)
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

    private static Column asText(StructType schema, String name) {
        DataType type = schema.apply(name).dataType();
        Column column = col("`" + name + "`");
        return type.equals(DataTypes.TimestampType)
                ? date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                : column.cast(DataTypes.StringType);
    }
}

package io.millwright.features;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.NamePlate;
import io.millwright.features.waveform.Sensing;
import io.millwright.features.waveform.VibrationUnit;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Waveforms;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Waveforms to one row of numbers a burst: {@code waveforms -> [BurstRow] -> bursts}. What the machines' metadata say
 * of shafts and bearings is sent to every task.
 */
final class BurstStage {

    private BurstStage() {}

    /** Summarises the bursts that started or became known in the interval; all of them without one. */
    static void write(Lake lake, PipelineConfig config, Optional<Interval> interval) {
        Map<String, Long> inputs = lake.versions(List.of(Waveforms.TABLE.name(), Equipment.TABLE.name()));
        if (Commits.isDone(lake, Bursts.TABLE.name(), inputs)) {
            return;
        }
        Known analysed = Known.of(lake, config);
        TableSpec table = Bursts.table(analysed.plan().names());
        Dataset<Row> waveforms = lake.read(Waveforms.TABLE);
        Broadcast<Known> known =
                JavaSparkContext.fromSparkContext(lake.spark().sparkContext()).broadcast(analysed);
        if (interval.isEmpty() || !hasColumns(lake, table)) {
            lake.overwrite(summarised(waveforms, known, table), table, inputs);
            return;
        }
        String from = Sql.timestamp(interval.get().from().toEpochMilli());
        String to = Sql.timestamp(interval.get().to().toEpochMilli());
        String predicate = "(" + Bursts.START_TIME + " >= " + from + " AND " + Bursts.START_TIME + " < " + to + ") OR "
                + Bursts.KNOWN_TIME + " >= " + from;
        lake.replaceWhere(summarised(waveforms.filter(predicate), known, table), table, predicate, inputs);
    }

    /**
     * What bursts are analysed with.
     *
     * @param plates of the machines
     * @param units of the sensors
     */
    record Known(BurstPlan plan, Map<String, NamePlate> plates, Map<String, VibrationUnit> units)
            implements Serializable {

        static Known of(Lake lake, PipelineConfig config) {
            return new Known(BurstPlan.of(config.features()), PlateAttributes.read(lake), unitsOf(config));
        }

        /** The numbers of one burst. */
        double[] numbers(
                BurstAnalyser analyser, String equipmentId, String sensor, double samplingHz, float[] samples) {
            return analyser.numbers(
                    samples,
                    new Sensing(samplingHz, units.getOrDefault(sensor, VibrationUnit.UNKNOWN)),
                    plates.getOrDefault(equipmentId, NamePlate.UNKNOWN));
        }
    }

    private static Map<String, VibrationUnit> unitsOf(PipelineConfig config) {
        Map<String, VibrationUnit> units = new HashMap<>();
        config.sensors().forEach(sensor -> units.put(sensor.name(), VibrationUnit.of(sensor.unit())));
        return units;
    }

    /** Whether the table has the numbers asked for; what was written with others is summarised anew. */
    private static boolean hasColumns(Lake lake, TableSpec table) {
        return lake.has(table)
                && Arrays.equals(
                        lake.read(table.name()).columns(), table.schema().fieldNames());
    }

    private static Dataset<Row> summarised(Dataset<Row> waveforms, Broadcast<Known> known, TableSpec table) {
        Dataset<BurstRow> bursts = waveforms
                .select(
                        functions.col(Waveforms.EQUIPMENT_ID).as("equipmentId"),
                        functions.col(Waveforms.SENSOR).as("sensor"),
                        functions
                                .unix_millis(functions.col(Waveforms.START_TIME))
                                .as("startMs"),
                        functions
                                .unix_millis(functions.col(Waveforms.KNOWN_TIME))
                                .as("knownMs"),
                        functions.col(Waveforms.SAMPLING_HZ).as("samplingHz"),
                        functions.col(Waveforms.SAMPLES).as("samples"),
                        functions.expr("cast(array() as array<double>)").as("value"))
                .as(Encoders.bean(BurstRow.class));
        return columns(
                bursts.mapPartitions(
                                (MapPartitionsFunction<BurstRow, BurstRow>) rows -> summaries(rows, known.value()),
                                Encoders.bean(BurstRow.class))
                        .toDF(),
                table);
    }

    /** One after the other, with one set of buffers. */
    private static Iterator<BurstRow> summaries(Iterator<BurstRow> bursts, Known known) {
        BurstAnalyser analyser = new BurstAnalyser(known.plan());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return bursts.hasNext();
            }

            @Override
            public BurstRow next() {
                return summary(bursts.next(), analyser, known);
            }
        };
    }

    private static BurstRow summary(BurstRow burst, BurstAnalyser analyser, Known known) {
        burst.setValue(known.numbers(
                analyser,
                burst.getEquipmentId(),
                burst.getSensor(),
                burst.getSamplingHz(),
                Waveforms.decoded(burst.getSamples())));
        burst.setSamples(new byte[0]);
        return burst;
    }

    private static Dataset<Row> columns(Dataset<Row> bursts, TableSpec table) {
        Column start = functions.expr("timestamp_millis(startMs)");
        List<Column> columns = new ArrayList<>(List.of(
                functions.col("equipmentId").as(Bursts.EQUIPMENT_ID),
                functions.col("sensor").as(Bursts.SENSOR),
                start.as(Bursts.START_TIME),
                functions.expr("timestamp_millis(knownMs)").as(Bursts.KNOWN_TIME),
                Sql.month(start).as(Bursts.MONTH),
                functions.col("samplingHz").as(Bursts.SAMPLING_HZ)));
        String[] names = table.schema().fieldNames();
        for (int number = 0; columns.size() < names.length; number++) {
            columns.add(Numbers.orNull(functions.col("value").getItem(number)).as(names[columns.size()]));
        }
        return bursts.select(columns.toArray(new Column[0]));
    }
}

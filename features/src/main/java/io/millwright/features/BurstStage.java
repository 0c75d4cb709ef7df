package io.millwright.features;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.Shaft;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Waveforms;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Waveforms to one row of numbers a burst: {@code waveforms -> [BurstRow] -> bursts}. Shafts and bearings of the machines come
 * from their metadata, sent to every task.
 */
final class BurstStage {

    private BurstStage() {}

    /** Summarises the bursts that started or became known in the interval; all of them without one. */
    static void write(Lake lake, Optional<Interval> interval) {
        Map<String, Long> inputs = lake.versions(List.of(Waveforms.TABLE.name(), Equipment.TABLE.name()));
        if (Commits.isDone(lake, Bursts.TABLE.name(), inputs)) {
            return;
        }
        Dataset<Row> waveforms = lake.read(Waveforms.TABLE);
        Broadcast<Map<String, Shaft>> shafts =
                JavaSparkContext.fromSparkContext(lake.spark().sparkContext()).broadcast(ShaftAttributes.read(lake));
        if (interval.isEmpty() || !hasSameNumbers(lake)) {
            lake.overwrite(summarised(waveforms, shafts), Bursts.TABLE, inputs);
            return;
        }
        String from = Sql.timestamp(interval.get().from().toEpochMilli());
        String to = Sql.timestamp(interval.get().to().toEpochMilli());
        String predicate = "(" + Bursts.START_TIME + " >= " + from + " AND " + Bursts.START_TIME + " < " + to + ") OR "
                + Bursts.KNOWN_TIME + " >= " + from;
        lake.replaceWhere(summarised(waveforms.filter(predicate), shafts), Bursts.TABLE, predicate, inputs);
    }

    /** Whether the table has the numbers of today; what an earlier version wrote is summarised anew. */
    private static boolean hasSameNumbers(Lake lake) {
        return lake.has(Bursts.TABLE) && Arrays.equals(lake.read(Bursts.TABLE).columns(), Bursts.SCHEMA.fieldNames());
    }

    private static Dataset<Row> summarised(Dataset<Row> waveforms, Broadcast<Map<String, Shaft>> shafts) {
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
        return columns(bursts.mapPartitions(
                        (MapPartitionsFunction<BurstRow, BurstRow>) rows -> summaries(rows, shafts.value()),
                        Encoders.bean(BurstRow.class))
                .toDF());
    }

    /** One after the other, with one set of buffers. */
    private static Iterator<BurstRow> summaries(Iterator<BurstRow> bursts, Map<String, Shaft> shafts) {
        BurstAnalyser analyser = new BurstAnalyser();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return bursts.hasNext();
            }

            @Override
            public BurstRow next() {
                return summary(bursts.next(), analyser, shafts);
            }
        };
    }

    private static BurstRow summary(BurstRow burst, BurstAnalyser analyser, Map<String, Shaft> shafts) {
        Shaft shaft = shafts.getOrDefault(burst.getEquipmentId(), Shaft.UNKNOWN);
        burst.setValue(analyser.numbers(Waveforms.decoded(burst.getSamples()), burst.getSamplingHz(), shaft));
        burst.setSamples(new byte[0]);
        return burst;
    }

    private static Dataset<Row> columns(Dataset<Row> bursts) {
        Column start = functions.expr("timestamp_millis(startMs)");
        List<Column> columns = new ArrayList<>(List.of(
                functions.col("equipmentId").as(Bursts.EQUIPMENT_ID),
                functions.col("sensor").as(Bursts.SENSOR),
                start.as(Bursts.START_TIME),
                functions.expr("timestamp_millis(knownMs)").as(Bursts.KNOWN_TIME),
                functions.date_format(start, "yyyy-MM").as(Bursts.MONTH),
                functions.col("samplingHz").as(Bursts.SAMPLING_HZ)));
        for (int i = 0; i < Bursts.NUMBERS.size(); i++) {
            Column number = functions.col("value").getItem(i);
            columns.add(Numbers.orNull(number).as(Bursts.NUMBERS.get(i)));
        }
        return bursts.select(columns.toArray(new Column[0]));
    }
}

package io.millwright.features;

import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BurstSummary;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.table.Waveforms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Waveforms to one row of numbers a burst: {@code waveforms -> [BurstRow] -> bursts}. */
final class BurstStage {

    private BurstStage() {}

    /** Summarises the bursts that started or became known in the interval; all of them without one. */
    static void write(Lake lake, Optional<Interval> interval) {
        Map<String, Long> inputs = lake.versions(List.of(Waveforms.TABLE.name()));
        if (Commits.isDone(lake, Bursts.TABLE.name(), inputs)) {
            return;
        }
        Dataset<Row> waveforms = lake.read(Waveforms.TABLE);
        if (interval.isEmpty() || !lake.has(Bursts.TABLE)) {
            lake.overwrite(summarised(waveforms), Bursts.TABLE, inputs);
            return;
        }
        String from = Sql.timestamp(interval.get().from().toEpochMilli());
        String to = Sql.timestamp(interval.get().to().toEpochMilli());
        String predicate = "(" + Bursts.START_TIME + " >= " + from + " AND " + Bursts.START_TIME + " < " + to + ") OR "
                + Bursts.KNOWN_TIME + " >= " + from;
        lake.replaceWhere(summarised(waveforms.filter(predicate)), Bursts.TABLE, predicate, inputs);
    }

    private static Dataset<Row> summarised(Dataset<Row> waveforms) {
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
        return columns(bursts.map((MapFunction<BurstRow, BurstRow>) BurstStage::summary, Encoders.bean(BurstRow.class))
                .toDF());
    }

    private static BurstRow summary(BurstRow burst) {
        burst.setValue(BurstSummary.of(Waveforms.decoded(burst.getSamples())).toArray());
        burst.setSamples(new byte[0]);
        return burst;
    }

    private static Dataset<Row> columns(Dataset<Row> bursts) {
        Column start = functions.expr("timestamp_millis(startMs)");
        Dataset<Row> keyed = bursts.withColumn(Bursts.EQUIPMENT_ID, functions.col("equipmentId"))
                .withColumn(Bursts.START_TIME, start)
                .withColumn(Bursts.KNOWN_TIME, functions.expr("timestamp_millis(knownMs)"))
                .withColumn(Bursts.MONTH, functions.date_format(start, "yyyy-MM"))
                .withColumn(Bursts.SAMPLING_HZ, functions.col("samplingHz"));
        for (int i = 0; i < Bursts.NUMBERS.size(); i++) {
            keyed = keyed.withColumn(
                    Bursts.NUMBERS.get(i), Numbers.orNull(functions.col("value").getItem(i)));
        }
        return keyed;
    }
}

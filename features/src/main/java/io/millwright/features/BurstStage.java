package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.Bursts;
import io.millwright.features.waveform.BurstAnalyser;
import io.millwright.features.waveform.BurstPlan;
import io.millwright.features.waveform.NamePlate;
import io.millwright.features.waveform.Sensing;
import io.millwright.features.waveform.SpeedSensor;
import io.millwright.features.waveform.VibrationUnit;
import io.millwright.lake.Changes;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Sha256;
import io.millwright.lake.TableSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.Equipment;
import io.millwright.lake.table.Series;
import io.millwright.lake.table.Waveforms;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Waveforms to one row of numbers a burst: {@code waveforms -> [BurstRow] -> bursts}. What the machines' metadata say
 * of shafts and bearings is sent to every task.
 */
final class BurstStage {

    /** Of {@code waveforms} and of {@code bursts}. */
    private static final List<String> KEY =
            List.of(Bursts.EQUIPMENT_ID, Bursts.SENSOR, Bursts.START_TIME, Bursts.KNOWN_TIME);

    private BurstStage() {}

    /**
     * Summarises all bursts; for an interval those alone that are others than when they were summarised, or that a changed name plate speaks
     * of, wherever they lie. Where that cannot be told, all. All are written in slices of days.
     */
    static void write(Lake lake, PipelineConfig config, Optional<Interval> interval, Slicing slicing) {
        Optional<BurstSpeeds> speeds = SpeedSensor.of(config)
                .map(sensor -> new BurstSpeeds(sensor, config.features().chunk().toMillis()));
        List<String> read = new ArrayList<>(List.of(Waveforms.TABLE.name(), Equipment.TABLE.name()));
        speeds.ifPresent(any -> read.add(Series.TABLE.name()));
        Map<String, Long> inputs = lake.versions(read);
        boolean begun = Committed.isBegun(lake, Bursts.TABLE);
        if (!begun && Commits.isDone(lake, Bursts.TABLE.name(), inputs)) {
            return;
        }
        Known analysed = Known.of(lake, config);
        TableSpec table = Bursts.table(analysed.plan().names());
        Broadcast<Known> known =
                JavaSparkContext.fromSparkContext(lake.spark().sparkContext()).broadcast(analysed);
        boolean grows = interval.isPresent() && !begun && hasColumns(lake, table);
        Origin complete = new Origin(inputs, analysed.definition());
        Optional<Changed> changed = grows ? changed(lake, complete, speeds) : Optional.empty();
        if (changed.isPresent()) {
            Dataset<Row> again = turning(lake, changed.get().waveforms(), speeds);
            rewrite(lake, changed.get().keys(), summarised(again, known, table), table, complete);
        } else {
            writeAll(lake, speeds, known, table, complete, slicing);
        }
    }

    private static Dataset<Row> turning(Lake lake, Dataset<Row> waveforms, Optional<BurstSpeeds> speeds) {
        return speeds.map(some -> some.told(lake, waveforms)).orElseGet(() -> BurstSpeeds.own(waveforms));
    }

    private static void writeAll(
            Lake lake,
            Optional<BurstSpeeds> speeds,
            Broadcast<Known> known,
            TableSpec table,
            Origin complete,
            Slicing slicing) {
        Dataset<Row> waveforms = lake.read(Waveforms.TABLE);
        List<Slice> slices = slices(waveforms, slicing);
        Committed.anew(lake, table, complete, BurstStage::startingIn, slices)
                .write(slices, true, slicing.progress(), (slice, origin, everything) -> {
                    Dataset<Row> some = turning(lake, waveforms.filter(slice.dates(Waveforms.DATE)), speeds);
                    Dataset<Row> bursts = summarised(some, known, table);
                    Committed.put(lake, bursts, table, startingIn(slice), origin, everything);
                });
    }

    private static String startingIn(Slice slice) {
        return slice.predicate(Bursts.START_TIME);
    }

    /** By the size of the files: samples are not to be read twice, and take about as much there. */
    private static List<Slice> slices(Dataset<Row> waveforms, Slicing slicing) {
        Column start = functions.unix_millis(functions.col(Waveforms.START_TIME));
        Row span = waveforms.agg(functions.min(start), functions.max(start)).first();
        long bytes =
                waveforms.queryExecution().optimizedPlan().stats().sizeInBytes().toLong();
        return slicing.days(span.getLong(0), span.getLong(1), bytes / Float.BYTES);
    }

    /**
     * What is to be summarised again.
     *
     * @param keys of bursts there are or were
     * @param waveforms those of these keys there are
     */
    private record Changed(Dataset<Row> keys, Dataset<Row> waveforms) {}

    /**
     * The bursts that came, went or hold something else than when the bursts there are were summarised, and all bursts of a machine with
     * another name plate. Empty where those bursts are defined otherwise or do not say what they were made from, or where that can no longer be
     * read.
     */
    private static Optional<Changed> changed(Lake lake, Origin now, Optional<BurstSpeeds> speeds) {
        return lake.origin(Bursts.TABLE.name())
                .filter(made -> made.definition().equals(now.definition()))
                .flatMap(made -> changes(lake, Waveforms.TABLE, made)
                        .flatMap(bursts -> changes(lake, Equipment.TABLE, made)
                                .map(machines -> changed(lake, bursts, platedAnew(machines)))
                                .flatMap(changed -> speeds.isEmpty()
                                        ? Optional.of(changed)
                                        : changes(lake, Series.TABLE, made)
                                                .map(series -> timedAnew(lake, changed, speeds.get(), series)))));
    }

    /** With the bursts beside which another speed may have been read. */
    private static Changed timedAnew(Lake lake, Changed changed, BurstSpeeds speeds, Changes series) {
        Dataset<Row> all = lake.read(Waveforms.TABLE);
        Dataset<Row> keys = changed.keys().union(speeds.touched(all, series)).distinct();
        return new Changed(keys, with(all, keys));
    }

    private static Changed changed(Lake lake, Changes bursts, Object[] platedAnew) {
        Dataset<Row> keys = changedKeys(bursts);
        if (platedAnew.length == 0) {
            return new Changed(keys, with(bursts.added(), keys));
        }
        Dataset<Row> all = lake.read(Waveforms.TABLE);
        Column plated = functions.col(Waveforms.EQUIPMENT_ID).isin(platedAnew);
        Dataset<Row> both = keys.union(all.filter(plated).select(columns(KEY))).distinct();
        return new Changed(both, with(all, both));
    }

    private static Optional<Changes> changes(Lake lake, TableSpec table, Origin made) {
        return Optional.ofNullable(made.inputs().get(table.name())).flatMap(version -> lake.changes(table, version));
    }

    /** Bursts that were only written again cancel out, by a hash of 64 bits of what they hold. */
    private static Dataset<Row> changedKeys(Changes bursts) {
        return hashed(bursts.removed(), -1)
                .union(hashed(bursts.added(), 1))
                .groupBy(columns(Stream.concat(KEY.stream(), Stream.of("hash")).toList()))
                .agg(functions.sum("sign").as("copies"))
                .filter("copies <> 0")
                .select(columns(KEY));
    }

    private static Dataset<Row> hashed(Dataset<Row> waveforms, int sign) {
        return waveforms
                .withColumn(
                        "hash",
                        functions.xxhash64(
                                functions.col(Waveforms.SAMPLING_HZ),
                                functions.col(Waveforms.SAMPLES),
                                functions.col(Waveforms.SHAFT_SPEED_HZ)))
                .withColumn("sign", functions.lit(sign))
                .select(columns(
                        Stream.concat(KEY.stream(), Stream.of("hash", "sign")).toList()));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(functions::col).toArray(Column[]::new);
    }

    private static Object[] platedAnew(Changes machines) {
        Map<String, NamePlate> before = PlateAttributes.read(machines.removed());
        Map<String, NamePlate> now = PlateAttributes.read(machines.added());
        Set<String> anew = new TreeSet<>(before.keySet());
        anew.addAll(now.keySet());
        anew.removeIf(machine -> Objects.equals(before.get(machine), now.get(machine)));
        return anew.toArray();
    }

    private static Dataset<Row> with(Dataset<Row> waveforms, Dataset<Row> keys) {
        return waveforms.join(keys, KEY.toArray(new String[0]), "left_semi");
    }

    private static void rewrite(Lake lake, Dataset<Row> keys, Dataset<Row> summarised, TableSpec table, Origin origin) {
        Dataset<Row> fresh = summarised.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> without = keys.join(fresh, KEY.toArray(new String[0]), "left_anti");
            Dataset<Row> rows = fresh.withColumn(Lake.GONE, functions.lit(false))
                    .unionByName(GoneRows.of(without, fresh, Bursts.START_TIME));
            if (!rows.isEmpty()) {
                lake.merge(rows, table, KEY, origin);
            }
        } finally {
            fresh.unpersist();
        }
    }

    /**
     * What bursts are analysed with.
     *
     * @param plates of the machines
     * @param units of the sensors
     * @param speed the sensor that tells how fast shafts turn; null where none does
     */
    record Known(
            BurstPlan plan,
            Map<String, NamePlate> plates,
            Map<String, VibrationUnit> units,
            @Nullable SpeedSensor speed)
            implements Serializable {

        /** What decides the numbers beside the samples and the name plates. */
        String definition() {
            String told = speed == null ? "" : "\n" + speed;
            return Sha256.hex(String.join("\n", FeaturePlan.VERSION, plan.toString(), new TreeMap<>(units).toString())
                            + told)
                    .substring(0, 16);
        }

        static Known of(Lake lake, PipelineConfig config) {
            return new Known(
                    BurstPlan.of(config.features()),
                    PlateAttributes.read(lake),
                    unitsOf(config),
                    SpeedSensor.of(config).orElse(null));
        }

        /**
         * The numbers of one burst.
         *
         * @param speedHz turns of the shaft a second as measured, NaN where they were not
         */
        double[] numbers(
                BurstAnalyser analyser,
                String equipmentId,
                String sensor,
                double samplingHz,
                float[] samples,
                double speedHz) {
            return analyser.numbers(
                    samples,
                    new Sensing(samplingHz, units.getOrDefault(sensor, VibrationUnit.UNKNOWN)),
                    plates.getOrDefault(equipmentId, NamePlate.UNKNOWN).turning(speedHz));
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
                        functions.col(BurstSpeeds.SPEED_HZ).as("speedHz"),
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
                Waveforms.decoded(burst.getSamples()),
                burst.getSpeedHz()));
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

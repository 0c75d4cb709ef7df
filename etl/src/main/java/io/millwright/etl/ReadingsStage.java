package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.to_date;

import io.millwright.etl.Restarts.Place;
import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.config.Source;
import io.millwright.lake.table.Events;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.SensorHealth;
import io.millwright.lake.table.Series;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * All sources of readings, read once: files to pieces, pieces to chunks. One shuffle moves the pieces of a sensor of a machine
 * together; what comes of it is kept on disk, and what is not series in memory too, because several tables are cut from it.
 */
final class ReadingsStage implements AutoCloseable {

    private static final Encoder<Landed> LANDED = Encoders.bean(Landed.class);
    private static final Encoder<Settled> SETTLED = Encoders.bean(Settled.class);

    private final PipelineConfig config;
    private final ArrivedReadings inLake;
    private final JavaRDD<Landed> files;
    private final Restarts restarts;
    private final Dataset<Row> settled;
    private final Dataset<Row> besides;
    private long firstChanged = Settled.NO_CHUNK;
    private long readings;

    /** @param arrivals of them, readings in the lake make room for what is read; where empty, all do */
    ReadingsStage(List<ReadingsSource> sources, Lake lake, Optional<Interval> arrivals, PipelineConfig config) {
        SparkSession spark = lake.spark();
        Settling settling = new Settling(config, arrivals);
        this.config = config;
        this.inLake = new ArrivedReadings(lake, settling.signature(), config.sensors());
        this.files = sources.stream()
                .map(source -> source.landed(spark))
                .reduce(JavaRDD::union)
                .orElseThrow(() -> new IllegalArgumentException("no source of readings"));
        this.restarts = arrivals.map(taken -> restarts(taken, spark)).orElseGet(() -> Restarts.none(spark));
        JavaRDD<Landed> all = arrivals.isEmpty()
                ? files
                : files.union(asLanded(inLake.pieces(restarts)).javaRDD())
                        .union(asLanded(restarts.landed()).javaRDD());
        this.settled =
                settled(spark.createDataset(all.rdd(), LANDED), settling).persist(StorageLevel.MEMORY_AND_DISK());
        this.besides = settled.filter(col("what").notEqual(Settled.SERIES)).persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** What is read is kept for a moment, because it says from where on earlier readings are needed. */
    private Restarts restarts(Interval arrivals, SparkSession spark) {
        Dataset<Row> states = inLake.states();
        List<Row> kept =
                endingInFailure().isEmpty() ? states.drop(SensorStates.STATE).collectAsList() : List.of();
        if (kept.isEmpty()) {
            return Restarts.none(spark);
        }
        files.persist(StorageLevel.MEMORY_AND_DISK());
        Map<Place, Long> firstChanged = new HashMap<>(files.filter(landed -> landed.getWhat() == Landed.PIECE)
                .mapToPair(piece -> new Tuple2<>(
                        new Place(
                                Objects.requireNonNull(piece.getEquipmentId()),
                                Objects.requireNonNull(piece.getSensor())),
                        piece.getChunkStart()))
                .reduceByKey(Math::min)
                .collectAsMap());
        inLake.chunksKnownIn(arrivals, TimeGrid.of(config.features()))
                .groupBy("equipmentId", "sensor")
                .agg(min("chunkStart"))
                .collectAsList()
                .forEach(row ->
                        firstChanged.merge(new Place(row.getString(0), row.getString(1)), row.getLong(2), Math::min));
        return Restarts.of(states, kept, firstChanged);
    }

    /** What comes of pieces; one shuffle. */
    static Dataset<Row> settled(Dataset<Landed> landed, Settling settling) {
        MapPartitionsFunction<Landed, Settled> settle = settling::settle;
        return landed.repartition(col("equipmentId"), col("sensor"))
                .sortWithinPartitions("equipmentId", "sensor", "what", "chunkStart")
                .mapPartitions(settle, SETTLED)
                .toDF();
    }

    static Dataset<Landed> asLanded(Dataset<Row> pieces) {
        List<String> given = List.of(pieces.columns());
        Column[] columns = Arrays.stream(LANDED.schema().fields())
                .map(field -> given.contains(field.name()) ? col(field.name()) : otherwise(field))
                .toArray(Column[]::new);
        return pieces.select(columns).as(LANDED);
    }

    private static Column otherwise(StructField field) {
        return switch (field.name()) {
            case "what" -> lit(Landed.PIECE).as("what");
            case "earlier" -> lit(true).as("earlier");
            case "rowsIn" -> lit(0L).as("rowsIn");
            default -> lit(null).cast(field.dataType()).as(field.name());
        };
    }

    ArrivedReadings inLake() {
        return inLake;
    }

    Restarts restarts() {
        return restarts;
    }

    /** Rows of {@link SensorStates}, of all sensors of all machines. */
    Dataset<Row> states() {
        return of(Settled.STATE)
                .select(
                        col("equipmentId").as(SensorStates.EQUIPMENT_ID),
                        col("sensor").as(SensorStates.SENSOR),
                        timestamp_millis(col("chunkStart")).as(SensorStates.NEXT_CHUNK),
                        col("state").as(SensorStates.STATE));
    }

    private Dataset<Row> of(int what) {
        return (what == Settled.SERIES ? settled : besides).filter(col("what").equalTo(what));
    }

    /** Rows of {@code series}, and when each reading arrived. */
    Dataset<Row> series() {
        Column start = timestamp_millis(col("chunkStart"));
        return of(Settled.SERIES)
                .select(
                        col("equipmentId").as(Series.EQUIPMENT_ID),
                        col("sensor").as(Series.SENSOR),
                        start.as(Series.CHUNK_START),
                        col("late").as(Series.LATE),
                        timestamp_millis(col("knownMs")).as(Series.KNOWN_TIME),
                        to_date(start).as(Series.DATE),
                        col("offsets").as(Series.OFFSET_MS),
                        col("values").as(Series.VALUE),
                        col("clean").as(Series.CLEAN),
                        functions.size(col("offsets")).as(Series.N),
                        col("expectedN").as(Series.EXPECTED_N),
                        col("min").as(Series.MIN),
                        col("max").as(Series.MAX),
                        col("mean").as(Series.MEAN),
                        col("longestGapMs").as(Series.LONGEST_GAP_MS),
                        col("flatMs").as(Series.FLAT_MS),
                        col("source").as(Series.SOURCE),
                        col("arrivals").as(ArrivedReadings.ARRIVAL_MS));
    }

    /** Readings that were merged away. */
    Dataset<Row> merged() {
        return of(Settled.MERGED)
                .select(
                        col("equipmentId").as(Series.EQUIPMENT_ID),
                        col("sensor").as(Series.SENSOR),
                        timestamp_millis(col("chunkStart")).as(Series.CHUNK_START),
                        col("late").as(Series.LATE),
                        timestamp_millis(col("knownMs")).as(Series.KNOWN_TIME),
                        col("offsets").as(Series.OFFSET_MS),
                        col("values").as(Series.VALUE),
                        col("source").as(Series.SOURCE),
                        col("arrivals").as(ArrivedReadings.ARRIVAL_MS));
    }

    Dataset<Row> quarantined() {
        return of(Settled.REJECTED)
                .select(
                        col("source").as(Quarantine.SOURCE),
                        col("file").as(Quarantine.FILE),
                        col("reason").as(Quarantine.REASON),
                        col("raw").as(Quarantine.RAW),
                        col("equipmentId").as(Quarantine.EQUIPMENT_ID),
                        col("sensor").as(Quarantine.SENSOR),
                        timestamp_millis(col("rejectedEventMs")).as(Quarantine.EVENT_TIME),
                        timestamp_millis(col("rejectedKnownMs")).as(Quarantine.KNOWN_TIME));
    }

    Dataset<Row> sensorHealth() {
        return of(Settled.FINDING)
                .select(
                        col("equipmentId").as(SensorHealth.EQUIPMENT_ID),
                        col("sensor").as(SensorHealth.SENSOR),
                        col("reason").as(SensorHealth.KIND),
                        timestamp_millis(col("fromMs")).as(SensorHealth.FROM_TIME),
                        timestamp_millis(col("toMs")).as(SensorHealth.TO_TIME),
                        col("raw").as(SensorHealth.EVIDENCE),
                        col("action").as(SensorHealth.ACTION));
    }

    /** Machines that have readings. */
    Dataset<Row> machines() {
        return of(Settled.STATE).select(col("equipmentId")).distinct();
    }

    /** Sources of run-to-failure histories. */
    List<String> endingInFailure() {
        return config.landing()
                .of(Source.Kind.READINGS)
                .filter(Source::endsInFailure)
                .map(Source::name)
                .toList();
    }

    /**
     * A failure at the end of the tile of each machine's last reading, for sources of run-to-failure histories: the component
     * and the mode are the first configured component.
     */
    Dataset<Row> finalFailures() {
        if (endingInFailure().isEmpty()) {
            return settled.sparkSession().createDataFrame(List.of(), Events.SCHEMA);
        }
        String component = config.equipment().components().stream().findFirst().orElse("machine");
        long tileMs = TimeGrid.of(config.features()).tileMs();
        Column last = functions.max(col("chunkStart").plus(functions.element_at(col("offsets"), -1)));
        Column failedAt =
                timestamp_millis(functions.floor(last.divide(tileMs)).plus(1).multiply(tileMs));
        return of(Settled.SERIES)
                .filter(col("source").isin(endingInFailure().toArray()))
                .groupBy(col("equipmentId"), col("source"))
                .agg(failedAt.as("failed_at"))
                .select(
                        col("equipmentId").as(Events.EQUIPMENT_ID),
                        col("failed_at").as(Events.EVENT_TIME),
                        col("failed_at").as(Events.KNOWN_TIME),
                        lit("failure").as(Events.KIND),
                        lit(null).cast("string").as(Events.CODE),
                        lit(component).as(Events.COMPONENT),
                        lit(component).as(Events.MODE),
                        col("source").as(Events.SOURCE));
    }

    /** Reads, merges and judges everything now, and counts it; a source that is named no more only has chunks that change. */
    void countInto(Accounting accounting) {
        List<Row> rows = besides.groupBy(
                        col("what"),
                        col("source"),
                        functions
                                .when(col("what").equalTo(Settled.REJECTED), col("reason"))
                                .as("why"),
                        functions
                                .when(
                                        col("what")
                                                .equalTo(Settled.REJECTED)
                                                .and(col("rejectedKnownMs").isNull()),
                                        col("file"))
                                .as("fileWithoutArrival"))
                .agg(count(lit(1)), sum("rowsIn"), sum("rowsClean"), sum("merged"), min("chunkStart"))
                .collectAsList();
        for (Row row : rows) {
            readings += row.getLong(6);
            if (row.getInt(0) == Settled.COUNT) {
                boolean hasBrought = row.getLong(5) + row.getLong(6) + row.getLong(7) > 0;
                if (hasBrought) {
                    accounting.add(row.getString(1), row.getLong(5), row.getLong(6), row.getLong(7));
                }
                firstChanged = Math.min(firstChanged, row.getLong(8));
            } else if (row.getInt(0) == Settled.EARLIER_COUNT) {
                accounting.earlier(row.getString(1), row.getLong(6), row.getLong(7));
            } else if (row.getInt(0) == Settled.REJECTED) {
                accounting.judged(row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
            }
        }
    }

    /** Start of the first chunk this ingest changes, known once all is counted; {@link Settled#NO_CHUNK} for none. */
    long firstChanged() {
        return firstChanged;
    }

    /** Whether a date has more readings on average than given, known once all is counted. */
    boolean datesHaveMoreThan(long most) {
        return readings > most
                && readings / most > series().select(Series.DATE).distinct().count();
    }

    @Override
    public void close() {
        besides.unpersist();
        settled.unpersist();
        files.unpersist();
    }
}

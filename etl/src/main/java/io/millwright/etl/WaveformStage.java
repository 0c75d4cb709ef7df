package io.millwright.etl;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.config.Source;
import io.millwright.lake.table.Quarantine;
import io.millwright.lake.table.Waveforms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * One source of waveforms, read once: every burst is judged and kept on disk with its samples as bytes, and without them in
 * memory, where duplicates are found ({@link ToldBursts}).
 */
final class WaveformStage implements AutoCloseable {

    private static final Encoder<Burst> BURST = Encoders.bean(Burst.class);
    private static final String PATH = "path";
    private static final String ROW_INDEX = "rowIndex";
    private static final String REASON = "reason";
    private static final Column[] PLACE = {
        col("_metadata.file_path").as(PATH), col("_metadata.row_index").as(ROW_INDEX)
    };

    /** An accepted burst without its samples. */
    static final StructType ACCEPTED = new StructType()
            .add(Waveforms.EQUIPMENT_ID, DataTypes.StringType)
            .add(Waveforms.SENSOR, DataTypes.StringType)
            .add(Waveforms.START_TIME, DataTypes.TimestampType)
            .add(Waveforms.KNOWN_TIME, DataTypes.TimestampType)
            .add(Waveforms.RMS, DataTypes.DoubleType)
            .add(PATH, DataTypes.StringType)
            .add(ROW_INDEX, DataTypes.LongType)
            .add(Waveforms.SOURCE, DataTypes.StringType);

    /** By these the first telling of a burst stays. */
    static final List<String> FIRST = List.of(Waveforms.KNOWN_TIME, Waveforms.RMS, PATH, ROW_INDEX);

    private final SourceFiles files;
    private final WaveformPlan plan;
    private final ArrivalSpans spans;
    private final SparkSession spark;
    private final JavaRDD<Burst> judged;
    private final Dataset<Row> bursts;

    WaveformStage(SourceFiles files, WaveformPlan plan, ArrivalSpans spans, SparkSession spark) {
        this.files = files;
        this.plan = plan;
        this.spans = spans;
        this.spark = spark;
        this.judged = (files.source().format() == Source.Format.PARQUET ? columns() : texts())
                .reduce(JavaRDD::union)
                .orElseGet(() -> spark.emptyDataset(BURST).javaRDD())
                .persist(StorageLevel.MEMORY_AND_DISK());
        this.bursts = whole().drop(Waveforms.SAMPLES).persist(StorageLevel.MEMORY_AND_DISK());
    }

    private Stream<JavaRDD<Burst>> texts() {
        return TextFiles.rows(files, spark).map(new TextBursts(plan, files, spans)::judged);
    }

    private Stream<JavaRDD<Burst>> columns() {
        return bySchema().entrySet().stream().map(entry -> judged(entry.getKey(), entry.getValue()));
    }

    private Map<StructType, List<String>> bySchema() {
        Map<StructType, List<String>> paths = new LinkedHashMap<>();
        files.readable().forEach(file -> paths.computeIfAbsent(file.schema(), ignored -> new ArrayList<>())
                .add(file.path()));
        return paths;
    }

    private Dataset<Row> whole() {
        return spark.createDataset(judged.rdd(), BURST).toDF();
    }

    private JavaRDD<Burst> judged(StructType schema, List<String> paths) {
        Column[] chosen = plan.selection(schema);
        Column[] columns = Arrays.copyOf(chosen, chosen.length + PLACE.length);
        System.arraycopy(PLACE, 0, columns, chosen.length, PLACE.length);
        WaveformPlan used = plan;
        ArrivalSpans told = spans;
        boolean areBytes = plan.areBytes(schema);
        return spark.read()
                .schema(schema)
                .parquet(paths.toArray(new String[0]))
                .select(columns)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(rows -> judged(new BurstJudge(used, told), areBytes, rows));
    }

    private static Iterator<Burst> judged(BurstJudge judge, boolean areBytes, Iterator<InternalRow> rows) {
        Iterable<InternalRow> all = () -> rows;
        return java.util.stream.StreamSupport.stream(all.spliterator(), false)
                .map(row -> judge.judge(new ColumnBurst(row, areBytes)))
                .flatMap(Optional::stream)
                .iterator();
    }

    /** Rows of {@link #ACCEPTED}. */
    Dataset<Row> accepted() {
        return bursts.filter(col(REASON).isNull())
                .select(
                        col("equipmentId").as(Waveforms.EQUIPMENT_ID),
                        col("sensor").as(Waveforms.SENSOR),
                        timestamp_millis(col("startMs")).as(Waveforms.START_TIME),
                        timestamp_millis(col("knownMs")).as(Waveforms.KNOWN_TIME),
                        col("rms").as(Waveforms.RMS),
                        col(PATH),
                        col(ROW_INDEX),
                        lit(plan.source).as(Waveforms.SOURCE));
    }

    /**
     * Rows of {@code waveforms}.
     *
     * @param kept those of all sources' accepted bursts that stay
     */
    Dataset<Row> rows(Dataset<Row> kept) {
        Dataset<Row> own = broadcast(
                kept.filter(col(Waveforms.SOURCE).equalTo(plan.source)).select(PATH, ROW_INDEX));
        Column start = timestamp_millis(col("startMs"));
        return whole().join(own, new String[] {PATH, ROW_INDEX})
                .select(
                        col("equipmentId").as(Waveforms.EQUIPMENT_ID),
                        col("sensor").as(Waveforms.SENSOR),
                        start.as(Waveforms.START_TIME),
                        timestamp_millis(col("knownMs")).as(Waveforms.KNOWN_TIME),
                        to_date(start).as(Waveforms.DATE),
                        col("samplingHz").as(Waveforms.SAMPLING_HZ),
                        col(Waveforms.SAMPLES),
                        col("rms").as(Waveforms.RMS),
                        col("peak").as(Waveforms.PEAK),
                        lit(plan.source).as(Waveforms.SOURCE),
                        col("shaftSpeedHz").as(Waveforms.SHAFT_SPEED_HZ));
    }

    Dataset<Row> quarantined() {
        List<Row> unreadable = files.unreadable().stream()
                .map(file -> org.apache.spark.sql.RowFactory.create(
                        plan.source, file.path(), Reason.UNREADABLE_FILE, file.problem(), null, null, null, null))
                .toList();
        return bursts.filter(col(REASON).isNotNull())
                .select(
                        lit(plan.source).as(Quarantine.SOURCE),
                        col(PATH).as(Quarantine.FILE),
                        col(REASON).as(Quarantine.REASON),
                        col("raw").as(Quarantine.RAW),
                        col("equipmentId").as(Quarantine.EQUIPMENT_ID),
                        col("sensor").as(Quarantine.SENSOR),
                        timestamp_millis(col("startMs")).as(Quarantine.EVENT_TIME),
                        timestamp_millis(col("knownMs")).as(Quarantine.KNOWN_TIME))
                .unionByName(spark.createDataFrame(unreadable, Quarantine.SCHEMA));
    }

    /** Judges everything now, and counts it and what is rejected. */
    void countInto(Accounting accounting) {
        files.unreadable().forEach(file -> {
            accounting.add(plan.source, 1, 0, 0);
            accounting.quarantinedWithoutArrival(plan.source, Reason.UNREADABLE_FILE, file.path(), 1);
        });
        Column fileWithoutArrival = when(col("knownMs").isNull(), col(PATH)).as("fileWithoutArrival");
        for (Row row : bursts.groupBy(col(REASON), fileWithoutArrival)
                .agg(count(lit(1)))
                .collectAsList()) {
            accounting.add(plan.source, row.getLong(2), 0, 0);
            accounting.judged(plan.source, row.getString(0), row.getString(1), row.getLong(2));
        }
    }

    @Override
    public void close() {
        bursts.unpersist();
        judged.unpersist();
    }
}

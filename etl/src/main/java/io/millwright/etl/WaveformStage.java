package io.millwright.etl;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_millis;
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
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * One source of waveforms, read once: every burst is judged and kept on disk with its samples as bytes, and without them in
 * memory, where duplicates are found.
 */
final class WaveformStage implements AutoCloseable {

    private static final Encoder<Burst> BURST = Encoders.bean(Burst.class);
    private static final String PATH = "path";
    private static final String ROW_INDEX = "rowIndex";
    private static final String REASON = "reason";
    private static final Column[] PLACE = {
        col("_metadata.file_path").as(PATH), col("_metadata.row_index").as(ROW_INDEX)
    };

    private final SourceFiles files;
    private final WaveformPlan plan;
    private final ArrivalSpans spans;
    private final SparkSession spark;
    private final JavaRDD<Burst> judged;
    private final Dataset<Row> bursts;
    private final Dataset<Row> marked;

    WaveformStage(SourceFiles files, WaveformPlan plan, ArrivalSpans spans, TableWriter writer, SparkSession spark) {
        this.files = files;
        this.plan = plan;
        this.spans = spans;
        this.spark = spark;
        this.judged = (files.source().format() == Source.Format.PARQUET ? columns() : texts())
                .reduce(JavaRDD::union)
                .orElseGet(() -> spark.emptyDataset(BURST).javaRDD())
                .persist(StorageLevel.MEMORY_AND_DISK());
        this.bursts = whole().drop(Waveforms.SAMPLES).persist(StorageLevel.MEMORY_AND_DISK());
        List<String> key = List.of("equipmentId", "sensor", "startMs");
        Dataset<Row> once =
                Duplicates.marked(bursts.filter(col(REASON).isNull()), key, List.of("knownMs", "rms", PATH, ROW_INDEX));
        Dataset<Row> earlier = writer.earlier(Waveforms.TABLE)
                .select(
                        col(Waveforms.EQUIPMENT_ID).as("equipmentId"),
                        col(Waveforms.SENSOR),
                        unix_millis(col(Waveforms.START_TIME)).as("startMs"),
                        lit(Long.MIN_VALUE).as("knownMs"));
        this.marked = Duplicates.alsoIn(once, earlier, key, "knownMs");
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

    /** Rows of {@code waveforms}. */
    Dataset<Row> rows() {
        Dataset<Row> kept = broadcast(marked.filter(not(col(Duplicates.MERGED))).select(PATH, ROW_INDEX));
        Column start = timestamp_millis(col("startMs"));
        return whole().join(kept, new String[] {PATH, ROW_INDEX})
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
                        lit(plan.source).as(Waveforms.SOURCE));
    }

    /** Rows of {@code merged_records}. */
    Dataset<Row> merged() {
        return marked.filter(col(Duplicates.MERGED))
                .select(
                        lit(plan.source).as(MergedRecords.SOURCE),
                        timestamp_millis(col("knownMs")).as(MergedRecords.KNOWN_TIME));
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

    /** Judges everything now, and counts it. */
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
            if (!row.isNullAt(0) && row.isNullAt(1)) {
                accounting.quarantined(plan.source, row.getString(0), row.getLong(2));
            } else if (!row.isNullAt(0)) {
                accounting.quarantinedWithoutArrival(plan.source, row.getString(0), row.getString(1), row.getLong(2));
            }
        }
        for (Row row : marked.groupBy(Duplicates.MERGED).agg(count(lit(1))).collectAsList()) {
            boolean merged = row.getBoolean(0);
            accounting.add(plan.source, 0, merged ? 0 : row.getLong(1), merged ? row.getLong(1) : 0);
        }
    }

    @Override
    public void close() {
        bursts.unpersist();
        judged.unpersist();
    }
}

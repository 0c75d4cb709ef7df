package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.millwright.lake.table.Waveforms;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The bursts of all sources of an ingest, those marked that were told before, by whichever source or earlier ingest. Of two tellings of one
 * burst the one known first stays, whichever was ingested first.
 */
final class ToldBursts implements AutoCloseable {

    /** In what two tellings of one burst agree. */
    static final List<String> KEY = List.of(Waveforms.EQUIPMENT_ID, Waveforms.SENSOR, Waveforms.START_TIME);

    private static final String KNOWN_TIME = Waveforms.KNOWN_TIME;

    private final SparkSession spark;
    private final List<WaveformStage> stages;
    private final Dataset<Row> earlier;
    private final Dataset<Row> marked;

    ToldBursts(List<WaveformStage> stages, TableWriter writer, SparkSession spark) {
        this.spark = spark;
        this.stages = List.copyOf(stages);
        this.earlier = writer.earlier(Waveforms.TABLE)
                .select(
                        Waveforms.EQUIPMENT_ID,
                        Waveforms.SENSOR,
                        Waveforms.START_TIME,
                        KNOWN_TIME,
                        Waveforms.DATE,
                        Waveforms.SOURCE);
        Dataset<Row> told = spark.createDataFrame(List.of(), WaveformStage.ACCEPTED);
        for (WaveformStage stage : stages) {
            told = told.unionByName(stage.accepted());
        }
        Dataset<Row> once = Duplicates.marked(told, KEY, WaveformStage.FIRST);
        this.marked = Duplicates.alsoIn(once, earlier, KEY, KNOWN_TIME);
    }

    /** Judges everything now, and counts it. */
    void countInto(Accounting accounting) {
        stages.forEach(stage -> stage.countInto(accounting));
        if (!stages.isEmpty()) {
            Duplicates.countInto(accounting, marked);
        }
    }

    private Dataset<Row> kept() {
        return marked.filter(not(col(Duplicates.MERGED)));
    }

    /** Rows of {@code waveforms}. */
    Dataset<Row> rows() {
        Dataset<Row> rows = spark.createDataFrame(List.of(), Waveforms.SCHEMA);
        for (WaveformStage stage : stages) {
            rows = rows.unionByName(stage.rows(kept()));
        }
        return rows;
    }

    /** Those of other ingests that give way to one that was known before, without their samples; read now, before the table changes. */
    Dataset<Row> givingWay() {
        Dataset<Row> givingWay = Duplicates.givingWay(earlier, kept(), KEY, KNOWN_TIME);
        return spark.createDataFrame(givingWay.collectAsList(), givingWay.schema());
    }

    /** Rows of {@code merged_records}. */
    Dataset<Row> merged() {
        return MergedRecords.of(marked.filter(col(Duplicates.MERGED)));
    }

    Dataset<Row> withQuarantined(Dataset<Row> quarantined) {
        Dataset<Row> all = quarantined;
        for (WaveformStage stage : stages) {
            all = all.unionByName(stage.quarantined());
        }
        return all;
    }

    @Override
    public void close() {
        stages.forEach(WaveformStage::close);
    }
}

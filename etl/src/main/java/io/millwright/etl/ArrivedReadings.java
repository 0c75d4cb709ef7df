package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.Lake;
import io.millwright.lake.Meanwhile;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Series;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All readings that arrived, each with when it was known to the millisecond: those that stay in {@code series}, which has a
 * column more than its readers know of, and those merged away. So an ingest of an interval of arrival can take out whatever
 * became known in it, no matter which ingest brought it.
 */
final class ArrivedReadings {

    /** As in {@link Landed#getArrivals()}. */
    static final String ARRIVAL_MS = "arrival_ms";

    private static final StructField ARRIVAL =
            DataTypes.createStructField(ARRIVAL_MS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

    private static final List<String> COLUMNS = List.of(
            Series.EQUIPMENT_ID,
            Series.SENSOR,
            Series.CHUNK_START,
            Series.LATE,
            Series.KNOWN_TIME,
            Series.OFFSET_MS,
            Series.VALUE,
            Series.SOURCE,
            ARRIVAL_MS);

    private static final TableSpec STAY = new TableSpec(
            Series.TABLE.name(), Series.SCHEMA.add(ARRIVAL), Series.TABLE.partitionBy(), Series.TABLE.key());

    private static final TableSpec MERGED = new TableSpec(
            "merged_readings",
            new StructType(COLUMNS.stream().map(STAY.schema()::apply).toArray(StructField[]::new)),
            List.of(),
            Series.TABLE.key());

    /**
     * Chunks are long rows, of which Parquet takes a hundred before it asks how large they are. So a day of a fleet can be read by
     * several tasks, and neither writing nor reading it needs all of it in memory.
     */
    private static final Map<String, String> SMALL_ROW_GROUPS =
            Map.of("parquet.block.size", Integer.toString(16 << 20), "parquet.page.size.row.check.min", "4");

    private final Lake lake;
    private final MergedAway merged;

    ArrivedReadings(Lake lake) {
        this.lake = lake;
        this.merged = new MergedAway(lake, STAY, MERGED);
    }

    /** As {@link Landed} pieces; none in an empty lake. */
    Dataset<Row> pieces() {
        Column[] columns = COLUMNS.stream().map(name -> col(name)).toArray(Column[]::new);
        Dataset<Row> all = merged.rows().select(columns);
        return asPieces(lake.has(STAY) ? lake.read(STAY).select(columns).unionByName(all) : all);
    }

    private static Dataset<Row> asPieces(Dataset<Row> rows) {
        return rows.select(
                col(Series.EQUIPMENT_ID).as("equipmentId"),
                col(Series.SENSOR).as("sensor"),
                unix_millis(col(Series.CHUNK_START)).as("chunkStart"),
                when(col(Series.LATE), unix_millis(col(Series.KNOWN_TIME)))
                        .otherwise(lit(TimeGrid.ON_TIME))
                        .as("slot"),
                col(Series.SOURCE).as("source"),
                col(Series.OFFSET_MS).as("offsets"),
                col(Series.VALUE).as("values"),
                col(ARRIVAL_MS).as("arrivals"));
    }

    void replaceAll(ReadingsStage stage) {
        merged.write(stage.merged());
        Dataset<Row> chunks = TableWriter.byDate(stage.series());
        Meanwhile.with(lake.spark(), SMALL_ROW_GROUPS, () -> lake.overwrite(chunks, STAY, Map.of()));
    }

    /** Replaces chunks of the dates that satisfy a condition; others stay as they are. */
    void replaceWhere(String condition, ReadingsStage stage) {
        merged.write(stage.merged());
        Dataset<Row> changed = TableWriter.byDate(stage.series().filter(condition));
        Meanwhile.with(lake.spark(), SMALL_ROW_GROUPS, () -> lake.replaceWhere(changed, STAY, condition, Map.of()));
    }
}

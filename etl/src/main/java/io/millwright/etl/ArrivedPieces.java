package io.millwright.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import io.millwright.lake.Interval;
import io.millwright.lake.Lake;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Series;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The pieces each interval of arrival brought, kept so that an ingest of one interval can be run again and replaces its own
 * pieces only. Used by ingests of intervals alone: the first of them starts from {@code series} as it is, and an ingest of all
 * arrivals empties it.
 */
final class ArrivedPieces {

    private static final String EQUIPMENT = "equipmentId";
    private static final String BATCH = "batch";
    private static final String BEFORE = "before";

    private static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT, DataTypes.StringType, false)
            .add("sensor", DataTypes.StringType, false)
            .add("chunkStart", DataTypes.LongType, false)
            .add("slot", DataTypes.LongType, false)
            .add("source", DataTypes.StringType, false)
            .add("offsets", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
            .add("values", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
            .add("delays", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
            .add(BATCH, DataTypes.StringType, false);

    private static final TableSpec TABLE = new TableSpec(
            "arrived_pieces",
            SCHEMA,
            List.of(BATCH),
            List.of(BATCH, EQUIPMENT, "sensor", "chunkStart", "slot", "source"));

    private final Lake lake;
    private final String batch;

    ArrivedPieces(Lake lake, Interval arrivals) {
        this.lake = lake;
        this.batch = (arrivals.from() + "_" + arrivals.to()).replaceAll("[^0-9TZ_.-]", "-");
    }

    /** What other ingests brought; empty for an empty lake. */
    Dataset<Row> ofOthers() {
        boolean seeded = lake.has(TABLE) && !lake.read(TABLE).isEmpty();
        if (!seeded && lake.has(Series.TABLE)) {
            lake.overwrite(ofSeries(), TABLE, Map.of());
            seeded = true;
        }
        Dataset<Row> pieces = seeded ? lake.read(TABLE) : lake.spark().createDataFrame(List.of(), SCHEMA);
        return pieces.filter(not(col(BATCH).equalTo(batch))).drop(BATCH);
    }

    private Dataset<Row> ofSeries() {
        Column zeros = functions.transform(col(Series.OFFSET_MS), any -> lit(0));
        return lake.read(Series.TABLE)
                .select(
                        col(Series.EQUIPMENT_ID).as(EQUIPMENT),
                        col(Series.SENSOR).as("sensor"),
                        unix_millis(col(Series.CHUNK_START)).as("chunkStart"),
                        when(col(Series.LATE), unix_millis(col(Series.KNOWN_TIME)))
                                .otherwise(lit(TimeGrid.ON_TIME))
                                .as("slot"),
                        col(Series.SOURCE).as("source"),
                        col(Series.OFFSET_MS).as("offsets"),
                        col(Series.VALUE).as("values"),
                        zeros.as("delays"),
                        lit(BEFORE).as(BATCH));
    }

    /** Start of the first chunk that this interval's pieces touch, now or when it was run before; empty for none. */
    OptionalLong firstChunk(Dataset<Row> pieces) {
        Dataset<Row> touched = pieces.select("chunkStart");
        if (lake.has(TABLE)) {
            touched = touched.union(
                    lake.read(TABLE).filter(col(BATCH).equalTo(batch)).select("chunkStart"));
        }
        Row first = touched.agg(functions.min("chunkStart")).first();
        return first.isNullAt(0) ? OptionalLong.empty() : OptionalLong.of(first.getLong(0));
    }

    /** Keeps this interval's pieces in place of what it brought when it was run before. */
    void replace(Dataset<Row> pieces) {
        lake.replaceWhere(pieces.withColumn(BATCH, lit(batch)), TABLE, BATCH + " = '" + batch + "'", Map.of());
    }

    /** Forgets everything: {@code series} is about to be made anew from all arrivals. */
    static void clear(Lake lake) {
        if (lake.has(TABLE)) {
            lake.overwrite(lake.spark().createDataFrame(List.of(), SCHEMA), TABLE, Map.of());
        }
    }
}

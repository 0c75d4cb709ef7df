package io.millwright.etl;

import io.millwright.lake.Lake;
import io.millwright.lake.Origin;
import io.millwright.lake.Sha256;
import io.millwright.lake.TableSpec;
import io.millwright.lake.table.Series;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one {@link SensorState}: of each sensor of each machine that of its end, and some before. They belong to the table
 * {@code series} that bears the same words in its newest commit; an ingest that was killed between the two leaves none that count.
 */
final class SensorStates {

    static final String EQUIPMENT_ID = Series.EQUIPMENT_ID;

    static final String SENSOR = Series.SENSOR;

    /** Start of the first chunk the state has not seen. */
    static final String NEXT_CHUNK = "next_chunk";

    static final String STATE = "state";

    static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(NEXT_CHUNK, DataTypes.TimestampType, false)
            .add(STATE, DataTypes.BinaryType, false);

    private static final TableSpec TABLE =
            new TableSpec("sensor_states", SCHEMA, List.of(), List.of(EQUIPMENT_ID, SENSOR, NEXT_CHUNK));

    private final Lake lake;
    private final String signature;

    /** @param signature of states that can be read, see {@link SensorState#signature} */
    SensorStates(Lake lake, String signature) {
        this.lake = lake;
        this.signature = signature;
    }

    /** Those that can be gone on from; none where the lake's are of other judgements or of another table {@code series}. */
    Dataset<Row> rows() {
        return areOfSeries() ? lake.read(TABLE) : lake.spark().createDataFrame(List.of(), SCHEMA);
    }

    private boolean areOfSeries() {
        if (!lake.has(Series.TABLE) || !lake.has(TABLE)) {
            return false;
        }
        String words = words(Series.TABLE);
        return words.startsWith(signature) && words.equals(words(TABLE));
    }

    private String words(TableSpec table) {
        return lake.origin(table.name()).map(Origin::definition).orElse("");
    }

    /** What the next commit of {@code series} is to bear, and the states that belong to it. */
    Origin origin() {
        String before = lake.has(Series.TABLE) ? lake.runId() + " " + lake.version(Series.TABLE.name()) : lake.runId();
        return new Origin(Map.of(), signature + " " + Sha256.hex(before));
    }

    /** Replaces all; {@code series} must have been written before. */
    void write(Dataset<Row> states, Origin origin) {
        lake.overwrite(states, TABLE, origin);
    }
}

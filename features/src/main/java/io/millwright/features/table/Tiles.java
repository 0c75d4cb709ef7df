package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is the tiles of one {@code series} row, one array element a tile with at least one usable reading: a mergeable
 * summary each, see {@code io.millwright.features.tile.Moments} and {@code Bins}.
 */
public final class Tiles {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SENSOR = "sensor";

    public static final String CHUNK_START = "chunk_start";

    /** False: each tile is known at its end. True: all are known at {@code known_time}. */
    public static final String LATE = "late";

    public static final String KNOWN_TIME = "known_time";

    public static final String SOURCE = "source";

    /** UTC month of the chunk's start, {@code 2026-01}; the partition. */
    public static final String MONTH = "month";

    /** What the tiles were made by: tile length, quantiles, version of the code. */
    public static final String TILE_SPEC = "tile_spec";

    /** Version of the regimes that normalised the readings; empty for none. */
    public static final String REGIME_VERSION = "regime_version";

    /** Starts of the tiles, milliseconds since the epoch, ascending. */
    public static final String TILE_START = "tile_start_ms";

    /**
     * {@link #STATE_BYTES} bytes a tile, one tile after the other: the parts of {@code Moments} in their order, each a double's eight
     * bytes, the highest first. A column of bytes is written and read at once, one of numbers number by number.
     */
    public static final String STATE = "state";

    public static final int STATE_BYTES = 15 * Double.BYTES;

    /** The bins of all tiles, one tile after the other, as {@code io.millwright.features.tile.PackedBins} has them. */
    public static final String BINS = "bins";

    /** Counts the ways this table was laid out in: tiles of another are made anew. */
    public static final int LAYOUT = 3;

    private static final DataType LONGS = DataTypes.createArrayType(DataTypes.LongType, false);

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SENSOR, DataTypes.StringType, false)
            .add(CHUNK_START, DataTypes.TimestampType, false)
            .add(LATE, DataTypes.BooleanType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(SOURCE, DataTypes.StringType, false)
            .add(MONTH, DataTypes.StringType, false)
            .add(TILE_SPEC, DataTypes.StringType, false)
            .add(REGIME_VERSION, DataTypes.StringType, false)
            .add(TILE_START, LONGS, false)
            .add(STATE, DataTypes.BinaryType, false)
            .add(BINS, DataTypes.BinaryType, false);

    public static final TableSpec TABLE = new TableSpec(
            "tiles", SCHEMA, List.of(MONTH), List.of(EQUIPMENT_ID, SENSOR, CHUNK_START, KNOWN_TIME, SOURCE));

    private Tiles() {}
}

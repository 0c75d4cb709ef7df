package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is how unusual one machine was at one {@code as_of} of a test, by the detectors of its fold, which never saw the row. */
public final class Anomalies {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    public static final String FOLD = "fold";

    /** {@code test} or {@code held_out_test} of {@link Role}. */
    public static final String ROLE = "role";

    /** Mean rank among normal time, in (0, 1); null where no detector can tell. */
    public static final String SCORE = "score";

    /** Whether the score reaches the fold's threshold. */
    public static final String UNUSUAL = "unusual";

    /** Of unusual rows: up to three sensors that make it so, the most telling first. */
    public static final String SENSORS = "sensors";

    /** Rank by detector, without those that cannot tell. */
    public static final String RANKS = "ranks";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(FOLD, DataTypes.IntegerType, false)
            .add(ROLE, DataTypes.StringType, false)
            .add(SCORE, DataTypes.DoubleType, true)
            .add(UNUSUAL, DataTypes.BooleanType, false)
            .add(SENSORS, DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add(RANKS, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false);

    public static final TableSpec TABLE =
            new TableSpec("anomalies", SCHEMA, List.of(), List.of(FOLD, EQUIPMENT_ID, AS_OF));

    private Anomalies() {}
}

package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is how unusual one machine was when the fleet was scored, by detectors that never saw its row: they are fitted, ranked and given
 * their threshold on what came before the newest stretch of rows.
 */
public final class ScoredAnomalies {

    /** The moment the fleet was scored for; nothing in the row became known later. */
    public static final String SCORED_FOR = "scored_for";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String SITE = "site";

    /** The machine's newest row at or before {@link #SCORED_FOR}. */
    public static final String AS_OF = "as_of";

    /** Mean rank among normal time, in (0, 1); null where no detector can tell. */
    public static final String SCORE = "score";

    /** The score from which a row is unusual. */
    public static final String THRESHOLD = "threshold";

    public static final String UNUSUAL = "unusual";

    /** Up to three sensors that raise the score, the most telling first. */
    public static final String SENSORS = "sensors";

    /** Rank by detector, without those that cannot tell. */
    public static final String RANKS = "ranks";

    /** Versions of the tables and the settings the detectors were fitted with. */
    public static final String MADE_FROM = "made_from";

    /** Fingerprint of the detectors' package, beside the results; null where an older Millwright scored, which kept none. */
    public static final String DETECTORS = "detectors";

    public static final StructType SCHEMA = new StructType()
            .add(SCORED_FOR, DataTypes.TimestampType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(SITE, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(SCORE, DataTypes.DoubleType, true)
            .add(THRESHOLD, DataTypes.DoubleType, false)
            .add(UNUSUAL, DataTypes.BooleanType, false)
            .add(SENSORS, DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add(RANKS, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false)
            .add(MADE_FROM, DataTypes.StringType, false)
            .add(DETECTORS, DataTypes.StringType, true);

    public static final TableSpec TABLE =
            new TableSpec("scored_anomalies", SCHEMA, List.of(), List.of(SCORED_FOR, EQUIPMENT_ID));

    private ScoredAnomalies() {}
}

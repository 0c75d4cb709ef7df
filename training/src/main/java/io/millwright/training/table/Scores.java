package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is what the champion said about one machine when the fleet was scored. */
public final class Scores {

    /** The moment the fleet was scored for. */
    public static final String SCORED_FOR = "scored_for";

    public static final String EQUIPMENT_ID = "equipment_id";

    /** The machine's newest row at or before {@link #SCORED_FOR}. */
    public static final String AS_OF = "as_of";

    public static final String SITE = "site";

    public static final String TYPE = "type";

    public static final String MODEL_VERSION = "model_version";

    /** By failure target. */
    public static final String P = "p";

    /** By failure target, uncalibrated. */
    public static final String SCORE = "score";

    /** Of the headline target: probability of each mode, given a failure. */
    public static final String MODES = "modes";

    public static final String MODE = "mode";

    public static final String COMPONENT = "component";

    /** Null where the model has no remaining life. */
    public static final String RUL_LOW_H = "rul_low_h";

    public static final String RUL_MEDIAN_H = "rul_median_h";

    public static final String RUL_HIGH_H = "rul_high_h";

    /** Sentences, the strongest push first. */
    public static final String REASONS = "reasons";

    public static final StructType SCHEMA = new StructType()
            .add(SCORED_FOR, DataTypes.TimestampType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(SITE, DataTypes.StringType, false)
            .add(TYPE, DataTypes.StringType, false)
            .add(MODEL_VERSION, DataTypes.StringType, false)
            .add(P, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false)
            .add(SCORE, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false)
            .add(MODES, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false)
            .add(MODE, DataTypes.StringType, false)
            .add(COMPONENT, DataTypes.StringType, false)
            .add(RUL_LOW_H, DataTypes.DoubleType, true)
            .add(RUL_MEDIAN_H, DataTypes.DoubleType, true)
            .add(RUL_HIGH_H, DataTypes.DoubleType, true)
            .add(REASONS, DataTypes.createArrayType(DataTypes.StringType, false), false);

    public static final TableSpec TABLE = new TableSpec("scores", SCHEMA, List.of(), List.of(SCORED_FOR, EQUIPMENT_ID));

    private Scores() {}
}

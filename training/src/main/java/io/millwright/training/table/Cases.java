package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The knowledge base: a row is one confirmed damage that was known when the fleet was scored, with what the model saw before it. */
public final class Cases {

    /** The moment the fleet was scored for; nothing in the row became known later. */
    public static final String SCORED_FOR = "scored_for";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String TYPE = "type";

    /** Empty text where the log names none, as {@link #MODE}. */
    public static final String COMPONENT = "component";

    public static final String MODE = "mode";

    /** Of the failure, or when somebody looked. */
    public static final String EVENT_TIME = "event_time";

    public static final String KNOWN_TIME = "known_time";

    /** {@code failure} or {@code feedback}. */
    public static final String CONFIRMED_BY = "confirmed_by";

    /** {@code as_of} of the row the signature is of. */
    public static final String AS_OF = "as_of";

    /** Push of each sensor family, and of each line of a spectrum, on the model's score; positive towards failure. */
    public static final String SIGNATURE = "signature";

    /** What was done; null where nothing is on record. */
    public static final String ACTION = "action";

    /** When the machine failed of the same again; null where it did not. */
    public static final String AGAIN_AT = "again_at";

    /** Whose signature it is. */
    public static final String MODEL_VERSION = "model_version";

    public static final StructType SCHEMA = new StructType()
            .add(SCORED_FOR, DataTypes.TimestampType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(TYPE, DataTypes.StringType, false)
            .add(COMPONENT, DataTypes.StringType, false)
            .add(MODE, DataTypes.StringType, false)
            .add(EVENT_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(CONFIRMED_BY, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(SIGNATURE, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false)
            .add(ACTION, DataTypes.StringType, true)
            .add(AGAIN_AT, DataTypes.TimestampType, true)
            .add(MODEL_VERSION, DataTypes.StringType, false);

    public static final TableSpec TABLE = new TableSpec(
            "cases", SCHEMA, List.of(), List.of(SCORED_FOR, EQUIPMENT_ID, EVENT_TIME, CONFIRMED_BY, COMPONENT, MODE));

    private Cases() {}
}

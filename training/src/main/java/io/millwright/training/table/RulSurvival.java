package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is how likely one machine lives on after one {@code as_of} of a test, as one candidate of remaining life that gives such a curve
 * says. Candidates that say a point and an interval only have no rows.
 */
public final class RulSurvival {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    /** As in {@link RulPredictions}. */
    public static final String CANDIDATE = "candidate";

    public static final String FOLD = "fold";

    /** Chance to live on to the ends of equal intervals up to the cap, in [0, 1], falling. */
    public static final String SURVIVING = "surviving";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(CANDIDATE, DataTypes.StringType, false)
            .add(FOLD, DataTypes.IntegerType, false)
            .add(SURVIVING, DataTypes.createArrayType(DataTypes.DoubleType, false), false);

    public static final TableSpec TABLE =
            new TableSpec("rul_survival", SCHEMA, List.of(), List.of(CANDIDATE, FOLD, EQUIPMENT_ID, AS_OF));

    private RulSurvival() {}
}

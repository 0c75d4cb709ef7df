package io.millwright.training.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the model of one group, or why it has none. */
public final class GroupModels {

    /** For models of machines the equipment id. */
    public static final String GROUP = "group";

    /** What was trained, for example {@code machine_svm}. */
    public static final String KIND = "kind";

    /** The parameters; null where there is no model. */
    public static final String MODEL = "model";

    /** SHA-256 of the parameters; null where there is no model. */
    public static final String FINGERPRINT = "fingerprint";

    /** That the group had to train on. */
    public static final String ROWS = "rows";

    /** Why there is no model; null where there is one. */
    public static final String REASON = "reason";

    public static final StructType SCHEMA = new StructType()
            .add(GROUP, DataTypes.StringType, false)
            .add(KIND, DataTypes.StringType, false)
            .add(MODEL, DataTypes.BinaryType, true)
            .add(FINGERPRINT, DataTypes.StringType, true)
            .add(ROWS, DataTypes.LongType, false)
            .add(REASON, DataTypes.StringType, true);

    public static final TableSpec TABLE = new TableSpec("group_models", SCHEMA, List.of(), List.of(KIND, GROUP));

    private GroupModels() {}
}

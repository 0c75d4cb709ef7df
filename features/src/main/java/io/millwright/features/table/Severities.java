package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is how bad one failure turned out, of those of which somebody wrote it down. An answer, as {@link Labels} are. */
public final class Severities {

    public static final String EQUIPMENT_ID = "equipment_id";

    /** As {@link Labels#FAILURE_TIME}. */
    public static final String FAILURE_TIME = "failure_time";

    /** {@code low}, {@code medium} or {@code high}, see {@link io.millwright.lake.config.MaintenanceSpec.Grading}. */
    public static final String SEVERITY = "severity";

    /** Since when it is known: the repair was over and written down. */
    public static final String KNOWN_TIME = "known_time";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(FAILURE_TIME, DataTypes.TimestampType, false)
            .add(SEVERITY, DataTypes.StringType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false);

    public static final TableSpec TABLE =
            new TableSpec("severities", SCHEMA, List.of(), List.of(EQUIPMENT_ID, FAILURE_TIME));

    private Severities() {}
}

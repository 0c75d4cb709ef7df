package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is the outcome of one rule on one table in one run; history is kept.
 */
public final class QualityResults {

    public static final String RUN_ID = "run_id";

    public static final String TABLE_NAME = "table_name";

    /** DQDL text. */
    public static final String RULE = "rule";

    /** {@code passed}, {@code failed} or {@code not_runnable}. */
    public static final String OUTCOME = "outcome";

    /** Whether a failure stops the pipeline. */
    public static final String GATE = "gate";

    public static final String MESSAGE = "message";

    /** Metric name to value, as text. */
    public static final String METRICS = "metrics";

    public static final String INTERVAL_FROM = "interval_from";

    public static final String INTERVAL_TO = "interval_to";

    public static final StructType SCHEMA = new StructType()
            .add(RUN_ID, DataTypes.StringType, false)
            .add(TABLE_NAME, DataTypes.StringType, false)
            .add(RULE, DataTypes.StringType, false)
            .add(OUTCOME, DataTypes.StringType, false)
            .add(GATE, DataTypes.BooleanType, false)
            .add(MESSAGE, DataTypes.StringType, true)
            .add(METRICS, DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false), false)
            .add(INTERVAL_FROM, DataTypes.TimestampType, true)
            .add(INTERVAL_TO, DataTypes.TimestampType, true);

    public static final TableSpec TABLE =
            new TableSpec("quality_results", SCHEMA, List.of(), List.of(RUN_ID, TABLE_NAME, RULE));

    private QualityResults() {}
}

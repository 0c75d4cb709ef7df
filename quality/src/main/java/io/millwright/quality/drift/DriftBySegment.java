package io.millwright.quality.drift;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is one feature among the machines of one type or site, compared between two periods in one run; those judged only. */
public final class DriftBySegment {

    public static final String RUN_ID = "run_id";

    /** {@code type} or {@code site}. */
    public static final String BY = "by";

    public static final String SEGMENT = "segment";

    public static final String NAME = "name";

    public static final StructType SCHEMA = new StructType()
            .add(RUN_ID, DataTypes.StringType, false)
            .add(BY, DataTypes.StringType, false)
            .add(SEGMENT, DataTypes.StringType, false)
            .add(NAME, DataTypes.StringType, false)
            .add(Drift.CURRENT_FROM, DataTypes.TimestampType, false)
            .add(Drift.CURRENT_TO, DataTypes.TimestampType, false)
            .add(Drift.N_REFERENCE, DataTypes.LongType, false)
            .add(Drift.N_CURRENT, DataTypes.LongType, false)
            .add(Drift.EFFECT, DataTypes.DoubleType, true)
            .add(Drift.P_VALUE, DataTypes.DoubleType, false)
            .add(Drift.P_ADJUSTED, DataTypes.DoubleType, false)
            .add(Drift.DRIFTED, DataTypes.BooleanType, false);

    public static final TableSpec TABLE =
            new TableSpec("drift_by_segment", SCHEMA, List.of(), List.of(RUN_ID, BY, SEGMENT, NAME));

    private DriftBySegment() {}
}

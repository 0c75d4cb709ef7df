package io.millwright.features.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is the answer to one target for one machine at one {@code as_of}. Test units of an official split have none. */
public final class Labels {

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String AS_OF = "as_of";

    /** Name of the target in the pipeline file. */
    public static final String TARGET = "target";

    /** 1, 0, or null where the row may not be used. */
    public static final String LABEL = "label";

    /**
     * Why the label is null: {@code at_failure}, {@code inside_minimum_lead}, {@code repair_window}, {@code end_of_data} or
     * {@code preventive_replacement}; or that not what happened decided it but what somebody found: {@code confirmed_by_feedback} (1),
     * {@code cleared_by_feedback} (0). At a failure it says that somebody found what the log does not say: {@link #MODE_BY_FEEDBACK} or
     * {@link #COMPONENT_BY_FEEDBACK}.
     */
    public static final String REASON = "reason";

    /** The machine failed, and of what mode is somebody's finding; the component is the log's. */
    public static final String MODE_BY_FEEDBACK = "mode_by_feedback";

    /** The machine failed, and which component did is somebody's finding; the mode may be, too. */
    public static final String COMPONENT_BY_FEEDBACK = "component_by_feedback";

    /**
     * SQL for the label as it is without feedback, null where only feedback decided: models are not judged by it, because people look
     * where a model sends them.
     */
    public static final String HAPPENED = "CASE WHEN " + REASON + " IS NULL OR " + REASON + " IN ('" + MODE_BY_FEEDBACK
            + "', '" + COMPONENT_BY_FEEDBACK + "') THEN " + LABEL + " END";

    /** Of the failure that makes the row positive. */
    public static final String FAILURE_TIME = "failure_time";

    /** That failed; several at one instant are joined by {@code +}. */
    public static final String COMPONENT = "component";

    /** SQL for the component as the log says it, null where only somebody's finding does. */
    public static final String LOGGED_COMPONENT = "CASE WHEN " + REASON + " IS NULL OR " + REASON + " <> '"
            + COMPONENT_BY_FEEDBACK + "' THEN " + COMPONENT + " END";

    /** Failure mode, joined likewise. */
    public static final String MODE = "mode";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(AS_OF, DataTypes.TimestampType, false)
            .add(TARGET, DataTypes.StringType, false)
            .add(LABEL, DataTypes.IntegerType, true)
            .add(REASON, DataTypes.StringType, true)
            .add(FAILURE_TIME, DataTypes.TimestampType, true)
            .add(COMPONENT, DataTypes.StringType, true)
            .add(MODE, DataTypes.StringType, true);

    public static final TableSpec TABLE =
            new TableSpec("labels", SCHEMA, List.of(), List.of(EQUIPMENT_ID, AS_OF, TARGET));

    private Labels() {}
}

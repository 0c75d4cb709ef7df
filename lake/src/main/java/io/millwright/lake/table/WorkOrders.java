package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A row is one maintenance order. Features may use it only from {@code known_time} on, and only strictly after
 * {@code event_time}.
 */
public final class WorkOrders {

    public static final String ORDER_ID = "order_id";

    public static final String EQUIPMENT_ID = "equipment_id";

    public static final String COMPONENT = "component";

    /** {@code preventive}, {@code corrective} or {@code inspection}. */
    public static final String KIND = "kind";

    /**
     * Whether {@link #KIND} was inferred from failures because the log does not say it, and so may tell of failures that became known later. A
     * column beside the schema; a table without it says all kinds.
     */
    public static final String KIND_INFERRED = "kind_inferred";

    /** {@code open}, {@code scheduled} or {@code closed}. */
    public static final String STATUS = "status";

    /** When the work was finished, else when the order was opened. */
    public static final String EVENT_TIME = "event_time";

    public static final String OPENED_AT = "opened_at";

    public static final String SCHEDULED_FOR = "scheduled_for";

    public static final String STARTED_AT = "started_at";

    public static final String FINISHED_AT = "finished_at";

    public static final String KNOWN_TIME = "known_time";

    /**
     * Whether a part was exchanged: only then is finished work a replacement, which starts a part's life anew and hides how the old
     * one would have ended. True where the log does not say.
     */
    public static final String REPLACED = "replaced";

    public static final String COST = "cost";

    public static final String DOWNTIME_H = "downtime_h";

    public static final String CREW_HOURS = "crew_hours";

    public static final String PARTS = "parts";

    /** The technician's words, as written. */
    public static final String NOTE = "note";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(ORDER_ID, DataTypes.StringType, false)
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(COMPONENT, DataTypes.StringType, true)
            .add(KIND, DataTypes.StringType, false)
            .add(STATUS, DataTypes.StringType, false)
            .add(EVENT_TIME, DataTypes.TimestampType, false)
            .add(OPENED_AT, DataTypes.TimestampType, true)
            .add(SCHEDULED_FOR, DataTypes.TimestampType, true)
            .add(STARTED_AT, DataTypes.TimestampType, true)
            .add(FINISHED_AT, DataTypes.TimestampType, true)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(REPLACED, DataTypes.BooleanType, false)
            .add(COST, DataTypes.DoubleType, true)
            .add(DOWNTIME_H, DataTypes.DoubleType, true)
            .add(CREW_HOURS, DataTypes.DoubleType, true)
            .add(PARTS, DataTypes.StringType, true)
            .add(NOTE, DataTypes.StringType, true)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("work_orders", SCHEMA, List.of(), List.of(ORDER_ID, KNOWN_TIME));

    private WorkOrders() {}
}

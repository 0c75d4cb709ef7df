package io.millwright.lake.table;

import io.millwright.lake.TableSpec;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row is what somebody found who looked at one machine because of an alert. */
public final class Feedback {

    /** What was found. */
    public static final String CONFIRMED = "confirmed";

    public static final String FALSE_ALARM = "false_alarm";

    /** Looked, and could not tell. */
    public static final String UNSURE = "unsure";

    public static final Set<String> VERDICTS = Set.of(CONFIRMED, FALSE_ALARM, UNSURE);

    public static final String EQUIPMENT_ID = "equipment_id";

    /** Looked at; empty for the machine as a whole. */
    public static final String COMPONENT = "component";

    /** When somebody looked. */
    public static final String EVENT_TIME = "event_time";

    /** When it was written down. */
    public static final String KNOWN_TIME = "known_time";

    /** One of {@link #VERDICTS}. */
    public static final String VERDICT = "verdict";

    /** Failure mode that was found to be coming. */
    public static final String MODE = "mode";

    /** What was done about it. */
    public static final String ACTION = "action";

    public static final String NOTE = "note";

    /** Who looked. */
    public static final String AUTHOR = "author";

    public static final String SOURCE = "source";

    public static final StructType SCHEMA = new StructType()
            .add(EQUIPMENT_ID, DataTypes.StringType, false)
            .add(COMPONENT, DataTypes.StringType, true)
            .add(EVENT_TIME, DataTypes.TimestampType, false)
            .add(KNOWN_TIME, DataTypes.TimestampType, false)
            .add(VERDICT, DataTypes.StringType, false)
            .add(MODE, DataTypes.StringType, true)
            .add(ACTION, DataTypes.StringType, true)
            .add(NOTE, DataTypes.StringType, true)
            .add(AUTHOR, DataTypes.StringType, true)
            .add(SOURCE, DataTypes.StringType, false);

    public static final TableSpec TABLE =
            new TableSpec("feedback", SCHEMA, List.of(), List.of(EQUIPMENT_ID, EVENT_TIME, COMPONENT, VERDICT));

    private Feedback() {}
}
